import type { BundlerPlugin, Worker, WorkerOptions, WorkerPlugin } from '@temporalio/worker';
import { VerificationFailure } from '../domain/failure.ts';
import { NOTIFICATION_TASK_QUEUE } from '../workflows/messages.ts';
import { refuseBundleWithoutOurs } from './bundled-workflows.ts';
import { type ActivityConfig, createWorkerActivities } from './create-worker-activities.ts';
import { createDeliveries, type Place } from './deliveries.ts';
import { sameNames } from './same-names.ts';
import { undone } from './undone.ts';
import { smileflowWorkflows, withWorkflows } from './workflows-plugin.ts';

/** For `plugins` of `Worker.create`, `bundleWorkflowCode` and `Worker.runReplayHistory`. */
export type SmileflowPlugin = BundlerPlugin & Required<WorkerPlugin>;

export interface PluginOptions {
  /**
   * `false`: adds activities and deliveries alone, for a worker beside others of its task queue that have our workflows.
   * `true`: adds workflows to a worker that has activities and none, so nobody else may have workflows on its task queue.
   */
  readonly workflows?: boolean | undefined;
}

/**
 * Lets a worker of your own carry verifications forward, besides what it does already: it adds workflows and activities,
 * and serves the task queue of its notifications (`accounts-notifications` beside `accounts`) as long as the worker runs. It
 * changes nothing else: task queue, slots, interceptors, sinks and data converter are the worker's. One may be given to
 * all workers of a process.
 *
 * `Worker.create` rejects with VerificationFailure `invalid-request` where a workflow type or an activity is yours and
 * ours, where it has activities but no workflows (see `PluginOptions`), and where a `workflowBundle` was made without our workflows (see `smileflowWorkflows`). So does `run()`, before
 * anything runs, where a plugin that comes after this one has replaced what this one added: put it last.
 * @param config as `readWorkerConfig` reads it; its connection, task queue, slots and grace are the worker's affair
 */
export function createSmileflowPlugin(config: ActivityConfig, { workflows }: PluginOptions = {}): SmileflowPlugin {
  const { activities, close } = createWorkerActivities(config);
  const deliveries = createDeliveries(activities);
  const isForDeliveries = (options: Place): boolean =>
    options.taskQueue === NOTIFICATION_TASK_QUEUE || deliveries.areServedAt(options);
  let running = 0;
  return {
    ...(workflows === false ? activitiesAlone : smileflowWorkflows),
    name: 'smileflow',

    async configureWorker(options) {
      if (isForDeliveries(options)) return refuseWorkflows(options);
      const joined = { ...options, activities: withBoth(options.activities ?? {}, activities) };
      if (workflows === false) return joined;
      if (workflows === undefined) refuseWithoutWorkflows(options);
      return withWorkflows(joined);
    },

    async runWorker(worker, next) {
      if (isForDeliveries(worker.options)) return next(worker);
      refuseUndone(worker, activities, workflows !== false);
      running += 1;
      const working = next(worker);
      const delivering = deliveries.serveBeside(worker, working).catch((error: unknown) => {
        // Half a worker would look like a whole one.
        if (worker.getState() === 'RUNNING') worker.shutdown();
        throw error;
      });
      await Promise.allSettled([working, delivering]);
      running -= 1;
      if (running === 0) close();
      await Promise.all([working, delivering]);
    },
  };
}

const activitiesAlone = {
  configureBundler: (options) => options,
  configureReplayWorker: (options) => options,
} satisfies Omit<SmileflowPlugin, 'name' | 'configureWorker' | 'runWorker'>;

/** It would poll for workflow tasks from now on, and fail those of workflows that other workers of its queue have. */
function refuseWithoutWorkflows({ workflowsPath, workflowBundle, activities = {}, nexusServices = [] }: WorkerOptions) {
  if (workflowsPath !== undefined || workflowBundle !== undefined) return;
  if (Object.keys(activities).length === 0 && nexusServices.length === 0) return;
  throw new VerificationFailure(
    'invalid-request',
    "Your worker has no workflows, and with smileflow's it would take tasks of yours that it cannot do: give it the workflows of its task queue; or say createSmileflowPlugin(config, { workflows: false }) where another worker of the queue has smileflow's, too, { workflows: true } where none has any.",
  );
}

/** The plugin's own worker for the deliveries comes by here where the connection has the plugin. */
function refuseWorkflows(options: WorkerOptions): WorkerOptions {
  if (options.workflowsPath === undefined && options.workflowBundle === undefined) return options;
  throw new VerificationFailure(
    'invalid-request',
    `The task queue ${options.taskQueue} is for deliveries of notifications alone: give your worker another one.`,
  );
}

/** Only now are the options final. Nothing is awaited, because whoever runs a worker may stop it in the same breath. */
function refuseUndone({ options }: Worker, ours: object, hasWorkflows: boolean): void {
  const { activities, workflowsPath, workflowBundle } = options;
  const lost = Object.entries(ours).filter(([name, activity]) => activities.get(name) !== activity);
  if (lost.length > 0) throw undone(`activities (${lost.map(([name]) => name).join(', ')})`);
  if (!hasWorkflows) return;
  if (workflowBundle !== undefined) refuseBundleWithoutOurs(workflowBundle);
  else if (workflowsPath === undefined) throw undone('workflows');
}

/** Of the plugin given twice, to a connection and to a worker, the second adds nothing. */
function withBoth(own: object, ours: object): object {
  const known = new Map(Object.entries(own));
  const same = Object.entries(ours).filter(([name, activity]) => known.has(name) && known.get(name) !== activity);
  if (same.length > 0)
    throw sameNames(
      'activities',
      same.map(([name]) => name),
    );
  return { ...own, ...ours };
}
