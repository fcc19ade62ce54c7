import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import type { Attempt } from './attempt.ts';
import type { JobAddress } from './contract.ts';
import type { Dependencies } from './dependencies.ts';

const UNVERIFIED =
  'Smile ID says that it has no pictures of the job, and its signature is wrong; whether they arrived is not known';

/**
 * Whether Smile ID has the pictures of a job, so that sending them again, or preparing it again, might be paid for
 * twice (PROTOCOL 5.4).
 * @throws VerificationFailure where Smile ID does not tell, or cannot be believed: then nothing may be sent
 */
export async function hasPictures({ smileId }: Dependencies, job: JobAddress, { signal }: Attempt): Promise<boolean> {
  try {
    const reading = await smileId.readJobStatus({ jobId: jobIdOf(job.verificationId), userId: job.userId }, { signal });
    if (reading.kind === 'no-zip-unverified') throw new VerificationFailure('untrusted-response', UNVERIFIED);
    return reading.kind !== 'no-zip';
  } catch (error) {
    // 2304: no such job, so no pictures of it either.
    if (isVerificationFailure(error) && error.code === '2304') return false;
    throw error;
  }
}
