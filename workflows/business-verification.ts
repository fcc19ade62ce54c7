import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Business Verification: looks a business up in the register of its country. */
export function businessVerification(input: VerificationInput): Promise<Outcome> {
  return runVerification('business-verification', input);
}
