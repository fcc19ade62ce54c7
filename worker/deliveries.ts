import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/contract.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { NOTIFICATION_TASK_QUEUE } from '../workflows/messages.ts';

/** Each waits for a receiver, for 15 s at most, and costs next to nothing meanwhile. */
const MOST_DELIVERIES = 100;

/** The SDK tells nobody that a worker begins to stop, so its state is looked at. */
const LOOK_MS = 200;

/** A worker for the queue of the notifications, for all workers of a process on one connection and namespace. */
interface DeliveryWorker {
  readonly connection: NativeConnection | undefined;
  readonly namespace: string;
  readonly beside: Set<Worker>;
  readonly stopped: Promise<void>;
}

/** Deliveries of notifications, with slots of their own: a receiver that hangs takes none from anything else. */
export interface Deliveries {
  /**
   * Serves the queue of the notifications while a worker runs, and others beside it.
   * @param working settles when the worker has stopped
   * @returns what settles when the worker has no part in the deliveries any more: the last one waits until they have
   * stopped; rejects if they died, or cannot begin
   */
  serveBeside(worker: Worker, working: Promise<void>): Promise<void>;
}

export function createDeliveries({ deliverNotification }: Pick<Activities, 'deliverNotification'>): Deliveries {
  const running: DeliveryWorker[] = [];

  const find = ({ options: { connection, namespace } }: Worker): DeliveryWorker | undefined =>
    running.find((one) => one.connection === connection && one.namespace === namespace);

  const start = (worker: Worker): DeliveryWorker => {
    const { connection, namespace } = worker.options;
    const beside = new Set<Worker>();
    const forget = (): void => {
      if (running.includes(started)) running.splice(running.indexOf(started), 1);
    };
    const stopped = runBeside(beside, worker, forget);
    const started: DeliveryWorker = { connection, namespace, beside, stopped };
    running.push(started);
    return started;
  };

  const runBeside = async (beside: ReadonlySet<Worker>, { options }: Worker, forget: () => void): Promise<void> => {
    // A worker without a connection has made one for itself, and closes it.
    const connection = options.connection ?? (await NativeConnection.connect());
    try {
      const deliveries = await Worker.create({
        ...optionsLike(options),
        connection,
        activities: { deliverNotification },
      }).catch(toldOfSecondPlugin);
      const stopWhenAlone = (): void => {
        if ([...beside].some(isWorking) || deliveries.getState() !== 'RUNNING') return;
        forget();
        deliveries.shutdown();
      };
      const looking = setInterval(stopWhenAlone, LOOK_MS);
      await deliveries.run().finally(() => clearInterval(looking));
    } finally {
      forget();
      if (options.connection === undefined) await connection.close();
    }
  };

  return {
    async serveBeside(worker, working) {
      const { beside, stopped } = find(worker) ?? start(worker);
      beside.add(worker);
      const left = working.then(noop, noop).then(() => beside.delete(worker));
      await Promise.race([stopped, left]);
      if (beside.size === 0) await stopped;
    },
  };
}

function noop(): void {}

/** What holds for all of the other worker's activities holds for the deliveries, too. */
function optionsLike(options: Worker['options']): WorkerOptions {
  const { namespace, identity, dataConverter, interceptors, shutdownGraceTimeMs } = options;
  return {
    namespace,
    identity,
    ...(dataConverter === undefined ? {} : { dataConverter }),
    interceptors: { activity: interceptors.activity },
    shutdownGraceTime: shutdownGraceTimeMs,
    taskQueue: NOTIFICATION_TASK_QUEUE,
    maxConcurrentActivityTaskExecutions: MOST_DELIVERIES,
  };
}

/** @throws always; Temporal takes one worker a queue from a connection, and says so at length */
function toldOfSecondPlugin(error: Error): never {
  if (!error.message.includes('overlapping worker task types')) throw error;
  throw new VerificationFailure(
    'invalid-request',
    `The task queue ${NOTIFICATION_TASK_QUEUE} is served on this connection already: make one smileflow plugin for a process, and give it to all of its workers.`,
  );
}

/** One that other plugins have not let run yet will. */
function isWorking(worker: Worker): boolean {
  return ['INITIALIZED', 'RUNNING'].includes(worker.getState());
}
