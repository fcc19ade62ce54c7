import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { TASK_QUEUE } from '../workflows/messages.ts';

/** How a workflow was started: it stands in the first event of its latest run. */
export interface FirstStart<Input> {
  readonly input: Input;
  /** Where the workers are that carry it forward, and what follows from it. */
  readonly taskQueue: string;
}

export async function firstStartOf<Input>(temporal: Client, workflowId: string): Promise<FirstStart<Input>> {
  const { namespace, loadedDataConverter } = temporal.options;
  const { history } = await temporal.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  return {
    input: await decodeFromPayloadsAtIndex<Input>(loadedDataConverter, 0, started?.input?.payloads),
    taskQueue: started?.taskQueue?.name || TASK_QUEUE,
  };
}
