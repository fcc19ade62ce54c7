import { isVerificationFailure, VerificationFailure } from '../../domain/failure.ts';

const NO_JOB =
  'Smile ID has no such job (2304): check the job id, --user-id, and whether the account is the one that sent it.';

/** A job that Smile ID does not know is not found, in the words of the command line; every other failure stays as it is. */
export function failureOfStatus(error: unknown): unknown {
  if (!isVerificationFailure(error) || error.code !== '2304') return error;
  return new VerificationFailure('not-found', NO_JOB, { code: error.code });
}
