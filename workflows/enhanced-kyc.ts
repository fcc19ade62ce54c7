import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Enhanced KYC: looks an ID number up at the authority that issued it, and returns what stands there. */
export function enhancedKyc(input: VerificationInput): Promise<Outcome> {
  return runVerification('enhanced-kyc', input);
}
