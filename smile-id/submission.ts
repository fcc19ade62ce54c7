import { z } from 'zod';
import { VerificationFailure } from '../domain/failure.ts';
import { type CheckedJob, checkJob } from '../requests/check-job.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';
import type { JobRequest } from '../requests/job-request.ts';
import { idOf, jobShape } from '../requests/job-shape.ts';
import { httpUrl } from './call-check.ts';
import { isObject } from './json-body.ts';
import type { PictureMemory } from './picture-memory.ts';

/** A job for Smile ID. */
export interface Submission extends JobRequest {
  /** Your id of the job. Smile ID takes each one once, so that no job is paid for twice. Not personal. */
  readonly jobId: string;
  /** Where Smile ID posts the result, http or https; the client's own, or the one set in the portal, otherwise. */
  readonly callbackUrl?: string | undefined;
  /**
   * An earlier call with this very job may have reached Smile ID, as after a crash: then it is looked for and carried on, and
   * what has arrived is not sent again. Where Smile ID does not know it, it is looked for as long as it may be under way: pictures
   * 20 s, a product that is one request as long as such a request may take (30 s; a comparison 240 s). What is on its way even
   * then, from another process or to a slow authority, is sent again and may be paid twice. Calls of one client for one job
   * follow one another. Without it, a `jobId` that is in use is refused.
   */
  readonly mayExist?: boolean | undefined;
}

const shape = z.strictObject({
  ...jobShape,
  jobId: idOf('give each job an id of its own'),
  callbackUrl: httpUrl.optional(),
  mayExist: z.boolean('must be true or false').optional(),
});

/**
 * Checks everything that can be known before anything is sent.
 * @param further problems of the call besides its job
 * @throws VerificationFailure `invalid-request` with all problems
 */
export async function checkSubmission(
  submission: Submission,
  readCatalogue: ReadCatalogue,
  allocate: PictureMemory['take'],
  further: readonly string[] = [],
): Promise<Pick<CheckedJob, 'pictures' | 'warnings'>> {
  if (!isObject(submission))
    throw new VerificationFailure('invalid-request', 'The job was not sent: it must be an object.', {
      problems: ['the job must be an object', ...further],
    });
  const { problems, ...checked } = await checkJob(submission, { shape, whole: 'a job', readCatalogue, allocate });
  const nowhere =
    submission.answerByCallback === true && submission.callbackUrl === undefined
      ? ['callbackUrl is missing: with answerByCallback the result comes there and nowhere else']
      : [];
  const all = [...problems, ...nowhere, ...further];
  if (all.length === 0) return checked;
  throw new VerificationFailure('invalid-request', `The job was not sent: ${all.join('; ')}.`, { problems: all });
}
