import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type NativeConnectionPlugin,
  Worker,
  type WorkerOptions,
  type WorkerPlugin,
} from '@temporalio/worker';
import { smileflowWorkflows } from '../../worker/workflows-plugin.ts';
import { lookup, openWorld, registration, type World } from '../integration/world.ts';
import { FIRST_KEY } from '../notifications/keys.ts';
import { verified, withReceiver } from '../notifications/with-receiver.ts';
import { reversingCodec } from './own/reversing-codec.ts';
import { ownFile, silenceWorkers, withOwn } from './with-plugin.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  silenceWorkers();
  ({ world, close } = await openWorld({ workers: 0 }));
});
afterAll(() => close());

const greet = async (name: string): Promise<string> => `hello ${name}`;

const UNDONE = (what: string) =>
  expect.stringMatching(new RegExp(`^Another plugin has replaced smileflow's ${what}: put smileflow's plugin last`));

/** A worker holds its connection until it has run, so without plugins it runs for a moment. */
async function letGo(worker: Worker): Promise<void> {
  (worker as unknown as { plugins: unknown[] }).plugins.length = 0;
  await worker.runUntil(async () => undefined);
}

describe('A worker of your own with the plugin', () => {
  it('carries verifications forward and notifies of them, beside its own work and by its own rules', () =>
    withReceiver((receiver) => {
      const dataConverter = { payloadCodecs: [reversingCodec] };
      const taskQueue = 'accounts';
      return withOwn(world, { taskQueue, clientOptions: { dataConverter } }, async (own) => {
        const intercepted = new Set<string>();
        const note = <T>(input: T, activity: string): T => {
          intercepted.add(activity);
          return input;
        };
        const worker = await Worker.create(
          own.options({
            workflowsPath: ownFile('workflows.ts'),
            activities: { greet },
            dataConverter,
            interceptors: {
              activity: [
                ({ info }) => ({ inbound: { execute: (input, next) => next(note(input, info.activityType)) } }),
              ],
              workflowModules: ['./workflow-interceptors.js'],
            },
          }),
        );
        await worker.runUntil(async () => {
          const start = (type: string) =>
            own.client.workflow.execute(type, { workflowId: `own-${type}`, taskQueue, args: ['you'] });
          expect(await start('hello')).toBe('hello you (intercepted)');
          expect(await start('palmReading')).toBe('anything, as palmReading (intercepted)');

          const handle = await own.smileflow.start(registration({ notifyUrl: receiver.url }));
          expect(await handle.result()).toMatchObject({ decision: 'approved' });
          const [told] = verified(await receiver.until(1), FIRST_KEY);
          expect(told?.notification.data).toMatchObject({ verificationId: handle.verificationId, state: 'approved' });

          // What follows later is started where the verification was.
          expect(await handle.redeliverNotification(1)).toMatchObject({ state: 'delivered' });
          expect(receiver.received).toHaveLength(2);
        });
        expect([...intercepted]).toEqual(expect.arrayContaining(['greet', 'uploadPackage', 'deliverNotification']));
        expect(worker.options.taskQueue).toBe(taskQueue);
      });
    }));

  it('needs no workflows of its own', () =>
    withOwn(world, { taskQueue: 'ours-alone' }, async ({ smileflow, options }) => {
      const worker = await Worker.create(options());
      await worker.runUntil(async () => {
        const handle = await smileflow.start(lookup('enhanced-kyc'));
        expect(await handle.result()).toMatchObject({ decision: 'approved' });
      });
    }));

  it('makes no deliveries for another task queue, whose keys and codec it may lack', () =>
    withReceiver((receiver) => {
      const dataConverter = { payloadCodecs: [reversingCodec] };
      return withOwn(world, { taskQueue: 'keys', clientOptions: { dataConverter } }, ({ smileflow, options }) =>
        withOwn(world, { taskQueue: 'no-keys', keys: '' }, async (other) => {
          const [has, lacks] = await Promise.all([
            Worker.create(options({ dataConverter })),
            Worker.create(other.options()),
          ]);
          await lacks.runUntil(
            has.runUntil(async () => {
              const requests = Array.from({ length: 8 }, () => lookup('basic-kyc', { notifyUrl: receiver.url }));
              const handles = await Promise.all(requests.map((request) => smileflow.start(request)));
              await Promise.all(handles.map((handle) => handle.result()));
              await receiver.until(8);
              for (const handle of handles) {
                let [told] = await handle.notifications();
                while (told?.state === 'trying' && told.attempts.length === 0) {
                  await sleep(50);
                  [told] = await handle.notifications();
                }
                expect(told).toMatchObject({ state: 'delivered', attempts: [{ number: 1 }] });
              }
            }),
          );
        }),
      );
    }));

  it('delivers for each of several task queues as long as its worker runs', () =>
    withReceiver((receiver) =>
      withOwn(world, { taskQueue: 'stays' }, async ({ smileflow, options }) => {
        const stays = await Worker.create(options());
        const leaves = await Worker.create(options({ taskQueue: 'leaves' }));
        const left = leaves.run();
        await stays.runUntil(async () => {
          leaves.shutdown();
          await left;
          const handle = await smileflow.start(lookup('basic-kyc', { notifyUrl: receiver.url }));
          await handle.result();
          await receiver.until(1);
        });
      }),
    ));

  it('leaves no connection to a receiver open', () =>
    withOwn(world, { taskQueue: 'closes' }, async ({ smileflow, options }) => {
      const receiver = createServer((request, response) => request.resume().on('end', () => response.end()));
      receiver.keepAliveTimeout = 0;
      receiver.listen(0, '127.0.0.1');
      await once(receiver, 'listening');
      const closed = once(receiver, 'connection').then(([socket]) => once(socket, 'close'));
      const worker = await Worker.create(options());
      await worker.runUntil(async () => {
        const { port } = receiver.address() as AddressInfo;
        const handle = await smileflow.start(lookup('basic-kyc', { notifyUrl: `http://127.0.0.1:${port}/` }));
        await handle.result();
        while ((await handle.notifications())[0]?.state !== 'delivered') await sleep(50);
      });
      await closed;
      receiver.close();
    }));

  it('gives deliveries the times of its own for the end', () =>
    withOwn(world, { taskQueue: 'ends' }, async ({ options, connection }) => {
      const made: WorkerOptions[] = [];
      const looksOn: WorkerPlugin & NativeConnectionPlugin = {
        name: 'looks on',
        configureWorker(given) {
          made.push(given);
          return given;
        },
      };
      connection.plugins.push(looksOn);
      const worker = await Worker.create(options({ shutdownGraceTime: '2s', shutdownForceTime: '20s' }));
      await worker.runUntil(async () => {
        while (made.length < 2) await sleep(20);
      });
      const times = { shutdownGraceTime: 2_000, shutdownForceTime: 20_000 };
      expect(made[1]).toMatchObject({ taskQueue: 'ends-notifications', ...times });
    }));

  it('stops as a whole where its deliveries cannot be served', () =>
    withOwn(world, { taskQueue: 'half' }, async ({ options }) => {
      const half = await Worker.create(options());
      const inTheWay = options({ taskQueue: 'half-notifications', plugins: [], activities: { greet } });
      await (await Worker.create(inTheWay)).runUntil(async () => {
        await expect(half.run()).rejects.toMatchObject({
          kind: 'invalid-request',
          message: expect.stringMatching(/^The task queue half-notifications is served on this connection already/),
        });
        expect(half.getState()).toBe('STOPPED');
      });
    }));

  it('takes the plugin from its connection as well', () =>
    withOwn(world, { taskQueue: 'by-connection' }, async ({ options, plugin, connection, smileflow }) => {
      connection.plugins.push(plugin);
      const worker = await Worker.create(options());
      await worker.runUntil(async () => {
        expect(await (await smileflow.start(lookup('enhanced-kyc'))).result()).toMatchObject({ decision: 'approved' });
      });
    }));

  it('is refused with activities that have the names of ours', () =>
    withOwn(world, { taskQueue: 'collides' }, async ({ options }) => {
      const creating = Worker.create(options({ activities: { greet, pollJobStatus: greet, submitRequest: greet } }));
      await expect(creating).rejects.toMatchObject({
        kind: 'invalid-request',
        message: expect.stringMatching(
          /^These activities are smileflow's, and yours as well: submitRequest, pollJobStatus\. Rename/,
        ),
      });
    }));

  it('is refused with workflow types that have the names of ours', () =>
    withOwn(world, { taskQueue: 'collides' }, async ({ options }) => {
      const creating = Worker.create(options({ workflowsPath: ownFile('colliding-workflows.ts') }));
      await expect(creating).rejects.toMatchObject({
        kind: 'invalid-request',
        message: expect.stringMatching(/^These exports are smileflow's, and yours as well: notification\. Rename/),
      });
    }));

  it('has our workflows beside those that a plugin after ours puts in', () =>
    withOwn(world, { taskQueue: 'put-in' }, async ({ options, plugin, smileflow, client }) => {
      const workflowsPath = ownFile('workflows.ts');
      const theirs = {
        name: 'theirs',
        configureWorker: (given: WorkerOptions) => ({ ...given, workflowsPath }),
        configureBundler: (given: BundleOptions) => ({ ...given, workflowsPath }),
      };
      const worker = await Worker.create(
        options({ activities: { greet }, workflowsPath: ownFile('colliding-workflows.ts'), plugins: [plugin, theirs] }),
      );
      await worker.runUntil(async () => {
        const start = { workflowId: 'put-in', taskQueue: 'put-in', args: ['you'] };
        expect(await client.workflow.execute('hello', start)).toBe('hello you');
        expect(await (await smileflow.start(lookup('enhanced-kyc'))).result()).toMatchObject({ decision: 'approved' });
      });
    }));

  it('is refused with activities and no workflows, because it would take tasks that it cannot do', () =>
    withOwn(world, { taskQueue: 'activities' }, async ({ options }) => {
      await expect(Worker.create(options({ activities: { greet } }))).rejects.toMatchObject({
        kind: 'invalid-request',
        message: expect.stringMatching(
          /^Your worker has no workflows, .* createSmileflowPlugin\(config, { workflows: false }\)/,
        ),
      });
    }));

  it('takes no workflow tasks where it is told to have activities alone', () =>
    withOwn(world, { taskQueue: 'apart', workflows: false }, ({ options, smileflow, client }) =>
      withOwn(world, { taskQueue: 'apart' }, async ({ connection }) => {
        const theirs = options({ connection, workflowsPath: ownFile('workflows.ts'), plugins: [smileflowWorkflows] });
        const [has, lacks] = [await Worker.create(theirs), await Worker.create(options({ activities: { greet } }))];
        expect(lacks.options.workflowsPath).toBeUndefined();
        await lacks.runUntil(
          has.runUntil(async () => {
            const start = { workflowId: 'apart', taskQueue: 'apart', args: ['you'] };
            expect(await client.workflow.execute('hello', start)).toBe('hello you');
            expect(await (await smileflow.start(lookup('enhanced-kyc'))).result()).toMatchObject({
              decision: 'approved',
            });
          }),
        );
      }),
    ));

  it('has our workflows beside its activities where it is told so', () =>
    withOwn(world, { taskQueue: 'told', workflows: true }, async ({ options, smileflow }) => {
      const worker = await Worker.create(options({ activities: { greet } }));
      await worker.runUntil(async () => {
        expect(await (await smileflow.start(lookup('enhanced-kyc'))).result()).toMatchObject({ decision: 'approved' });
      });
    }));

  it('is refused where a plugin after ours replaces the workflows of the bundle', () =>
    withOwn(world, { taskQueue: 'undone' }, async ({ options, plugin }) => {
      const workflowsPath = ownFile('workflows.ts');
      const theirs = { name: 'theirs', configureBundler: (given: BundleOptions) => ({ ...given, workflowsPath }) };
      for (const changes of [{}, { workflowsPath: ownFile('colliding-workflows.ts') }]) {
        const creating = Worker.create(options({ ...changes, plugins: [plugin, theirs] }));
        await expect(creating).rejects.toMatchObject({ kind: 'invalid-request', message: UNDONE('workflows') });
      }
    }));

  it('runs nothing where a plugin after ours replaces an activity of ours', () =>
    withOwn(world, { taskQueue: 'undone' }, async ({ options, plugin }) => {
      const theirs = {
        name: 'theirs',
        configureWorker: (given: WorkerOptions) => ({
          ...given,
          activities: { ...given.activities, submitRequest: greet },
        }),
      };
      const worker = await Worker.create(options({ plugins: [plugin, theirs] }));
      await expect(worker.run()).rejects.toMatchObject({
        kind: 'invalid-request',
        message: UNDONE('activities \\(submitRequest\\)'),
      });
      expect(worker.getState()).toBe('INITIALIZED');
      await letGo(worker);
    }));

  it('runs nothing where a plugin after ours puts a bundle without our workflows', () =>
    withOwn(world, { taskQueue: 'undone' }, async ({ options, plugin }) => {
      const logger = new DefaultLogger('ERROR');
      const workflowBundle = await bundleWorkflowCode({ workflowsPath: ownFile('workflows.ts'), logger });
      const theirs = { name: 'theirs', configureWorker: (given: WorkerOptions) => ({ ...given, workflowBundle }) };
      const worker = await Worker.create(options({ plugins: [plugin, theirs] }));
      await expect(worker.run()).rejects.toThrow("Your workflowBundle was made without smileflow's workflows");
      await letGo(worker);
    }));

  it('is refused on the task queue of the deliveries', () =>
    withOwn(world, { taskQueue: 'smileflow-notifications' }, async ({ options }) => {
      const creating = Worker.create(options({ workflowsPath: ownFile('workflows.ts') }));
      await expect(creating).rejects.toThrow('is for deliveries of notifications alone');
    }));
});
