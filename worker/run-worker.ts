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
  readonly logger: Logger;
}

/**
 * Starts the one worker of this process, polling and ready.
 * @throws VerificationFailure `unavailable` if Temporal cannot be reached
 */
export async function startWorker({ config, taskQueue, logger }: WorkerOptions): Promise<RunningWorker> {
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
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue,
    workflowBundle: { codePath: BUNDLE },
    activities: createActivities({
      accounts,
      media: createFileSystemStore(config.mediaDirectory),
      ...(config.callbackBaseUrl === undefined ? {} : { callbackBaseUrl: config.callbackBaseUrl }),
      deliverer,
      notificationKeys: config.notificationKeys,
      clock: () => new Date(),
      random: Math.random,
    }),
    maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities,
    shutdownGraceTime: config.shutdownGraceMs,
    // After a crash another worker takes over a workflow after this, and not after the ten seconds of the default.
    stickyQueueScheduleToStartTimeout: 2_000,
  }).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });

  const stopped = worker.run().finally(async () => {
    for (const { smileId } of accounts.values()) smileId.close();
    deliverer.close();
    await connection.close();
  });
  return {
    stopped,
    stop: () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
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
