import { type Client, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Correction } from '../domain/correction.ts';
import { describeOutcome, type StatusView } from '../domain/describe.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import type { OperatorVerdict } from '../domain/operator-decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { isTerminalKind } from '../domain/verification.ts';
import { type CancelRequest, MESSAGES } from '../workflows/messages.ts';
import { outcomeOfEnded } from './outcome-of-ended.ts';
import { pendingTrouble, type Trouble } from './pending-trouble.ts';
import { correctionsOf } from './result-corrections.ts';
import { notificationsOf, redeliverNotification, type SentNotification } from './sent-notifications.ts';
import { isUnanswered, toFailure } from './temporal-errors.ts';

export interface VerificationStatus extends StatusView {
  /** What keeps it from going on at the moment, where something does. */
  readonly trouble?: Trouble;
}

export interface OperatorRequest {
  readonly decision: OperatorVerdict;
  /** Who decides: an id of your staff. It stays in the outcome. */
  readonly by: string;
  readonly reason: string;
}

export type Answer =
  | { readonly phase: 'first'; readonly status: StatusView }
  | { readonly phase: 'final'; readonly outcome: Outcome };

export interface VerificationHandle {
  readonly verificationId: string;
  readonly workflowId: string;
  /**
   * What it is doing and waits for.
   * @throws VerificationFailure `not-found`; `unavailable` if Temporal or the workers are away
   */
  status(): Promise<VerificationStatus>;
  /** Waits for the end, for days if need be. Resolves for every way in which a verification can end. */
  result(): Promise<Outcome>;
  /**
   * Waits for Smile ID's first answer, be it provisional, or for the end where it comes first.
   * @throws VerificationFailure `not-found`; `unavailable` if Temporal is away
   */
  firstAnswer(): Promise<StatusView>;
  /** Both phases as they come: the first answer, unless it is the end already, and the outcome. */
  answers(): AsyncIterable<Answer>;
  /** Results that came after the end and contradict the outcome, oldest first. */
  corrections(): Promise<readonly Correction[]>;
  /**
   * What your backend was told, and how that went; empty where it was started without a URL for it.
   * Where no worker answers it is told from Temporal's history.
   * @throws VerificationFailure `not-found`; `unavailable` if Temporal is away
   */
  notifications(): Promise<readonly SentNotification[]>;
  /**
   * Delivers a notification once more, at once, and tells how that went.
   * @param key as `notifications()` gives it
   * @throws VerificationFailure `not-found` where there is no such notification; `unavailable` if Temporal is away, or no
   * attempt has ended within 30 s: it is under way all the same
   */
  redeliverNotification(key: string | number): Promise<SentNotification>;
  /**
   * Ends it now. What Smile ID has been paid for stays paid.
   * @throws VerificationFailure `already-ended`
   */
  cancel(request?: CancelRequest): Promise<StatusView>;
  /**
   * Decides as an operator, where one is asked for.
   * @throws VerificationFailure `invalid-request` with the reason where it cannot be taken; `already-ended`
   */
  decide(request: OperatorRequest): Promise<StatusView>;
  /**
   * Tries again now what is parked, because its cause has been mended.
   * @throws VerificationFailure `invalid-request` where nothing is parked; `already-ended`
   */
  resume(): Promise<StatusView>;
  /** Number of events in the workflow's history so far. */
  historyEvents(): Promise<number>;
}

const ANSWER_MS = 10_000;
/** A receiver has 15 s to answer, and the worker takes its time, too. */
const DELIVERY_MS = 30_000;

export function openVerification(temporal: Client, verificationId: string, address: string): VerificationHandle {
  const workflowId = workflowIdOf(verificationId);
  const workflow: WorkflowHandle = temporal.workflow.getHandle(workflowId);
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toFailure(error, verificationId, address);
    }
  };
  const answered = <T>(call: () => Promise<T>): Promise<T> => temporal.withDeadline(Date.now() + ANSWER_MS, call);

  const update = (name: string, request: object): Promise<StatusView> =>
    guarded(async () => {
      try {
        return await answered(() => workflow.executeUpdate<StatusView, [object]>(name, { args: [request] }));
      } catch (error) {
        if (isUnanswered(error)) throw error;
        const { status } = await workflow.describe();
        const isRefused = error instanceof WorkflowUpdateFailedError;
        // One that has ended may stay open for a moment, to hand its notifications over.
        if (status.name !== 'RUNNING' || (isRefused && (await hasEnded())))
          throw new VerificationFailure('already-ended', `Verification ${verificationId} has ended already.`);
        if (isRefused) throw new VerificationFailure('invalid-request', error.cause?.message ?? error.message);
        throw error;
      }
    });

  const hasEnded = async (): Promise<boolean> =>
    isTerminalKind((await answered(() => workflow.query<StatusView>(MESSAGES.status))).state);

  const outcome = (): Promise<Outcome> => outcomeOfEnded(temporal, verificationId);

  const firstAnswer = (): Promise<StatusView> =>
    guarded(async () => {
      for (;;) {
        const description = await workflow.describe();
        if (description.status.name !== 'RUNNING') return describeOutcome(await outcome());
        try {
          // One id for all who wait: the history holds one question, however many ask.
          return await workflow.executeUpdate<StatusView, [object]>(MESSAGES.firstAnswer, {
            args: [{}],
            updateId: MESSAGES.firstAnswer,
          });
        } catch (error) {
          const { status } = await workflow.describe();
          if (status.name === 'RUNNING') throw error;
        }
      }
    });

  return {
    verificationId,
    workflowId,

    status: () =>
      guarded(async () => {
        const description = await workflow.describe();
        // An ended verification is read from its result, for which no worker is needed.
        if (description.status.name !== 'RUNNING') return describeOutcome(await outcome());
        const view = await answered(() => workflow.query<StatusView>(MESSAGES.status));
        const trouble = pendingTrouble(description);
        return trouble === undefined ? view : troubled(view, trouble);
      }),

    result: () => guarded(outcome),
    firstAnswer,
    async *answers() {
      const first = await firstAnswer();
      if (!isTerminalKind(first.state)) yield { phase: 'first', status: first };
      yield { phase: 'final', outcome: await guarded(outcome) };
    },
    corrections: () => guarded(() => correctionsOf(temporal, verificationId)),
    notifications: () =>
      guarded(async () => {
        await workflow.describe();
        return answered(() => notificationsOf(temporal, verificationId));
      }),
    redeliverNotification: (key) =>
      guarded(() =>
        temporal.withDeadline(Date.now() + DELIVERY_MS, () =>
          redeliverNotification(temporal, verificationId, String(key)),
        ),
      ),

    cancel: (request = {}) => update(MESSAGES.cancel, request),
    decide: (request) => update(MESSAGES.decide, request),
    resume: () => update(MESSAGES.resume, {}),

    historyEvents: () => guarded(async () => (await workflow.describe()).historyLength),
  };
}

/** Trouble is what matters at the moment, so it is what the sentence tells, unless a person is asked already. */
function troubled(view: StatusView, trouble: Trouble): VerificationStatus {
  if (view.whoActs === 'operator') return { ...view, trouble };
  const who =
    trouble.whoActs === 'operator'
      ? "An operator must look at the worker's configuration and log"
      : 'Nobody needs to act';
  const sentence = `${trouble.sentence} ${who}; it is tried again until ${view.until ?? view.deadline}.`;
  return { ...view, sentence, whoActs: trouble.whoActs, trouble };
}
