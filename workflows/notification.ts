import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import {
  type Attempted,
  DELIVERY_PAUSES_MS,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryState,
  deliveryOf,
  sentenceOf,
  verdictOf,
} from '../domain/delivery.ts';
import {
  NOTIFICATION_MESSAGES,
  NOTIFICATION_UNDELIVERED,
  type NotificationInput,
  notificationTaskQueueOf,
} from './messages.ts';

/** An HTTP answer is a value: the server tries again only what a worker took with it into its death. */
const WORKER_DEATHS = 3;

const attemptsQuery = defineQuery<Delivery>(NOTIFICATION_MESSAGES.attempts);
const redeliver = defineUpdate<Delivery, [object | undefined]>(NOTIFICATION_MESSAGES.redeliver);

/**
 * Delivers one notification, on a schedule that takes a day. Completes once the receiver has taken it; fails where the
 * schedule is used up, or the receiver is gone for good, with the record of its attempts in the failure's details.
 */
export async function notification({ url, notification: message, earlier = [] }: NotificationInput): Promise<Delivery> {
  const { workflowId: notificationId, taskQueue } = workflowInfo();
  let attempts: readonly DeliveryAttempt[] = earlier;
  let state: DeliveryState = 'trying';
  let nextAttemptAtMs: number | undefined;
  let pause: CancellationScope | undefined;

  const delivery = (): Delivery =>
    deliveryOf(url, message, {
      state,
      attempts,
      ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs }),
    });

  setHandler(attemptsQuery, delivery, { description: 'The attempts so far, and when the next one comes.' });
  setHandler(
    redeliver,
    async (_request?: object) => {
      const seen = attempts.length;
      pause?.cancel();
      // Whoever asks is answered even where the whole is cancelled meanwhile.
      await CancellationScope.nonCancellable(() => condition(() => attempts.length > seen || state !== 'trying'));
      return delivery();
    },
    { description: 'Tries at once, besides the schedule, unless an attempt is under way. Takes {}.' },
  );

  const isCancelled = () => CancellationScope.current().consideredCancelled;

  const attempt = async (): Promise<Attempted> => {
    const atMs = Date.now();
    const { deliverNotification }: Activities = proxyActivities<Activities>({
      taskQueue: notificationTaskQueueOf(taskQueue),
      startToCloseTimeout: 30_000,
      heartbeatTimeout: 10_000,
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: { maximumAttempts: WORKER_DEATHS },
      summary: `Attempt ${attempts.length + 1}`,
    });
    try {
      return await deliverNotification({ url, notificationId, notification: message });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      // The receiver may have got it in either case, so it stands in the record.
      const reason = isCancellation(error) ? 'cancelled during the attempt' : 'the worker was lost';
      return { at: new Date(atMs).toISOString(), durationMs: Date.now() - atMs, kind: 'failed', reason };
    }
  };

  /** Until the time has come; false where somebody did not want to wait for it. */
  const waitUntil = async (untilMs: number): Promise<boolean> => {
    nextAttemptAtMs = untilMs;
    setCurrentDetails(sentenceOf(delivery()));
    pause = new CancellationScope();
    try {
      await pause.run(() => sleep(Math.max(1, untilMs - Date.now()), { summary: 'Until the next attempt' }));
      return true;
    } catch (error) {
      if (isCancelled() || !isCancellation(error)) throw error;
      return false;
    } finally {
      pause = undefined;
      nextAttemptAtMs = undefined;
    }
  };

  try {
    for (const pauseMs of DELIVERY_PAUSES_MS) {
      // An attempt that somebody asked for takes none of the schedule away.
      const dueAtMs = Date.now() + pauseMs;
      let isDue = pauseMs === 0;
      do {
        isDue = isDue || (await waitUntil(dueAtMs));
        const attempted = await attempt();
        attempts = [...attempts, { number: (attempts.at(-1)?.number ?? 0) + 1, ...attempted }];
        const verdict = verdictOf(attempted);
        if (verdict === 'delivered') state = 'delivered';
        if (verdict === 'gone') state = 'undelivered';
      } while (!isDue && state === 'trying' && !isCancelled());
      if (state !== 'trying' || isCancelled()) break;
    }
  } catch (error) {
    // The Web UI's own Cancel button ends it with its record, too.
    if (!isCancellation(error)) throw error;
  }
  if (state === 'trying') state = 'undelivered';
  setCurrentDetails(sentenceOf(delivery()));
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (state === 'delivered') return delivery();
  const failure = ApplicationFailure.create({
    type: NOTIFICATION_UNDELIVERED,
    message: sentenceOf(delivery()),
    nonRetryable: true,
    details: [delivery()],
  });
  failure.stack = '';
  throw failure;
}
