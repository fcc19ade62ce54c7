import type { Client } from '@temporalio/client';

/** How many signals the history holds. */
export async function countSignals(temporal: Client, workflowId: string): Promise<number> {
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}
