import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** SmartSelfie Compare: compares a selfie with a picture that comes with it. */
export function smartSelfieCompare(input: VerificationInput): Promise<Outcome> {
  return runVerification('smartselfie-compare', input);
}
