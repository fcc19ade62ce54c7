import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** SmartSelfie Registration: enrols a user with a selfie, so that later selfies can be compared with it. */
export function smartSelfieRegistration(input: VerificationInput): Promise<Outcome> {
  return runVerification('smartselfie-registration', input);
}
