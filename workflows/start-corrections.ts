import { CancellationScope, log, ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { claimedDecisionOf, isWorthCorrecting } from '../domain/correction.ts';
import { correctionIdOf } from '../domain/identifiers.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { CallbackClaim } from '../domain/verification.ts';
import { correctionInputOf, RESULT_CORRECTION, type VerificationInput } from './messages.ts';

/**
 * Looks into claims that the end has left open, as the gateway does with those that come after it: the sender was told
 * that they are kept. Settles when the server has them, and never rejects: they change nothing of the outcome.
 */
export async function startCorrections(
  outcome: Outcome,
  input: VerificationInput,
  claims: readonly CallbackClaim[],
): Promise<void> {
  for (const [claimed, claim] of byDecision(outcome, claims)) {
    try {
      await CancellationScope.nonCancellable(() =>
        startChild(RESULT_CORRECTION, {
          workflowId: correctionIdOf(outcome.verificationId, claimed),
          args: [correctionInputOf(outcome, input, claim)],
          parentClosePolicy: ParentClosePolicy.ABANDON,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
          staticSummary: 'A result after the end',
        }),
      );
    } catch (error) {
      // Somebody looks into it already.
      log.info('a correction was not started', { claimed, error });
    }
  }
}

/** One claim for each decision that is claimed: the first. */
function byDecision(outcome: Outcome, claims: readonly CallbackClaim[]): ReadonlyMap<string, CallbackClaim> {
  const contradicting = claims.filter((claim) => isWorthCorrecting(outcome, claim));
  return new Map(contradicting.toReversed().map((claim) => [claimedDecisionOf(outcome.product, claim), claim]));
}
