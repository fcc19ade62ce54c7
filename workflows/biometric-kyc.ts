import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Biometric KYC: compares a selfie with the photo that the ID authority, or a picture of the ID card, shows. */
export function biometricKyc(input: VerificationInput): Promise<Outcome> {
  return runVerification('biometric-kyc', input);
}
