import { factsOf, isVerificationFailure, VerificationFailure } from '../domain/failure.ts';

/** The same failure, which tells what job exists all the same; any other error as it is. */
export function withSmileJobId(error: unknown, smileJobId: string | undefined): unknown {
  if (!isVerificationFailure(error) || smileJobId === undefined) return error;
  return new VerificationFailure(error.kind, error.message, { ...factsOf(error), smileJobId });
}
