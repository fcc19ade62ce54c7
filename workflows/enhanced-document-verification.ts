import type { Outcome } from '../domain/outcome.ts';
import type { VerificationInput } from './messages.ts';
import { runVerification } from './run-verification.ts';

/** Enhanced Document Verification: Document Verification, and a check against the authority that issued the document. */
export function enhancedDocumentVerification(input: VerificationInput): Promise<Outcome> {
  return runVerification('enhanced-document-verification', input);
}
