import { createSecretKey, type KeyObject } from 'node:crypto';
import { VerificationFailure } from '../domain/failure.ts';

/** Shows nothing of itself when it is logged or serialised. */
export type NotificationKey = KeyObject;

const PREFIX = 'whsec_';
/** Standard Webhooks, "Signature scheme": between 24 and 64 bytes. */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
/** More than keys are ever rotated through at once: bounds the work that a stranger can cause to a receiver. */
export const MOST_KEYS = 20;

/**
 * Reads `SMILEFLOW_NOTIFICATION_KEYS`: several with commas between them, all of which sign, so that receivers can change
 * from one to the next. Empty where it is not set.
 * @throws VerificationFailure `invalid-request`, which never quotes a key
 */
export function readNotificationKeys(env: Readonly<Record<string, string | undefined>>): readonly NotificationKey[] {
  const texts = (env.SMILEFLOW_NOTIFICATION_KEYS ?? '').split(/[\s,]+/).filter((text) => text !== '');
  if (texts.length > MOST_KEYS)
    throw new VerificationFailure(
      'invalid-request',
      `SMILEFLOW_NOTIFICATION_KEYS holds more than ${MOST_KEYS} keys: receivers look at no more signatures than that.`,
    );
  return texts.map((text, index) => parseKey(text, `the ${index + 1}. key of SMILEFLOW_NOTIFICATION_KEYS`));
}

/**
 * @param text may have blanks around it, as a file of secrets has a newline at its end
 * @param what how the key is called in the failure
 * @throws VerificationFailure `invalid-request`, which does not quote it
 */
export function parseKey(text: string, what: string): NotificationKey {
  const trimmed = text.trim();
  const base64 = trimmed.startsWith(PREFIX) ? trimmed.slice(PREFIX.length) : '';
  const bytes = Buffer.from(base64, 'base64');
  // Node's decoder skips what is not base64, so only a text that encodes back to itself counts.
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  if (base64 === '' || !isBase64 || bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES)
    throw new VerificationFailure(
      'invalid-request',
      `${what} is not "whsec_" and the base64 of ${LEAST_BYTES} to ${MOST_BYTES} bytes: make one with: echo "whsec_$(openssl rand -base64 32)"`,
    );
  return createSecretKey(bytes);
}
