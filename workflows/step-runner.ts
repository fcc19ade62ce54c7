import type { ActivityOptions } from '@temporalio/workflow';
import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities, JobAddress, PollJobStatusInput } from '../activities/contract.ts';
import type { Alarm, Step } from '../domain/next-step.ts';
import { FIRST_READ_DELAY_MS } from '../domain/polling.ts';
import type { ProductName } from '../domain/product.ts';
import type { CallbackClaim, Verification, VerificationEvent } from '../domain/verification.ts';
import type { VerificationInput } from './messages.ts';

type OpenStep = Exclude<Step, { do: 'finish' }>;

/** A claim's confirmation gives up by itself after its tries; this only bounds it should Smile ID be away. */
const CONFIRMATION_MS = 15 * 60_000;
const CONFIRMATION = 'confirmation';
const ALARM = 'alarm';

const ALARM_SUMMARIES: { readonly [E in Alarm['event']]: string } = {
  'operator-reminder-due': 'Until the operator is reminded',
  'operator-overdue': 'Until the second level of operators is asked',
};

/** When a step has to end, and the event that it is then. */
interface End {
  readonly untilMs: number;
  readonly event: VerificationEvent;
}

/** Starts what a step needs, once, and reports how it ended as an event. */
export function createStepRunner(
  product: ProductName,
  input: VerificationInput,
  report: (event: VerificationEvent) => void,
) {
  const { verificationId, userId, partnerParams, allowNewEnroll, useEnrolledImage, idInfo, pictures } = input;
  const { comparisonType, answerByCallback, partner } = input;
  const job: JobAddress = { verificationId, product, userId, ...(partner === undefined ? {} : { partner }) };
  const running = new Map<string, { readonly manner: string; readonly scope: CancellationScope }>();

  /** Does nothing while the same is under way in the same manner; another manner takes its place. */
  const start = (key: string, manner: string, work: () => Promise<VerificationEvent>, end: End): void => {
    const current = running.get(key);
    if (current?.manner === manner) return;
    current?.scope.cancel();
    const scope = new CancellationScope();
    running.set(key, { manner, scope });
    void scope
      .run(work)
      .catch(async (error: unknown) => {
        // Cancelled because something else took its place, or with the whole workflow. All else is the time limit.
        if (isCancellation(error)) return undefined;
        if (!(error instanceof ActivityFailure)) throw error;
        // The server ends a wait as soon as the next attempt would fall behind its end.
        if (end.untilMs > Date.now()) await sleep(end.untilMs - Date.now(), { summary: 'The rest of the wait' });
        return end.event;
      })
      .then((event) => {
        if (running.get(key)?.scope === scope) running.delete(key);
        if (event !== undefined) report(event);
      });
  };

  const poll = (wait: Omit<PollJobStatusInput, keyof JobAddress>, summary: string) =>
    within(wait.untilMs, { startToCloseTimeout: 90_000, summary }).pollJobStatus({ ...job, ...wait });

  const perform = async (step: OpenStep, verification: Verification): Promise<VerificationEvent> => {
    switch (step.do) {
      case 'prepare-upload': {
        const { prepareUpload } = within(step.untilMs, {
          startToCloseTimeout: 120_000,
          summary: 'Create the job at Smile ID',
        });
        return prepareUpload({
          ...job,
          partnerParams,
          allowNewEnroll,
          ...(useEnrolledImage === undefined ? {} : { useEnrolledImage }),
          mayExist: step.mayExist,
        });
      }
      case 'upload': {
        const { uploadPackage } = within(step.untilMs, { startToCloseTimeout: 300_000, summary: 'Send the pictures' });
        return uploadPackage({
          ...job,
          ticket: step.ticket,
          mayHaveArrived: step.mayHaveArrived,
          pictures,
          ...(idInfo === undefined ? {} : { idInfo }),
        });
      }
      case 'submit': {
        const { submitRequest } = within(step.untilMs, { startToCloseTimeout: 300_000, summary: 'Ask Smile ID' });
        return submitRequest({
          ...job,
          partnerParams,
          allowNewEnroll,
          pictures,
          mayExist: step.mayExist,
          ...(idInfo === undefined ? {} : { idInfo }),
          ...(comparisonType === undefined ? {} : { comparisonType }),
          ...(answerByCallback === undefined ? {} : { answerByCallback }),
        });
      }
      case 'await-result': {
        const { pace, sinceMs, untilMs, justUploaded } = step;
        const notBeforeMs = justUploaded ? sinceMs + FIRST_READ_DELAY_MS : sinceMs;
        const givesUpOnUntrusted = verification.state.kind !== 'awaiting-operator';
        return poll(
          { pace, sinceMs, notBeforeMs, untilMs, known: knownOf(verification), givesUpOnUntrusted },
          pace === 'processing' ? 'Wait for the result' : "Wait for Smile ID's reviewer",
        );
      }
      case 'pause':
        await sleep(Math.max(1, step.untilMs - Date.now()), { summary: 'Pause before the next try' });
        return { kind: step.onTimeout };
    }
  };

  const setAlarm = (alarm: Alarm | undefined): void => {
    if (alarm === undefined) {
      running.get(ALARM)?.scope.cancel();
      return;
    }
    const { atMs, event } = alarm;
    const ring = async (): Promise<VerificationEvent> => {
      await sleep(Math.max(1, atMs - Date.now()), { summary: ALARM_SUMMARIES[event] });
      return { kind: event };
    };
    start(ALARM, `${event} ${atMs}`, ring, { untilMs: atMs, event: { kind: event } });
  };

  return {
    ensure(step: OpenStep, verification: Verification): void {
      for (const [key, { scope }] of running) {
        if (key !== step.do && key !== CONFIRMATION && key !== ALARM) scope.cancel();
      }
      setAlarm('alarm' in step ? step.alarm : undefined);
      const end: End = { untilMs: step.untilMs, event: { kind: step.onTimeout } };
      const manner = `${step.untilMs} ${step.do === 'await-result' ? step.pace : ''}`;
      start(step.do, manner, () => perform(step, verification), end);
    },

    /** Reads job_status at once, because a callback says that there is news. */
    ensureConfirmation(claim: CallbackClaim, verification: Verification): void {
      const sinceMs = Date.now();
      const untilMs = Math.min(sinceMs + CONFIRMATION_MS, verification.deadlineAtMs);
      const confirm = () =>
        poll(
          {
            pace: 'confirmation',
            sinceMs,
            notBeforeMs: sinceMs,
            untilMs,
            known: knownOf(verification),
            givesUpOnUntrusted: false,
            sitsOutBlocks: true,
            claim,
          },
          'Confirm what a callback says',
        );
      start(CONFIRMATION, '', confirm, { untilMs, event: { kind: 'claim-unconfirmed', claim } });
    },
  };
}

function within(untilMs: number, options: Pick<ActivityOptions, 'startToCloseTimeout' | 'summary'>): Activities {
  const activities: Activities = proxyActivities<Activities>({
    ...options,
    scheduleToCloseTimeout: Math.max(1, untilMs - Date.now()),
    heartbeatTimeout: 10_000,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
  });
  return activities;
}

function knownOf({ results }: Verification): PollJobStatusInput['known'] {
  return results.map(({ code, authority, isFinal }) => ({ code, authority, isFinal }));
}
