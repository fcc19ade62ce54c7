import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Smile ID's signature over a timestamp, PROTOCOL 2.1: base64 of HMAC-SHA256 with the literal API key.
 *
 * Vector: partner `085`, key `a-test-api-key`, `2022-10-27T13:25:43.000Z` gives
 * `rx7LIMJtNYQIXPg0j+D/owKpzPneFiJwr0cKj2B4dKE=`.
 */
export function signTimestamp(apiKey: string, partnerId: string, timestamp: string): string {
  return createHmac('sha256', apiKey).update(timestamp).update(partnerId).update('sid_request').digest('base64');
}

/** The hash of the key scheme before 2023, PROTOCOL 2.5: 64 hex digits. Leading zeros of the partner id do not count. */
export function legacyHash(partnerId: string, timestamp: string): string {
  return createHash('sha256')
    .update(`${Number(partnerId)}:${timestamp}`)
    .digest('hex');
}

/** Compares two secrets in constant time. */
export function isSameText(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
