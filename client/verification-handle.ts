import { type Client, WorkflowFailedError, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { describeOutcome, type StatusView } from '../domain/describe.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import type { OperatorVerdict } from '../domain/operator-decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type CancelRequest, MESSAGES } from '../workflows/messages.ts';
import { pendingTrouble, type Trouble } from './pending-trouble.ts';
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
        if (status.name !== 'RUNNING')
          throw new VerificationFailure('already-ended', `Verification ${verificationId} has ended already.`);
        if (error instanceof WorkflowUpdateFailedError)
          throw new VerificationFailure('invalid-request', error.cause?.message ?? error.message);
        throw error;
      }
    });

  const outcome = async (): Promise<Outcome> => {
    try {
      return (await workflow.result()) as Outcome;
    } catch (error) {
      if (error instanceof WorkflowFailedError) return outcomeIn(error, verificationId);
      throw error;
    }
  };

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

/** A workflow that fails on purpose carries its outcome; one that was terminated has none. */
function outcomeIn(error: WorkflowFailedError, verificationId: string): Outcome {
  const { cause } = error as { cause?: { details?: readonly unknown[] } };
  const outcome = cause?.details?.[0] as Outcome | undefined;
  if (outcome?.verificationId === verificationId) return outcome;
  throw new VerificationFailure(
    'already-ended',
    `Verification ${verificationId} was ended in Temporal without an outcome (terminated or timed out).`,
  );
}
