import type { BundlerPlugin, WorkerPlugin } from '@temporalio/worker';
import { refuseBundleWithoutOurs } from './bundled-workflows.ts';
import { mergeWorkflows, WORKFLOWS_PATH } from './merge-workflows.ts';

type Workflows = Parameters<NonNullable<WorkerPlugin['configureReplayWorker']>>[0];

/**
 * Adds our workflows alone, and needs no configuration: for `bundleWorkflowCode({ plugins: [smileflowWorkflows] })` in a
 * build, and for `Worker.runReplayHistory({ plugins: [smileflowWorkflows] }, history)`.
 */
export const smileflowWorkflows = {
  name: 'smileflow.workflows',
  configureBundler: mergeWorkflows,
  configureReplayWorker: withWorkflows,
} satisfies BundlerPlugin & WorkerPlugin;

/** A worker that has none of its own gets ours. Its own ones are joined by them when it makes its bundle. */
export async function withWorkflows<Options extends Pick<Workflows, 'workflowsPath' | 'workflowBundle'>>(
  options: Options,
): Promise<Options> {
  if (options.workflowBundle !== undefined) refuseBundleWithoutOurs(options.workflowBundle);
  else if (options.workflowsPath === undefined) return { ...options, workflowsPath: WORKFLOWS_PATH };
  return options;
}
