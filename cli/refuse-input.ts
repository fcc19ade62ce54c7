import { VerificationFailure } from '../domain/failure.ts';

/** @throws VerificationFailure `invalid-request` if there are problems; @param what did not happen, as a sentence */
export function refuseInput(what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new VerificationFailure('invalid-request', `${what}: ${problems.join('; ')}.`, { problems });
}
