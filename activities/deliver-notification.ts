import type { Attempted } from '../domain/delivery.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { messageIdOf, signedHeaders } from '../notifications/sign-notification.ts';
import type { Attempt } from './attempt.ts';
import type { DeliverNotificationInput } from './contract.ts';
import type { SharedDependencies } from './dependencies.ts';
import { tryAgain } from './temporal-failure.ts';

/** Without a key nobody could tell a notification from a forged one, so it is not sent. */
const NO_KEY = 'no key is configured (SMILEFLOW_NOTIFICATION_KEYS)';

export async function deliverNotification(
  { deliverer, notificationKeys, clock }: SharedDependencies,
  { url, notificationId, notification }: DeliverNotificationInput,
  { namespace, signal }: Attempt,
): Promise<Attempted> {
  const begun = clock();
  const at = begun.toISOString();
  if (notificationKeys.length === 0) return { at, durationMs: 0, kind: 'failed', reason: NO_KEY };
  const body = JSON.stringify(notification);
  const id = messageIdOf(namespace, notificationId, notification);
  const headers = signedHeaders({ id, body }, notificationKeys, begun.getTime());
  const delivered = await deliverer.deliver({ url, headers, body, signal });
  if (delivered.kind === 'failed' && signal.aborted)
    throw tryAgain(new VerificationFailure('unavailable', 'The worker stopped during the attempt.'));
  return { at, durationMs: clock().getTime() - begun.getTime(), ...delivered };
}
