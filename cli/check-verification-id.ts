import { VerificationFailure } from '../domain/failure.ts';
import { isVerificationId, VERIFICATION_ID_RULE } from '../domain/identifiers.ts';

/** @throws VerificationFailure `invalid-request`, which does not repeat what may be long or unprintable */
export function checkVerificationId(text: string): string {
  if (isVerificationId(text)) return text;
  throw new VerificationFailure('invalid-request', `That is no verification id: ${VERIFICATION_ID_RULE}.`);
}
