import { timingSafeEqual } from 'node:crypto';
import { VerificationFailure } from '../domain/failure.ts';
import type { Notification } from '../domain/notification.ts';
import { MOST_KEYS, type NotificationKey, parseKey } from './notification-keys.ts';
import { mac } from './sign-notification.ts';

export type VerifiedNotification =
  | {
      readonly kind: 'genuine';
      /** The same for every delivery of one notification: drop what you have seen. */
      readonly id: string;
      readonly notification: Notification;
    }
  /** Answer 401, and act upon nothing. `reason` is for the log. */
  | { readonly kind: 'refused'; readonly reason: string };

/** As Node's `request.headers` or the `Headers` of fetch give them. */
export type NotificationHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Standard Webhooks, "Timestamp verification". */
const TOLERANCE_SECONDS = 5 * 60;
const RAW_BYTES =
  'Give the raw bytes of the body, or their text, as they came: a parsed body has another signature. In Express: express.raw().';

/**
 * Verifies a notification of smileflow, or any message of Standard Webhooks with a JSON body of that form.
 * @param rawBody the bytes as they came, before any JSON parser
 * @param keys those of the sender, `whsec_…`; one match is enough, so that keys can be rotated
 * @throws VerificationFailure `invalid-request` where a key is none, none is given, or the body was parsed already
 */
export function verifyNotification(
  rawBody: string | Uint8Array,
  headers: NotificationHeaders,
  keys: string | readonly string[],
  { nowMs = Date.now() }: { readonly nowMs?: number } = {},
): VerifiedNotification {
  if (typeof rawBody !== 'string' && !ArrayBuffer.isView(rawBody))
    throw new VerificationFailure('invalid-request', RAW_BYTES);
  const given = typeof keys === 'string' ? [keys] : keys;
  const parsed = (given.length === 0 ? [''] : given).map((key, index) => parseKey(key, `The ${index + 1}. key`));
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !timestamp || !signatures) return refused('a header of Standard Webhooks is missing');
  if (!/^\d{1,12}$/.test(timestamp)) return refused('the timestamp is no number of seconds');
  const ageSeconds = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (ageSeconds > TOLERANCE_SECONDS) return refused('the message is too old');
  if (ageSeconds < -TOLERANCE_SECONDS) return refused('the message is from the future');
  if (!isSigned({ id, timestamp, body: rawBody }, signatures, parsed)) return refused('no signature matches');
  const notification = parseNotification(rawBody);
  return notification === undefined ? refused('the body is no notification') : { kind: 'genuine', id, notification };
}

function refused(reason: string): VerifiedNotification {
  return { kind: 'refused', reason };
}

function headerOf(headers: NotificationHeaders, name: string): string | undefined {
  if (isFetchHeaders(headers)) return headers.get(name) ?? undefined;
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const [first, ...more] = typeof value === 'string' ? [value] : (value ?? []);
  return more.length === 0 ? first : undefined;
}

function isFetchHeaders(headers: NotificationHeaders): headers is Headers {
  return typeof headers.get === 'function';
}

/** Every key and signature is tried, so that the time taken does not tell which one matched. */
function isSigned(signed: Parameters<typeof mac>[0], header: string, keys: readonly NotificationKey[]): boolean {
  // Where a header came twice, its values are joined by a comma and a blank.
  const received = header
    .split(/,? /, MOST_KEYS)
    .filter((text) => text.startsWith('v1,'))
    .map((text) => Buffer.from(text.slice(3)));
  const matches = keys.flatMap((key) => {
    const expected = Buffer.from(mac(signed, key).toString('base64'));
    return received.map((bytes) => bytes.length === expected.length && timingSafeEqual(bytes, expected));
  });
  return matches.includes(true);
}

function parseNotification(rawBody: string | Uint8Array): Notification | undefined {
  try {
    const body = JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8'));
    const isNotification =
      typeof body?.type === 'string' &&
      typeof body.timestamp === 'string' &&
      typeof body.data === 'object' &&
      body.data;
    return isNotification ? (body as Notification) : undefined;
  } catch {
    return undefined;
  }
}
