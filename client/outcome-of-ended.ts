import { type Client, WorkflowFailedError } from '@temporalio/client';
import { VerificationFailure } from '../domain/failure.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import type { Outcome } from '../domain/outcome.ts';

/**
 * Waits for the end where there is none yet. A workflow that fails on purpose carries its outcome, too.
 * @throws VerificationFailure `already-ended` where somebody ended it in Temporal, without an outcome
 */
export async function outcomeOfEnded(temporal: Client, verificationId: string): Promise<Outcome> {
  try {
    return (await temporal.workflow.getHandle(workflowIdOf(verificationId)).result()) as Outcome;
  } catch (error) {
    if (error instanceof WorkflowFailedError) return outcomeIn(error, verificationId);
    throw error;
  }
}

function outcomeIn(error: WorkflowFailedError, verificationId: string): Outcome {
  const { cause } = error as { cause?: { details?: readonly unknown[] } };
  const outcome = cause?.details?.[0] as Outcome | undefined;
  if (outcome?.verificationId === verificationId) return outcome;
  throw new VerificationFailure(
    'already-ended',
    `Verification ${verificationId} was ended in Temporal without an outcome (terminated or timed out).`,
  );
}
