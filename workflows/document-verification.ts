import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Document Verification: checks an ID document, and compares its photo with a selfie. */
export function documentVerification(input: VerificationInput): Promise<Outcome> {
  return runVerification('document-verification', input);
}
