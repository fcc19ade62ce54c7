import { isVerificationFailure } from '../../domain/failure.ts';
import type { JobReport } from '../../smile-id/job-report.ts';
import type { JobQuery } from '../../smile-id/read-report.ts';
import type { Context } from '../context.ts';
import { printable } from '../printable.ts';
import { failureOfStatus } from './failure-of-status.ts';
import type { Waiting } from './wait-options.ts';
import type { Ask } from './with-smile-id.ts';

/**
 * Waits in front of a person, who may leave at any time without harming the job.
 * @throws Interrupted if the person left
 */
export async function awaitAnswer(ask: Ask, context: Context, job: JobQuery, waiting: Waiting): Promise<JobReport> {
  const comeBack = `Come back with: ${statusCommand(job.jobId)}`;
  const doing = `Waiting for Smile ID's ${waiting.until === 'final-result' ? 'final result' : 'answer'} about job ${printable(job.jobId)} …`;
  const left = `interrupted; Smile ID goes on without you. ${comeBack}`;
  try {
    return await ask(doing, (smileId, options) => smileId.awaitResult(job, { ...waiting, ...options }), left);
  } catch (error) {
    if (isVerificationFailure(error) && error.kind === 'unavailable') context.err.write(`${comeBack}\n`);
    throw failureOfStatus(error);
  }
}

/** The person's id is left for them to fill in: it may be personal, and terminals are photographed. */
export function statusCommand(jobId: string): string {
  return `smileflow smile job-status ${printable(jobId)} --user-id … --wait`;
}
