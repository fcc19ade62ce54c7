import type { Job } from './job.ts';
import type { AnswerProof } from './sign-answer.ts';
import { isSameText, signTimestamp } from './signature.ts';
import type { Simulation } from './simulation.ts';

/** The address of a PDF receipt, with the proof of the message it stands in, as recorded (PROTOCOL 9.2). */
export function issueReceiptLink({ origin }: Simulation, job: Job, { timestamp, signature }: AnswerProof): string {
  const path = `/api/v3/${encodeURIComponent(job.partnerId)}/job_result_summary/${job.smileJobId}/generate_pdf`;
  return `${origin()}${path}?signature=${signature}&timestamp=${timestamp}&environment=test`;
}

/** The job behind a link, while the link is in force; its proof is that of the message, which covers no path. */
export function findReceipt({ jobs, findPartner, settings }: Simulation, rawUrl: string): Job | undefined {
  const { pathname, searchParams } = new URL(rawUrl, 'http://simulator');
  const [, partnerId = '', smileJobId] = /^\/api\/v3\/([^/]+)\/job_result_summary\/([^/]+)\//.exec(pathname) ?? [];
  const partner = findPartner(decodeURIComponent(partnerId));
  const timestamp = searchParams.get('timestamp') ?? '';
  // The plus signs of base64 arrive as blanks: the recorded links do not escape them.
  const signature = (searchParams.get('signature') ?? '').replaceAll(' ', '+');
  if (!partner || !isSameText(signature, signTimestamp(partner.apiKey, partner.partnerId, timestamp))) return undefined;
  if (Date.now() > Date.parse(timestamp) + settings.pictureLinkLifeMs) return undefined;
  return jobs.all().find((job) => job.partnerId === partner.partnerId && job.smileJobId === smileJobId);
}
