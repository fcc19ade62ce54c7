import type { Verification } from './verification.ts';

export const OPERATOR_VERDICTS = ['approve', 'reject', 'request-new-capture'] as const;
export type OperatorVerdict = (typeof OPERATOR_VERDICTS)[number];

/** A decision made by a person here: who, when, why, and what Smile ID had said by then. */
export interface OperatorDecision {
  readonly verdict: OperatorVerdict;
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
  /** Code of the latest result; absent where there was none. */
  readonly vendorSaid?: string;
}

/** What an operator sends, unchecked: it may be typed by hand into the Web UI. */
export interface DecideRequest {
  readonly decision?: unknown;
  readonly by?: unknown;
  readonly reason?: unknown;
}

/** Why this decision cannot be taken now, in one sentence; undefined if it can. */
export function refusalOfDecision(verification: Verification, request: DecideRequest | undefined): string | undefined {
  const { state, policy } = verification;
  if (state.kind !== 'awaiting-operator')
    return `It is not the time to decide: the verification is in the state ${state.kind}, and only awaiting-operator asks for a decision.`;
  const { decision, by, reason } = request ?? {};
  const problems = [
    isVerdict(decision) ? '' : `"decision" must be one of ${OPERATOR_VERDICTS.join(', ')}`,
    isText(by) ? '' : '"by" must say who decides',
    isText(reason) ? '' : '"reason" must say why',
  ].filter(Boolean);
  if (problems.length > 0) return `${problems.join('; ')}.`;
  const { proposal } = state;
  return policy.fourEyes && proposal !== undefined && isSamePerson(verification, proposal.by, String(by))
    ? 'Two persons must agree, and this one has decided already: another one must confirm.'
    : undefined;
}

/** Whether two names are one person's, however they are typed. */
export function isSamePerson({ rules }: Verification, one: string, other: string): boolean {
  const plain = (name: string): string => (rules >= 3 ? name.trim().toLowerCase() : name);
  return plain(one) === plain(other);
}

/** Why nothing can be resumed now, in one sentence; undefined if it can. */
export function refusalOfResume({ state }: Verification): string | undefined {
  const canResume = state.kind === 'parked' || (state.kind === 'awaiting-operator' && state.isDoubtful === true);
  return canResume
    ? undefined
    : `There is nothing to resume: the verification is in the state ${state.kind}, and is neither parked nor unsure whether its request arrived.`;
}

/** @param request one that was not refused */
export function decisionOf(
  { results }: Verification,
  { decision, by, reason }: DecideRequest,
  nowMs: number,
): OperatorDecision {
  const vendorSaid = results.at(-1)?.code;
  return {
    verdict: isVerdict(decision) ? decision : 'reject',
    by: String(by),
    reason: String(reason),
    atMs: nowMs,
    ...(vendorSaid === undefined ? {} : { vendorSaid }),
  };
}

function isVerdict(value: unknown): value is OperatorVerdict {
  return OPERATOR_VERDICTS.some((verdict) => verdict === value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 500;
}
