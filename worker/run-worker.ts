import { fileURLToPath } from 'node:url';
import { type Logger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import { createTicketSealer } from '../activities/upload-ticket.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { createFileSystemStore } from '../media/file-system-store.ts';
import { createDeliverer } from '../notifications/deliver-notification.ts';
import { createSmileIdClient } from '../smile-id/smile-id-client.ts';
import type { WorkerConfig } from './config.ts';

/** Made by the build from workflows/, so that a worker starts without a bundler and runs what was tested. */
const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

export interface RunningWorker {
  /** Settles when the worker has stopped; rejects if it died. */
  readonly stopped: Promise<void>;
  /** Takes no new work and lets running activities finish within the grace. */
  stop(): void;
}

export interface WorkerOptions {
  readonly config: WorkerConfig;
  readonly taskQueue: string;
  /** Of the attempts to deliver notifications. */
  readonly notificationTaskQueue: string;
  readonly logger: Logger;
}

/** Each waits for a receiver, for 15 s at most, and costs next to nothing meanwhile. */
const MOST_DELIVERIES = 100;

/**
 * Starts what this process carries forward, polling and ready: verifications, and beside them deliveries of notifications,
 * which have slots of their own, so that a receiver that hangs takes none from a verification.
 * @throws VerificationFailure `unavailable` if Temporal cannot be reached
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { config, taskQueue, notificationTaskQueue, logger } = options;
  // Signals are the business of main.ts alone.
  Runtime.install({ logger, shutdownSignals: [] });
  const connection = await connect(config);
  const accounts = new Map(
    [...config.partners].map(([name, partner]) => [
      name,
      { smileId: createSmileIdClient({ config: partner }), tickets: createTicketSealer(partner.apiKey) },
    ]),
  );
  const deliverer = createDeliverer();
  const activities = createActivities({
    accounts,
    media: createFileSystemStore(config.mediaDirectory),
    ...(config.callbackBaseUrl === undefined ? {} : { callbackBaseUrl: config.callbackBaseUrl }),
    deliverer,
    notificationKeys: config.notificationKeys,
    clock: () => new Date(),
    random: Math.random,
  });
  const common = { connection, namespace: config.temporal.namespace, shutdownGraceTime: config.shutdownGraceMs };
  const createWorkers = async (): Promise<readonly Worker[]> => [
    await Worker.create({
      ...common,
      taskQueue,
      workflowBundle: { codePath: BUNDLE },
      // Deliveries, too: those that older code has scheduled here.
      activities,
      maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities,
      // After a crash another worker takes over a workflow after this, and not after the ten seconds of the default.
      stickyQueueScheduleToStartTimeout: 2_000,
    }),
    await Worker.create({
      ...common,
      taskQueue: notificationTaskQueue,
      activities: { deliverNotification: activities.deliverNotification },
      maxConcurrentActivityTaskExecutions: MOST_DELIVERIES,
    }),
  ];
  const workers = await createWorkers().catch(async (error: unknown) => {
    // Refused where one of the two holds it already: the process ends with the error in any case.
    await connection.close().catch(() => undefined);
    throw error;
  });

  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // Where one dies, the other stops as well: half a worker would look like a whole one.
  const ends = workers.map((worker) => worker.run().finally(stop));
  const stopped = Promise.allSettled(ends)
    .then(async () => {
      for (const { smileId } of accounts.values()) smileId.close();
      deliverer.close();
      await connection.close();
    })
    .then(async () => {
      await Promise.all(ends);
    });
  return { stopped, stop };
}

async function connect({ temporal }: WorkerConfig): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(temporal.connectionOptions);
  } catch {
    throw new VerificationFailure(
      'unavailable',
      `Temporal cannot be reached at ${temporal.connectionOptions.address ?? 'localhost:7233'}: start it (npm start) or set TEMPORAL_ADDRESS.`,
    );
  }
}
