import { parkedPauseMs } from './polling.ts';
import type {
  ActiveState,
  AwaitingOperator,
  OperatorReason,
  ParkedCause,
  State,
  Verification,
} from './verification.ts';

export function to(verification: Verification, state: State): Verification {
  return { ...verification, state };
}

/** Progress ends a row of pauses: the next one is short again. */
export function progressed(verification: Verification): Verification {
  return { ...verification, pausesInARow: 0 };
}

export function operator({ policy, rules }: Verification, reason: OperatorReason, nowMs: number): AwaitingOperator {
  return {
    kind: 'awaiting-operator',
    sinceMs: nowMs,
    reason,
    escalatesAtMs: nowMs + policy.operatorMs,
    ...(rules === 1 ? {} : { remindsAtMs: nowMs + policy.operatorMs / 2 }),
  };
}

/** Pauses, longer each time in a row, and goes on with `resume`. */
export function park(
  v: Verification,
  {
    cause,
    code,
    resume,
  }: { readonly cause: ParkedCause; readonly code?: string | undefined; readonly resume: ActiveState },
  nowMs: number,
): Verification {
  const parked = to(v, {
    kind: 'parked',
    sinceMs: nowMs,
    cause,
    ...(code === undefined ? {} : { code }),
    untilMs: nowMs + parkedPauseMs(cause, v.pausesInARow),
    resume,
  });
  return { ...parked, pausesInARow: v.pausesInARow + 1 };
}
