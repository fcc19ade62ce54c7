import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SigningKey {
  /** With leading zeros, as the portal shows it: `085`, never `85` (PROTOCOL 2.1). */
  readonly partnerId: string;
  /** The literal text of the portal; it is not base64-decoded (PROTOCOL 2.1). */
  readonly apiKey: string;
}

export interface VerificationKeys {
  readonly partnerId: string;
  /** Every key that may have signed; more than one while a key is being rotated. */
  readonly apiKeys: readonly string[];
}

/**
 * The HMAC of PROTOCOL 2.1, 44 characters of base64. `timestamp` must be the very text that is sent. Vector: partner
 * `085`, key `a-test-api-key`, `2024-05-24T09:45:43.044Z` → `qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk=`.
 */
export function sign(key: SigningKey, timestamp: string): string {
  return mac(key, timestamp).toString('base64');
}

/** UTC with exactly three fractional digits and `Z`, the one documented form (PROTOCOL 2.3). */
export function timestampNow(clock: () => number): string {
  return new Date(clock()).toISOString();
}

/**
 * Whether the pair was made by somebody who knows one of the keys. It says nothing about the body, which the signature
 * does not cover (PROTOCOL 2.1). Never throws; anything but text or a number as timestamp is simply not genuine.
 */
export function isGenuine(keys: VerificationKeys, timestamp: unknown, signature: unknown): boolean {
  const received = macOf(signature);
  const signed = signedText(timestamp);
  if (received === undefined || signed === undefined) return false;
  // Every key is tried, so that the time taken does not tell which one matched.
  return keys.apiKeys
    .map((apiKey) => timingSafeEqual(mac({ partnerId: keys.partnerId, apiKey }, signed), received))
    .includes(true);
}

/**
 * The bare legacy hash with which Smile ID signs its 2314 answers (PROTOCOL 2.4). It holds no secret, anybody can make
 * it: never accept it for an answer that decides something.
 */
export function isLegacyStatusHash(partnerId: string, timestamp: unknown, signature: unknown): boolean {
  const signed = signedText(timestamp);
  if (signed === undefined || typeof signature !== 'string' || !/^\d+$/.test(partnerId)) return false;
  const numericPartnerId = partnerId.replace(/^0+(?=\d)/, '');
  const expected = createHash('sha256').update(`${numericPartnerId}:${signed}`).digest('hex');
  const received = Buffer.from(signature);
  return received.length === expected.length && timingSafeEqual(received, Buffer.from(expected));
}

function mac({ partnerId, apiKey }: SigningKey, timestamp: string): Buffer {
  return createHmac('sha256', apiKey).update(`${timestamp}${partnerId}sid_request`).digest();
}

/** A JSON number is signed over its decimal text (PROTOCOL 2.3). */
function signedText(timestamp: unknown): string | undefined {
  if (typeof timestamp === 'number' && Number.isFinite(timestamp)) return String(timestamp);
  return typeof timestamp === 'string' && timestamp !== '' ? timestamp : undefined;
}

/** Node's decoder skips what is not base64, so only a text that encodes back to itself counts (PROTOCOL 2.4). */
function macOf(signature: unknown): Buffer | undefined {
  if (typeof signature !== 'string' || signature.length !== 44) return undefined;
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === signature ? bytes : undefined;
}
