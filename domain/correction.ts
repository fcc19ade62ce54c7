import { interpretClaim } from './callback-claim.ts';
import { isNews, type JobResult } from './job-result.ts';
import type { Outcome } from './outcome.ts';
import type { ProductName } from './product.ts';
import type { CallbackClaim } from './verification.ts';

/** What of an outcome decides whether a later result contradicts it. */
export type CorrectedOutcome = Pick<
  Outcome,
  'verificationId' | 'product' | 'decision' | 'decidedBy' | 'code' | 'endedAt' | 'results'
>;

/** A result that came after the end and says otherwise. The outcome itself never changes: this stands beside it. */
export interface Correction {
  readonly verificationId: string;
  readonly product: ProductName;
  /** What the verification ended with. */
  readonly was: Pick<Outcome, 'decision' | 'decidedBy' | 'code' | 'endedAt'>;
  /** What Smile ID says now. */
  readonly decision: 'approved' | 'rejected';
  readonly decidedBy: 'machine' | 'reviewer';
  readonly result: JobResult;
  /** One sentence for people. Nothing personal in it. */
  readonly sentence: string;
  /** ISO 8601, UTC. */
  readonly confirmedAt: string;
}

/** Without what is personal in an outcome. */
export function correctedOutcomeOf({
  verificationId,
  product,
  decision,
  decidedBy,
  code,
  endedAt,
  results,
}: Outcome): CorrectedOutcome {
  return {
    verificationId,
    product,
    decision,
    endedAt,
    results,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(code === undefined ? {} : { code }),
  };
}

/** Whether a claim, if Smile ID confirmed it, would contradict how the verification ended. */
export function isWorthCorrecting(outcome: CorrectedOutcome, claim: CallbackClaim): boolean {
  return contradicts(outcome, interpretClaim(outcome.product, claim));
}

/**
 * What a claim that is worth correcting would say: one of four, whatever code it names, so that somebody who makes up
 * claims gets no more looks out of a verification than that.
 */
export function claimedDecisionOf(product: ProductName, claim: CallbackClaim): string {
  const claimed = interpretClaim(product, claim);
  return `${claimed.authority === 'reviewer' ? 'reviewer' : 'machine'}-${decisionOf(claimed)}`;
}

/** @returns undefined where the confirmed result does not contradict the outcome */
export function correctionOf(outcome: CorrectedOutcome, result: JobResult, nowMs: number): Correction | undefined {
  const decision = decisionOf(result);
  if (decision === undefined || !contradicts(outcome, result)) return undefined;
  const { verificationId, product, decidedBy, code, endedAt } = outcome;
  const decider = result.authority === 'reviewer' ? 'reviewer' : 'machine';
  return {
    verificationId,
    product,
    was: {
      decision: outcome.decision,
      endedAt,
      ...(decidedBy === undefined ? {} : { decidedBy }),
      ...(code === undefined ? {} : { code }),
    },
    decision,
    decidedBy: decider,
    result,
    sentence: `Ended as ${outcome.decision}${code === undefined ? '' : ` (${code})`}; Smile ID's ${
      decider === 'reviewer' ? 'reviewer' : 'machine check'
    } said ${decision} (${result.code}) afterwards.`,
    confirmedAt: new Date(nowMs).toISOString(),
  };
}

function contradicts(outcome: CorrectedOutcome, result: JobResult): boolean {
  const decision = decisionOf(result);
  return decision !== undefined && decision !== outcome.decision && isNews(outcome.results, result);
}

/** Only what decides can contradict; anything else would be a question, and there is nobody left to ask. */
function decisionOf({ category, isFinal }: JobResult): Correction['decision'] | undefined {
  return isFinal && (category === 'approved' || category === 'rejected') ? category : undefined;
}
