import type { Job } from './job.ts';
import type { Simulation } from './simulation.ts';

/** The address of a PDF receipt, with the proof of the message it stands in, as recorded (PROTOCOL 9.2). Not served. */
export function issueReceiptLink(
  { origin }: Simulation,
  job: Job,
  { timestamp, signature }: { timestamp: string; signature: string },
): string {
  const path = `/api/v3/${encodeURIComponent(job.partnerId)}/job_result_summary/${job.smileJobId}/generate_pdf`;
  return `${origin()}${path}?signature=${signature}&timestamp=${timestamp}&environment=test`;
}
