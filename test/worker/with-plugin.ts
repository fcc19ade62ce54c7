import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  type WorkerOptions,
} from '@temporalio/worker';
import { readClientConfig } from '../../client/config.ts';
import { createSmileflow, type Smileflow } from '../../client/create-smileflow.ts';
import { readWorkerConfig } from '../../worker/config.ts';
import { createSmileflowPlugin, type SmileflowPlugin } from '../../worker/plugin.ts';
import type { World } from '../integration/world.ts';
import { FIRST_KEY } from '../notifications/keys.ts';

export const ownFile = (name: string): string => fileURLToPath(new URL(`./own/${name}`, import.meta.url));

/** Workers that are refused, or die, are part of the matter: no word about each. */
export function silenceWorkers(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
}

/** What somebody has who works with Temporal already. */
export interface Own {
  readonly connection: NativeConnection;
  readonly plugin: SmileflowPlugin;
  readonly client: Client;
  /** Over that client. */
  readonly smileflow: Smileflow;
  /** Of a worker on a task queue. */
  readonly options: (changes?: Partial<WorkerOptions>) => WorkerOptions;
}

interface Ways {
  readonly taskQueue: string;
  readonly clientOptions?: object;
  /** Of notifications. */
  readonly keys?: string;
  readonly workflows?: boolean;
}

/** Lends a connection, a client and a plugin; nothing may be left of them on the connection. */
export async function withOwn(
  { env, temporal }: World,
  { taskQueue, clientOptions = {}, keys = FIRST_KEY, workflows }: Ways,
  use: (own: Own) => Promise<void>,
): Promise<void> {
  const { namespace } = temporal.options;
  const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
  try {
    const client = new Client({ connection: temporal.connection, namespace, ...clientOptions });
    const smileflow = createSmileflow({
      client,
      ...readClientConfig({ ...env, TEMPORAL_ADDRESS: undefined, SMILEFLOW_TASK_QUEUE: taskQueue }),
    });
    const plugin = createSmileflowPlugin(
      readWorkerConfig({ ...env, SMILEFLOW_NOTIFICATION_KEYS: keys }),
      workflows === undefined ? {} : { workflows },
    );
    const options = (changes: Partial<WorkerOptions> = {}): WorkerOptions => ({
      connection,
      namespace,
      taskQueue,
      plugins: [plugin],
      ...changes,
    });
    await use({ connection, plugin, client, smileflow, options });
  } finally {
    // Refused where a worker holds it still.
    await connection.close();
  }
}
