import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type Correction, claimedDecisionOf, isWorthCorrecting } from '../domain/correction.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import { correctionIdOf, correctionIdPrefixOf, workflowIdOf } from '../domain/identifiers.ts';
import type { CallbackClaim } from '../domain/verification.ts';
import { correctionInputOf, RESULT_CORRECTION, type VerificationInput } from '../workflows/messages.ts';
import { firstStartOf } from './first-start.ts';
import { outcomeOfEnded } from './outcome-of-ended.ts';
import { isNotFound } from './temporal-errors.ts';

/** So long after a look the next one of the same kind begins at the soonest. */
const QUIET_MS = 3_600_000;

/**
 * A callback came for a verification that has ended. Where it contradicts the outcome, a workflow of its own confirms
 * it: one for each decision that can be claimed, and an hour after the last at the soonest, so that however many bodies
 * somebody sends, and however often, what comes of it is bounded. None is dropped: it waits for its time in Temporal.
 * @throws the gRPC error if Temporal is away
 */
export async function correctIfContradicted(
  temporal: Client,
  verificationId: string,
  claim: CallbackClaim,
): Promise<void> {
  const outcome = await outcomeOfEnded(temporal, verificationId).catch((error: unknown) => {
    // Ended in Temporal, without an outcome that could be contradicted.
    if (isVerificationFailure(error)) return undefined;
    throw error;
  });
  if (outcome === undefined || !isWorthCorrecting(outcome, claim)) return;
  const { input, taskQueue } = await firstStartOf<VerificationInput>(temporal, workflowIdOf(verificationId));
  if (claim.partner !== input.partner) return;
  const workflowId = correctionIdOf(verificationId, claimedDecisionOf(outcome.product, claim));
  const startDelay = await quietLeft(temporal, workflowId);
  try {
    await temporal.workflow.start(RESULT_CORRECTION, {
      workflowId,
      taskQueue,
      args: [correctionInputOf(outcome, input, claim)],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      ...(startDelay > 0 ? { startDelay } : {}),
      staticSummary: 'A result after the end',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Milliseconds until the next look; 0 where there was none lately. */
async function quietLeft(temporal: Client, workflowId: string): Promise<number> {
  try {
    const { closeTime } = await temporal.workflow.getHandle(workflowId).describe();
    return closeTime === undefined ? 0 : Math.max(0, closeTime.getTime() + QUIET_MS - Date.now());
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw error;
  }
}

/** Confirmed corrections of one verification, oldest first. Temporal's visibility may be a second behind. */
export async function correctionsOf(temporal: Client, verificationId: string): Promise<Correction[]> {
  const query = `WorkflowType = '${RESULT_CORRECTION}' AND WorkflowId STARTS_WITH '${correctionIdPrefixOf(verificationId)}' AND ExecutionStatus = 'Completed'`;
  const corrections: Correction[] = [];
  for await (const { workflowId, runId } of temporal.workflow.list({ query }))
    corrections.push(await temporal.workflow.getHandle(workflowId, runId).result());
  return corrections.sort((one, other) => (one.confirmedAt < other.confirmedAt ? -1 : 1));
}
