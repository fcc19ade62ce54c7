import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type Correction, correctedOutcomeOf, isWorthCorrecting } from '../domain/correction.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import { correctionIdOf, correctionIdPrefixOf, workflowIdOf } from '../domain/identifiers.ts';
import type { CallbackClaim } from '../domain/verification.ts';
import { type CorrectionInput, RESULT_CORRECTION, TASK_QUEUE, type VerificationInput } from '../workflows/messages.ts';
import { firstInputOf } from './first-input.ts';
import { outcomeOfEnded } from './outcome-of-ended.ts';
import { isNotFound } from './temporal-errors.ts';

/** A claim that was looked into, and not confirmed, is looked into again only then. */
const QUIET_MS = 3_600_000;

/**
 * A callback came for a verification that has ended. Where it contradicts the outcome, a workflow of its own confirms
 * it: one for each code, and where that failed another an hour later at the soonest, so that however many bodies
 * somebody sends, and however often, the number of workflows is bounded.
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
  const { userId, partner, notifyUrl } = await firstInputOf<VerificationInput>(temporal, workflowIdOf(verificationId));
  if (claim.partner !== partner) return;
  const workflowId = correctionIdOf(verificationId, claim.code);
  if (await wasJustLookedInto(temporal, workflowId)) return;
  const input: CorrectionInput = {
    outcome: correctedOutcomeOf(outcome),
    userId,
    ...(partner === undefined ? {} : { partner }),
    claim,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  };
  try {
    await temporal.workflow.start(RESULT_CORRECTION, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'A result after the end',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** The same claim was looked into lately: asking again at each repeat would be somebody else's to command. */
async function wasJustLookedInto(temporal: Client, workflowId: string): Promise<boolean> {
  try {
    const { closeTime } = await temporal.workflow.getHandle(workflowId).describe();
    return closeTime !== undefined && Date.now() - closeTime.getTime() < QUIET_MS;
  } catch (error) {
    if (isNotFound(error)) return false;
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
