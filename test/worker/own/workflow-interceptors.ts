import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Marks results that are text: those of ours are none. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        const result = await next(input);
        return typeof result === 'string' ? `${result} (intercepted)` : result;
      },
    },
  ],
});
