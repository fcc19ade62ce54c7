import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { type Delivery, MOST_EARLIER_ATTEMPTS, mergeAttempts } from '../domain/delivery.ts';
import { VerificationFailure } from '../domain/failure.ts';
import {
  addressOfNotification,
  isNotificationKey,
  notificationIdOf,
  notificationIdPrefixOf,
} from '../domain/identifiers.ts';
import { MOST_NOTIFICATIONS } from '../domain/notification.ts';
import { NOTIFICATION, NOTIFICATION_MESSAGES, type NotificationInput } from '../workflows/messages.ts';
import { recordedRunOf } from './delivery-record.ts';
import { firstStartOf } from './first-start.ts';
import { isNotFound, isUnanswered } from './temporal-errors.ts';

const NO_KEY =
  'That is no number of a notification: give one that is listed, such as 1, or corrected-1241 for that of a correction.';

/** Older runs of one notification that its record is gathered from: each has the record of those before it already. */
const MOST_RUNS = 20;

type NotificationWorkflow = (input: NotificationInput) => Promise<Delivery>;

/** A notification of a verification, and what has become of it. */
export interface SentNotification extends Delivery {
  /** Its number, from 1; of a correction `corrected-` and Smile ID's code. */
  readonly key: string;
}

/** Ids of runs, by the key of the notification; newest first. */
type Runs = ReadonlyMap<string, readonly string[]>;

/**
 * All of one verification, in the order in which they happened; those of corrections last. Numbers are bounded, so they
 * are asked for one by one; only those of corrections, and those of a verification that was reset, are looked for in
 * Temporal's visibility, which may be a second behind.
 */
export async function notificationsOf(temporal: Client, verificationId: string): Promise<SentNotification[]> {
  const runs = await runsOf(temporal, `WorkflowId STARTS_WITH '${notificationIdPrefixOf(verificationId)}'`);
  const numbers = Array.from({ length: MOST_NOTIFICATIONS }, (_, index) => String(index + 1));
  const keys = [...new Set([...numbers, ...runs.keys()])].sort(byNumber);
  const found = await Promise.all(keys.map((key) => gather(temporal, verificationId, key, runs)));
  return found.filter((one) => one !== undefined);
}

/**
 * Delivers it once more, whatever became of it: at once where it is being tried, and anew, with the whole schedule, where
 * that has ended. The receiver sees the same `webhook-id`. Settles when the attempt has.
 * @throws VerificationFailure `not-found` where there is no such notification; `invalid-request` where the key is none;
 * `unavailable` where the attempt has not ended in time, which does not undo it
 */
export async function redeliverNotification(
  temporal: Client,
  verificationId: string,
  key: string,
): Promise<SentNotification> {
  if (!isNotificationKey(key)) throw new VerificationFailure('invalid-request', NO_KEY);
  const workflowId = notificationIdOf(verificationId, key);
  const find = async () =>
    gather(temporal, verificationId, key, await runsOf(temporal, `WorkflowId = '${workflowId}'`));
  const before = await find();
  if (before === undefined)
    throw new VerificationFailure('not-found', `Verification ${verificationId} has no notification ${key}.`);
  const started = await firstStartOf<NotificationInput>(temporal, workflowId);
  const { url, notification } = started.input;
  const earlier = before.attempts.slice(-MOST_EARLIER_ATTEMPTS);
  const input: NotificationInput = { url, notification, ...(earlier.length === 0 ? {} : { earlier }) };
  const startWorkflowOperation = new WithStartWorkflowOperation<NotificationWorkflow>(NOTIFICATION, {
    workflowId,
    taskQueue: started.taskQueue,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: notification.type,
  });
  try {
    const delivery = await temporal.workflow.executeUpdateWithStart<NotificationWorkflow, Delivery, [object]>(
      NOTIFICATION_MESSAGES.redeliver,
      { args: [{}], startWorkflowOperation },
    );
    return { key, ...delivery, attempts: mergeAttempts([before.attempts, delivery.attempts]) };
  } catch (error) {
    if (isUnanswered(error)) throw new VerificationFailure('unavailable', stillUnderWay(verificationId, key));
    // Somebody has ended it meanwhile, in Temporal.
    const after = error instanceof WorkflowUpdateFailedError || isNotFound(error) ? await find() : undefined;
    if (after === undefined) throw error;
    return after;
  }
}

function stillUnderWay(verificationId: string, key: string): string {
  return `No attempt to deliver notification ${key} of verification ${verificationId} has ended in time. It is under way all the same, and made as soon as a worker is there: start one (smileflow worker), and list the notifications later.`;
}

/**
 * One notification with the record of all of its runs. Each run begins with the record before it; where several were
 * asked for at once, that misses what the others did, so those runs are read as well.
 */
async function gather(
  temporal: Client,
  verificationId: string,
  key: string,
  runs: Runs,
): Promise<SentNotification | undefined> {
  const workflowId = notificationIdOf(verificationId, key);
  const latest = await recordedRunOf(temporal, workflowId);
  if (latest === undefined) return undefined;
  const { runId, delivery } = latest;
  const olderIds = (runs.get(key) ?? []).filter((id) => id !== runId).slice(0, MOST_RUNS);
  const older = await Promise.all(olderIds.map((id) => recordedRunOf(temporal, workflowId, id)));
  const same = older.flatMap((run) =>
    run?.delivery.type === delivery.type && run.delivery.timestamp === delivery.timestamp ? [run.delivery] : [],
  );
  return { key, ...delivery, attempts: mergeAttempts([...same, delivery].map(({ attempts }) => attempts)) };
}

async function runsOf(temporal: Client, condition: string): Promise<Runs> {
  const query = `WorkflowType = '${NOTIFICATION}' AND ${condition}`;
  const found: { readonly key: string; readonly runId: string; readonly startTime: Date }[] = [];
  for await (const { workflowId, runId, startTime } of temporal.workflow.list({ query })) {
    const key = addressOfNotification(workflowId)?.key;
    if (key !== undefined) found.push({ key, runId, startTime });
  }
  found.sort((one, other) => other.startTime.getTime() - one.startTime.getTime());
  const runs = new Map<string, string[]>();
  for (const { key, runId } of found) runs.set(key, [...(runs.get(key) ?? []), runId]);
  return runs;
}

/** Those of corrections, which have no number, come last. */
function byNumber(one: string, other: string): number {
  const [first, second] = [one, other].map((key) => (/^\d+$/.test(key) ? Number(key) : Number.POSITIVE_INFINITY));
  if (first === second || first === undefined || second === undefined) return one < other ? -1 : 1;
  return first - second;
}
