import type { Client } from '@temporalio/client';
import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { workflowIdOf } from '../domain/identifiers.ts';
import type { CallbackReceived } from '../workflows/messages.ts';
import { MESSAGES } from '../workflows/messages.ts';
import { correctIfContradicted } from './result-corrections.ts';
import { isNamespaceMissing, isNotFound } from './temporal-errors.ts';

export interface CallbackSignal {
  readonly verificationId: string;
  readonly claim: CallbackReceived;
  /** Derived from the content: the server drops a request it has seen, so that a re-delivery costs no event. */
  readonly requestId: string;
}

/** `stored`: Temporal has it durably. `ended`: the verification is over; what contradicts its outcome is looked into. `unknown`: there is no such verification. */
export type SignalOutcome = 'stored' | 'ended' | 'unknown';

/**
 * Signals a verification that a verified callback arrived. Done with the bare service call, because the client's
 * own signal always sends a random request id.
 * @throws the gRPC error if Temporal is away
 */
export async function signalCallback(temporal: Client, signal: CallbackSignal): Promise<SignalOutcome> {
  const { namespace, loadedDataConverter } = temporal.options;
  const workflowId = workflowIdOf(signal.verificationId);
  try {
    await temporal.workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
      signalName: MESSAGES.callbackReceived,
      requestId: signal.requestId,
      identity: 'smileflow-gateway',
      input: { payloads: (await encodeToPayloads(loadedDataConverter, signal.claim)) ?? [] },
    });
    return 'stored';
  } catch (error) {
    // A namespace that is missing says nothing about the verification.
    if (!isNotFound(error) || isNamespaceMissing(error)) throw error;
  }
  try {
    await temporal.workflow.getHandle(workflowId).describe();
    await correctIfContradicted(temporal, signal.verificationId, signal.claim);
    return 'ended';
  } catch (error) {
    if (isNotFound(error)) return 'unknown';
    throw error;
  }
}
