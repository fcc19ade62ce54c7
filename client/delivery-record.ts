import { type Client, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { type Attempted, type Delivery, deliveryOf, mergeAttempts } from '../domain/delivery.ts';
import { NOTIFICATION, NOTIFICATION_MESSAGES, type NotificationInput } from '../workflows/messages.ts';
import { isNotFound } from './temporal-errors.ts';

/** So long a worker may take to say where a delivery stands; after that, its history has to do. */
const ANSWER_MS = 4_000;

export interface RecordedRun {
  readonly runId: string;
  readonly delivery: Delivery;
}

/**
 * What has become of one run of a notification, the latest where none is named. Undefined where there is none, or the
 * workflow of this id is somebody else's.
 * @throws the gRPC error if Temporal is away
 */
export async function recordedRunOf(
  temporal: Client,
  workflowId: string,
  runId?: string,
): Promise<RecordedRun | undefined> {
  const description = await describe(temporal.workflow.getHandle(workflowId, runId));
  if (description?.type !== NOTIFICATION) return undefined;
  const workflow = temporal.workflow.getHandle(workflowId, description.runId);
  const isRunning = description.status.name === 'RUNNING';
  const told = isRunning ? await answerOf(temporal, workflow) : await resultOf(workflow);
  const delivery = told ?? (await readFromHistory(temporal, workflow, isRunning));
  return delivery === undefined ? undefined : { runId: description.runId, delivery };
}

async function describe(workflow: WorkflowHandle) {
  try {
    return await workflow.describe();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function answerOf(temporal: Client, workflow: WorkflowHandle): Promise<Delivery | undefined> {
  try {
    const ask = () => workflow.query<Delivery>(NOTIFICATION_MESSAGES.attempts);
    return await temporal.withDeadline(Date.now() + ANSWER_MS, ask);
  } catch {
    // No worker, or one that cannot. Where it is Temporal that is away, the history is not to be had either.
    return undefined;
  }
}

/** One that fails carries its record in its failure; one that somebody terminated has none. */
async function resultOf(workflow: WorkflowHandle): Promise<Delivery | undefined> {
  try {
    return (await workflow.result()) as Delivery;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause } = error as { cause?: { details?: readonly unknown[] } };
    const delivery = cause?.details?.[0] as Delivery | undefined;
    return delivery?.attempts === undefined ? undefined : delivery;
  }
}

/** For a run that cannot tell itself: the attempts that have ended stand in its history. */
async function readFromHistory(
  temporal: Client,
  workflow: WorkflowHandle,
  isRunning: boolean,
): Promise<Delivery | undefined> {
  const { loadedDataConverter } = temporal.options;
  const events = (await workflow.fetchHistory()).events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = await decodeFromPayloadsAtIndex<Partial<NotificationInput> | undefined>(
    loadedDataConverter,
    0,
    started?.input?.payloads,
  );
  if (input?.url === undefined || input.notification?.type === undefined) return undefined;
  const attempts: Attempted[] = [];
  for (const { activityTaskCompletedEventAttributes: completed } of events)
    if (completed) attempts.push(await decodeFromPayloadsAtIndex(loadedDataConverter, 0, completed.result?.payloads));
  return deliveryOf(input.url, input.notification, {
    state: isRunning ? 'trying' : 'undelivered',
    attempts: mergeAttempts([input.earlier ?? [], attempts]),
  });
}
