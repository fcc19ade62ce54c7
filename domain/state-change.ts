import type { AwaitingOperator, OperatorReason, State, Verification } from './verification.ts';

export function to(verification: Verification, state: State): Verification {
  return { ...verification, state };
}

/** Progress ends a row of pauses: the next one is short again. */
export function progressed(verification: Verification): Verification {
  return { ...verification, pausesInARow: 0 };
}

export function operator({ policy }: Verification, reason: OperatorReason, nowMs: number): AwaitingOperator {
  return { kind: 'awaiting-operator', sinceMs: nowMs, reason, escalatesAtMs: nowMs + policy.operatorMs };
}
