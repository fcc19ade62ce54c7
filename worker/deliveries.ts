import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/contract.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { notificationTaskQueueOf } from '../workflows/messages.ts';

/** Each waits for a receiver, for 15 s at most, and costs next to nothing meanwhile. */
const MOST_DELIVERIES = 100;

/** The SDK tells nobody that a worker begins to stop, so its state is looked at. */
const LOOK_MS = 200;

/** Where a worker takes its tasks from. */
export interface Place {
  readonly connection?: NativeConnection | undefined;
  readonly namespace?: string;
  readonly taskQueue: string;
}

/** A worker for a queue of notifications, for all workers of a process whose verifications are delivered on it. */
interface DeliveryWorker {
  readonly place: Place;
  readonly beside: Set<Worker>;
  readonly stopped: Promise<void>;
}

/** Deliveries of notifications, with slots of their own: a receiver that hangs takes none from anything else. */
export interface Deliveries {
  /**
   * Serves the notifications of a worker's task queue while it runs, and others beside it on the same queue.
   * @param working settles when the worker has stopped
   * @returns what settles when the worker has no part in the deliveries any more: the last one waits until they have
   * stopped; rejects if they died, or cannot begin
   */
  serveBeside(worker: Worker, working: Promise<void>): Promise<void>;
  /** Whether it is here that they are served, or about to be. */
  areServedAt(place: Place): boolean;
}

export function createDeliveries({ deliverNotification }: Pick<Activities, 'deliverNotification'>): Deliveries {
  const running: DeliveryWorker[] = [];

  const find = ({ connection, namespace = 'default', taskQueue }: Place): DeliveryWorker | undefined =>
    running.find(
      ({ place }) => place.connection === connection && place.namespace === namespace && place.taskQueue === taskQueue,
    );

  const start = (worker: Worker, place: Place): DeliveryWorker => {
    const beside = new Set<Worker>();
    const forget = (): void => {
      if (running.includes(started)) running.splice(running.indexOf(started), 1);
    };
    // Known before it is made, because the plugin sees it then where the connection has the plugin.
    const stopped = Promise.resolve().then(() => runBeside(beside, worker, forget));
    const started: DeliveryWorker = { place, beside, stopped };
    running.push(started);
    return started;
  };

  const runBeside = async (beside: ReadonlySet<Worker>, { options }: Worker, forget: () => void): Promise<void> => {
    const alike = optionsLike(options);
    // A worker without a connection has made one for itself, and closes it.
    const connection = options.connection ?? (await NativeConnection.connect());
    try {
      const deliveries = await Worker.create({
        ...alike,
        connection,
        activities: { deliverNotification },
      }).catch((error: Error) => toldOfAnother(error, alike.taskQueue));
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
      const { connection, namespace, taskQueue } = worker.options;
      const place = { connection, namespace, taskQueue: notificationTaskQueueOf(taskQueue) };
      const { beside, stopped } = find(place) ?? start(worker, place);
      beside.add(worker);
      const left = working.then(noop, noop).then(() => beside.delete(worker));
      await Promise.race([stopped, left]);
      if (beside.size === 0) await stopped;
    },
    areServedAt: (place) => find(place) !== undefined,
  };
}

function noop(): void {}

/** What holds for all of the other worker's activities holds for the deliveries, too. */
function optionsLike(options: Worker['options']): WorkerOptions {
  const { namespace, taskQueue, identity, dataConverter, interceptors, shutdownGraceTimeMs, shutdownForceTimeMs } =
    options;
  return {
    namespace,
    identity,
    ...(dataConverter === undefined ? {} : { dataConverter }),
    interceptors: { activity: interceptors.activity },
    shutdownGraceTime: shutdownGraceTimeMs,
    ...(shutdownForceTimeMs === undefined ? {} : { shutdownForceTime: shutdownForceTimeMs }),
    taskQueue: notificationTaskQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: MOST_DELIVERIES,
  };
}

/** @throws always; Temporal takes one worker a queue from a connection, and says so at length */
function toldOfAnother(error: Error, taskQueue: string): never {
  if (!error.message.includes('overlapping worker task types')) throw error;
  throw new VerificationFailure(
    'invalid-request',
    `The task queue ${taskQueue} is served on this connection already, and deliveries of notifications need it: give your other worker another task queue, or workers of one task queue the same smileflow plugin.`,
  );
}

/** One that other plugins have not let run yet will. */
function isWorking(worker: Worker): boolean {
  return ['INITIALIZED', 'RUNNING'].includes(worker.getState());
}
