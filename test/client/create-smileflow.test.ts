import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { readClientConfig } from '../../client/config.ts';
import { createSmileflow } from '../../client/create-smileflow.ts';
import { untilState } from '../integration/observe.ts';
import { openWorld, registration, type World } from '../integration/world.ts';

const taskQueue = 'elsewhere';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  // A review takes seconds here, so that there is a time before its end.
  ({ world, close } = await openWorld({ workers: 0, simulator: { timeScale: 1_200 } }));
  await world.startWorker({ SMILEFLOW_TASK_QUEUE: taskQueue });
});
afterAll(() => close());

describe('Smileflow over a Temporal client of your own', () => {
  it('starts verifications on the task queue of a worker of your own, and leaves the client open', async () => {
    const env = { ...world.env, SMILEFLOW_TASK_QUEUE: taskQueue, TEMPORAL_ADDRESS: undefined };
    const smileflow = createSmileflow({ ...readClientConfig(env), client: world.temporal });
    expect(await (await smileflow.start(registration())).result()).toMatchObject({ decision: 'approved' });
    await smileflow.close();
    expect(await smileflow.isReachable()).toBe(true);
  });

  it('has what contradicts the outcome later looked into on the same task queue, whoever hears of it', async () => {
    const smileflow = createSmileflow({ ...readClientConfig(world.env), client: world.temporal, taskQueue });
    const handle = await smileflow.start(registration({ partnerParams: { sandbox_scenario: 'review-reject' } }));
    await untilState(handle, 'in-vendor-review');
    await handle.cancel();
    // The gateway knows nothing of task queues.
    while ((await handle.corrections()).length === 0) await sleep(50);
    expect(await handle.corrections()).toMatchObject([{ result: { code: '1241' } }]);
  });

  it('reads and decides through the connection of a worker, too', async () => {
    const connection = await NativeConnection.connect({ address: world.env.TEMPORAL_ADDRESS ?? '' });
    const client = new Client({ connection, namespace: world.temporal.options.namespace });
    const smileflow = createSmileflow({ ...readClientConfig(world.env, { startsVerifications: false }), client });
    await expect(smileflow.open('nobody').status()).rejects.toMatchObject({ kind: 'not-found' });
    await expect(smileflow.start(registration())).rejects.toThrow('without a fingerprint key');
    await connection.close();
  });

  it('insists on a fingerprint key where the connection does not tell where it leads', async () => {
    const { SMILEFLOW_FINGERPRINT_KEY: _, ...env } = world.env;
    const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
    const client = new Client({ connection, namespace: world.temporal.options.namespace });
    const config = readClientConfig({ ...env, SMILEFLOW_TASK_QUEUE: taskQueue });
    expect(() => createSmileflow({ ...config, client })).toThrow('a NativeConnection, which does not tell');
    const smileflow = createSmileflow({ ...config, client, fingerprintKey: 'k'.repeat(32) });
    expect(await (await smileflow.start(registration())).result()).toMatchObject({ decision: 'approved' });
    await connection.close();
  });

  it('insists on a fingerprint key where the client leads further than the variables say', async () => {
    const connection = Connection.lazy({ address: 'temporal.example.com:7233' });
    const client = new Client({ connection });
    const config = readClientConfig({ TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' });
    expect(() => createSmileflow({ ...config, client })).toThrow('SMILEFLOW_FINGERPRINT_KEY is missing');
    expect(() => createSmileflow({ ...config, client, fingerprintKey: 'k'.repeat(32) })).not.toThrow();
    await connection.close();
  });
});
