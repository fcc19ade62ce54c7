import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Basic KYC: tells whether a person's data agree with those of the authority that issued the ID. */
export function basicKyc(input: VerificationInput): Promise<Outcome> {
  return runVerification('basic-kyc', input);
}
