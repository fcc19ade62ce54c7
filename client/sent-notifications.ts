import { type Client, WithStartWorkflowOperation, WorkflowFailedError } from '@temporalio/client';
import { type Delivery, MOST_EARLIER_ATTEMPTS } from '../domain/delivery.ts';
import { VerificationFailure } from '../domain/failure.ts';
import {
  addressOfNotification,
  isNotificationKey,
  notificationIdOf,
  notificationIdPrefixOf,
  notificationKeyOf,
} from '../domain/identifiers.ts';
import { MOST_NOTIFICATIONS } from '../domain/notification.ts';
import { NOTIFICATION, NOTIFICATION_MESSAGES, type NotificationInput, TASK_QUEUE } from '../workflows/messages.ts';
import { firstInputOf } from './first-input.ts';
import { isNotFound } from './temporal-errors.ts';

const NO_KEY =
  'That is no number of a notification: give one that is listed, such as 1, or corrected-1241 for that of a correction.';

type NotificationWorkflow = (input: NotificationInput) => Promise<Delivery>;

/** A notification of a verification, and what has become of it. */
export interface SentNotification extends Delivery {
  /** Its number, from 1; of a correction `corrected-` and Smile ID's code. */
  readonly key: string;
}

/**
 * All of one verification, in the order in which they happened; those of corrections last. Numbers are bounded, so they
 * are asked for one by one; only those of corrections are looked for in Temporal's visibility, which may be a second behind.
 */
export async function notificationsOf(temporal: Client, verificationId: string): Promise<SentNotification[]> {
  const numbers = Array.from({ length: MOST_NOTIFICATIONS }, (_, index) => String(index + 1));
  const keys = [...numbers, ...(await correctedKeysOf(temporal, verificationId))];
  const found = await Promise.all(keys.map((key) => sentNotification(temporal, verificationId, key)));
  return found.filter((one) => one !== undefined);
}

/**
 * Delivers it once more, whatever became of it: at once where it is being tried, and anew, with the whole schedule, where
 * that has ended. The receiver sees the same `webhook-id`. Settles when the attempt has.
 * @throws VerificationFailure `not-found` where there is no such notification; `invalid-request` where the key is none
 */
export async function redeliverNotification(
  temporal: Client,
  verificationId: string,
  key: string,
): Promise<SentNotification> {
  if (!isNotificationKey(key)) throw new VerificationFailure('invalid-request', NO_KEY);
  const workflowId = notificationIdOf(verificationId, key);
  const before = await sentNotification(temporal, verificationId, key);
  if (before === undefined)
    throw new VerificationFailure('not-found', `Verification ${verificationId} has no notification ${key}.`);
  const { url, notification } = await firstInputOf<NotificationInput>(temporal, workflowId);
  const earlier = before.attempts.slice(-MOST_EARLIER_ATTEMPTS);
  const input: NotificationInput = { url, notification, ...(earlier.length === 0 ? {} : { earlier }) };
  const startWorkflowOperation = new WithStartWorkflowOperation<NotificationWorkflow>(NOTIFICATION, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: notification.type,
  });
  const delivery = await temporal.workflow.executeUpdateWithStart<NotificationWorkflow, Delivery, [object]>(
    NOTIFICATION_MESSAGES.redeliver,
    { args: [{}], startWorkflowOperation },
  );
  return { key, ...delivery };
}

async function sentNotification(
  temporal: Client,
  verificationId: string,
  key: string,
): Promise<SentNotification | undefined> {
  const workflow = temporal.workflow.getHandle(notificationIdOf(verificationId, key));
  try {
    const { status } = await workflow.describe();
    if (status.name === 'RUNNING') return { key, ...(await workflow.query<Delivery>(NOTIFICATION_MESSAGES.attempts)) };
    return { key, ...((await workflow.result()) as Delivery) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (error instanceof WorkflowFailedError) return { key, ...recordIn(error, verificationId, key) };
    throw error;
  }
}

/** One that fails carries its record in its failure. */
function recordIn(error: WorkflowFailedError, verificationId: string, key: string): Delivery {
  const { cause } = error as { cause?: { details?: readonly unknown[] } };
  const delivery = cause?.details?.[0] as Delivery | undefined;
  if (delivery?.attempts !== undefined) return delivery;
  throw new VerificationFailure(
    'already-ended',
    `Notification ${key} of verification ${verificationId} was ended in Temporal without a record (terminated or timed out).`,
  );
}

async function correctedKeysOf(temporal: Client, verificationId: string): Promise<string[]> {
  const prefix = notificationIdPrefixOf(verificationId) + notificationKeyOf('');
  const query = `WorkflowType = '${NOTIFICATION}' AND WorkflowId STARTS_WITH '${prefix}'`;
  const keys = new Set<string>();
  for await (const { workflowId } of temporal.workflow.list({ query }))
    keys.add(addressOfNotification(workflowId)?.key ?? '');
  return [...keys].filter(Boolean).sort();
}
