import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** SmartSelfie Authentication: compares a selfie with the one the user was enrolled with. */
export function smartSelfieAuthentication(input: VerificationInput): Promise<Outcome> {
  return runVerification('smartselfie-authentication', input);
}
