import {
  ActivityCancellationType,
  ApplicationFailure,
  proxyActivities,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import { type Correction, correctionOf } from '../domain/correction.ts';
import { notificationKeyOf } from '../domain/identifiers.ts';
import { notificationOf } from '../domain/notification.ts';
import { parkedPauseMs } from '../domain/polling.ts';
import type { CorrectionInput } from './messages.ts';
import { startNotification } from './start-notification.ts';

/** job_status is asked for so long at most; its tries are up well before, unless Smile ID is away. */
const CONFIRMATION_MS = 60 * 60_000;

/** With pauses that grow to an hour: most of a day. */
const MOST_PAUSES = 24;

/**
 * A callback after the end contradicts the outcome. Confirms it by job_status, and keeps it beside the outcome, which
 * stays as it is. Fails where Smile ID does not confirm it, so that the same callback may be looked into again.
 */
export async function resultCorrection({
  outcome,
  userId,
  partner,
  claim,
  notifyUrl,
}: CorrectionInput): Promise<Correction> {
  const { verificationId, product, results } = outcome;
  setCurrentDetails(
    `Asking Smile ID whether its result ${claim.code} stands: verification ${verificationId} has ended as **${outcome.decision}**.`,
  );
  const nowMs = Date.now();
  const { pollJobStatus }: Activities = proxyActivities<Activities>({
    startToCloseTimeout: 90_000,
    scheduleToCloseTimeout: CONFIRMATION_MS,
    heartbeatTimeout: 10_000,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
    summary: 'Confirm what a late callback says',
  });
  const confirm = () =>
    pollJobStatus({
      verificationId,
      product,
      userId,
      ...(partner === undefined ? {} : { partner }),
      pace: 'confirmation',
      sinceMs: nowMs,
      notBeforeMs: nowMs,
      untilMs: nowMs + CONFIRMATION_MS,
      known: results.map(({ code, authority, isFinal }) => ({ code, authority, isFinal })),
      givesUpOnUntrusted: false,
      claim,
    });
  let event = await confirm();
  for (let pauses = 0; event.kind === 'blocked' && pauses < MOST_PAUSES; pauses += 1) {
    await sleep(parkedPauseMs(event.cause, pauses), { summary: 'Pause before the next try' });
    event = await confirm();
  }
  const correction = event.kind === 'result-confirmed' ? correctionOf(outcome, event.result, Date.now()) : undefined;
  if (correction === undefined) {
    const failure = ApplicationFailure.create({
      type: 'unconfirmed-claim',
      message: `Smile ID does not confirm ${claim.code}; verification ${verificationId} stays ${outcome.decision}.`,
      nonRetryable: true,
    });
    failure.stack = '';
    throw failure;
  }
  setCurrentDetails(correction.sentence);
  if (notifyUrl !== undefined)
    await startNotification(notifyUrl, notificationKeyOf(correction.result.code), notificationOf(correction));
  return correction;
}
