import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Logger, NativeConnection, Runtime, TransportError, Worker } from '@temporalio/worker';
import { VerificationFailure } from '../domain/failure.ts';
import type { WorkerConfig } from './config.ts';
import { createSmileflowPlugin } from './plugin.ts';

/** Made by the build from workflows/, so that a worker starts without a bundler and runs what was tested. */
const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

export interface RunningWorker {
  /** Settles when the worker has stopped; rejects if it died. */
  readonly stopped: Promise<void>;
  /** Takes no new work and lets running activities finish within the grace. */
  stop(): void;
}

export interface StartOptions {
  readonly config: WorkerConfig;
  readonly logger: Logger;
}

/**
 * Starts what this process carries forward, polling and ready: verifications, and beside them, by the plugin, deliveries of
 * notifications.
 * @throws VerificationFailure `unavailable` if Temporal cannot be reached
 */
export async function startWorker({ config, logger }: StartOptions): Promise<RunningWorker> {
  // Signals are the business of main.ts alone.
  Runtime.install({ logger, shutdownSignals: [] });
  const connection = await connect(config);
  const creating = Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    workflowBundle: { codePath: BUNDLE },
    plugins: [createSmileflowPlugin(config)],
    maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities,
    shutdownGraceTime: config.shutdownGraceMs,
    // After a crash another worker takes over a workflow after this, and not after the ten seconds of the default.
    stickyQueueScheduleToStartTimeout: 2_000,
  });
  const worker = await creating.catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  return {
    stopped: worker.run().finally(() => connection.close()),
    stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}

const CONNECT_MS = 5_000;
const CONNECT_PAUSE_MS = 250;

/** As patient as a client's connection, which tries again by itself: Temporal may be starting, too, or be too busy to answer once. */
async function connect({ temporal }: WorkerConfig): Promise<NativeConnection> {
  const lastTryAt = performance.now() + CONNECT_MS - CONNECT_PAUSE_MS;
  for (;;) {
    try {
      return await NativeConnection.connect(temporal.connectionOptions);
    } catch (error) {
      if (error instanceof TransportError && performance.now() < lastTryAt) {
        await setTimeout(CONNECT_PAUSE_MS);
        continue;
      }
      throw new VerificationFailure(
        'unavailable',
        `Temporal cannot be reached at ${temporal.connectionOptions.address ?? 'localhost:7233'}: start it (npm start) or set TEMPORAL_ADDRESS. (${(error as Error).message})`,
      );
    }
  }
}
