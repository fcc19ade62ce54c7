import { createHash, createHmac } from 'node:crypto';
import type { Notification } from '../domain/notification.ts';
import type { NotificationKey } from './notification-keys.ts';

/** What a signature of Standard Webhooks covers, besides the key. */
export interface Signed {
  readonly id: string;
  /** Seconds since 1970, as in the header. */
  readonly timestamp: string;
  /** The very bytes that are sent. */
  readonly body: string | Uint8Array;
}

/**
 * Headers of one attempt, with a signature by every key.
 * @param nowMs when it is sent, from which the receiver sees that it is no replay
 */
export function signedHeaders(
  { id, body }: Pick<Signed, 'id' | 'body'>,
  keys: readonly NotificationKey[],
  nowMs: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = keys.map((key) => `v1,${mac({ id, timestamp, body }, key).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/**
 * Standard Webhooks, "Signature scheme". Vector: key `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`, id
 * `msg_p5jXN8AQM9LWM0D4loKWxJek`, timestamp `1614265330`, body `{"test": 2432232314}` →
 * `g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.
 */
export function mac({ id, timestamp, body }: Signed, key: NotificationKey): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/**
 * The id by which a receiver drops doubles: the same for all attempts of one notification, and for none of another
 * namespace. What it tells is a part of it, so that a verification that Temporal has reset, and that ends anew under the
 * same number, is heard.
 */
export function messageIdOf(
  namespace: string,
  notificationId: string,
  { type, timestamp }: Pick<Notification, 'type' | 'timestamp'>,
): string {
  const hash = createHash('sha256').update([namespace, notificationId, type, timestamp].join('\n'));
  return `msg_${hash.digest('base64url').slice(0, 27)}`;
}
