import type { Correction } from './correction.ts';
import { describe } from './describe.ts';
import { hasAnswer } from './first-answer.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { ProductName } from './product.ts';
import type { Remedy } from './result-codes.ts';
import { isTerminal, type OperatorReason, type StateKind, type Verification } from './verification.ts';

export const NOTIFICATION_TYPES = [
  'verification.first-answer',
  'verification.awaiting-operator',
  'verification.ended',
  'verification.corrected',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** The body that a backend gets. Nothing personal in it: whoever wants more asks for the outcome. */
export interface Notification {
  readonly type: NotificationType;
  /** When it happened, ISO 8601, UTC; the same at every attempt to deliver it. */
  readonly timestamp: string;
  readonly data: NotificationData;
}

export interface NotificationData {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly state: StateKind;
  /** One sentence for people. */
  readonly sentence: string;
  /** Smile ID's code behind it, where there is one. */
  readonly code?: string;
  /** Of an end, how it ended; of a correction, what Smile ID says now. */
  readonly decision?: Outcome['decision'];
  readonly decidedBy?: Outcome['decidedBy'];
  readonly remedy?: Remedy;
  readonly failure?: Outcome['failure'];
  /** Why an operator is asked. */
  readonly reason?: OperatorReason;
  /** When the present wait ends by itself. */
  readonly until?: string;
  /** Of a correction: what the verification ended with. */
  readonly was?: Correction['was'];
}

/** Bounds what a verification that changes back and forth may cost; one of these is kept for its end. */
export const MOST_NOTIFICATIONS = 8;

/**
 * The highest number that a notification may have. Those above `MOST_NOTIFICATIONS` come only to verifications that
 * Temporal has reset: they tell anew, under numbers that are free.
 */
export const HIGHEST_NUMBER = 40;

/**
 * What a backend has to be told of this change, in order. A first answer that is the end is an end only, and an operator
 * who is asked anew, be it for another reason, is told of anew.
 * @param toldBefore how many notifications there were
 */
export function notificationsDue(
  before: Verification,
  after: Verification,
  { nowMs, toldBefore }: { readonly nowMs: number; readonly toldBefore: number },
): readonly Notification[] {
  if (isTerminal(after.state)) return isTerminal(before.state) ? [] : [endOf(outcomeOf(after, after.state))];
  const timestamp = new Date(nowMs).toISOString();
  const due: Notification[] = [];
  if (!hasAnswer(before) && hasAnswer(after))
    due.push({ type: 'verification.first-answer', timestamp, data: presentOf(after) });
  if (asksAnew(before, after))
    due.push({ type: 'verification.awaiting-operator', timestamp, data: { ...presentOf(after), ...reasonOf(after) } });
  return due.slice(0, Math.max(0, MOST_NOTIFICATIONS - 1 - toldBefore));
}

export function notificationOf(correction: Correction): Notification {
  const { verificationId, product, was, decision, decidedBy, result, sentence, confirmedAt } = correction;
  return {
    type: 'verification.corrected',
    timestamp: confirmedAt,
    data: { verificationId, product, state: was.decision, sentence, code: result.code, decision, decidedBy, was },
  };
}

function endOf({ verificationId, product, decision, decidedBy, sentence, remedy, code, failure, endedAt }: Outcome) {
  return {
    type: 'verification.ended',
    timestamp: endedAt,
    data: {
      verificationId,
      product,
      state: decision,
      sentence,
      decision,
      remedy,
      ...(code === undefined ? {} : { code }),
      ...(decidedBy === undefined ? {} : { decidedBy }),
      ...(failure === undefined ? {} : { failure }),
    },
  } satisfies Notification;
}

function presentOf(verification: Verification): NotificationData {
  const { verificationId, product } = verification;
  const { state, sentence, latestCode, until } = describe(verification);
  return {
    verificationId,
    product,
    state,
    sentence,
    ...(latestCode === undefined ? {} : { code: latestCode }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Reminders, and one decision of the two that four eyes need, ask nobody anew. */
function asksAnew({ state: before }: Verification, { state: after }: Verification): boolean {
  if (after.kind !== 'awaiting-operator') return false;
  return before.kind !== after.kind || before.sinceMs !== after.sinceMs || before.reason !== after.reason;
}

function reasonOf({ state }: Verification): Pick<NotificationData, 'reason'> {
  return state.kind === 'awaiting-operator' ? { reason: state.reason } : {};
}
