import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';

/** The same failure, which tells what job exists all the same; any other error as it is. */
export function withSmileJobId(error: unknown, smileJobId: string | undefined): unknown {
  if (!isVerificationFailure(error) || smileJobId === undefined) return error;
  const { kind, message, code, httpStatus, wasNeverSent, problems } = error;
  return new VerificationFailure(kind, message, {
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    wasNeverSent,
    problems,
    smileJobId,
  });
}
