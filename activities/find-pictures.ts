import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import type { EventOf } from '../domain/verification.ts';
import type { Attempt } from './attempt.ts';
import type { JobAddress } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { giveUpOn, uselessnessOf } from './give-up-on.ts';

export type PictureSearch =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  /** Smile ID does not tell, or cannot be believed: a person has to look. */
  | EventOf<'responses-untrusted'>;

const UNVERIFIED =
  'Smile ID says that it has no pictures of the job, and its signature is wrong; whether they arrived is not known';

/**
 * Whether Smile ID has the pictures of our job, so that sending them again, or preparing the job again, might be paid
 * for twice (PROTOCOL 5.4). A job that it does not know under our user (2304) is not ours to prepare again.
 * @throws a failure that is worth another try, while nothing may be sent
 */
export async function findPictures(
  { smileId }: Dependencies,
  job: JobAddress,
  attempt: Attempt,
): Promise<PictureSearch> {
  try {
    const query = { jobId: jobIdOf(job.verificationId), userId: job.userId };
    const reading = await smileId.readJobStatus(query, { signal: attempt.signal });
    if (reading.kind === 'no-zip-unverified') throw new VerificationFailure('untrusted-response', UNVERIFIED);
    return { kind: reading.kind === 'no-zip' ? 'missing' : 'found' };
  } catch (error) {
    const reason = isVerificationFailure(error) ? uselessnessOf(error) : undefined;
    if (!isVerificationFailure(error) || reason === undefined) throw error;
    return giveUpOn(error, reason, attempt, { isLastWord: true });
  }
}
