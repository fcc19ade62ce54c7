import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StackEvent } from '../../dev/stack-events.ts';
import { startStack } from '../../dev/start-stack.ts';
import { compileDev } from './compiled-dev.ts';
import { freePortConfig, planStack, realTemporalCli, standInCommand, survivors, withStack } from './local-stack.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

let compiled: Awaited<ReturnType<typeof compileDev>>;
beforeAll(async () => {
  compiled = await compileDev();
});
afterAll(() => compiled.remove());

const life = (events: StackEvent[]) =>
  events.flatMap((event) => (event.kind === 'log' ? [] : [`${event.part} ${event.kind}`]));
const startedPids = (events: StackEvent[]) => events.flatMap((event) => (event.kind === 'starting' ? [event.pid] : []));
const whatPartsWereGiven = (events: StackEvent[]) =>
  events.flatMap((event) => (event.kind === 'log' && event.line.startsWith('{"name"') ? [JSON.parse(event.line)] : []));

describe('the local stack', () => {
  it('starts every part with what it needs and stops in reverse order', () =>
    withTemporaryFolder(async (workDir) => {
      const leaking = { SMILE_ID_API_KEY: 'a-real-key', SMILE_ID_BASE_URL: 'https://api.smileidentity.com' };
      const env = { ...process.env, ...leaking, TEMPORAL_API_KEY: 'x', SMILEFLOW_CODEC_KEYS: 'y' };
      const { plan, events } = await planStack(compiled.folder, workDir, { env });
      const stack = await startStack(plan);

      expect(stack.addresses).toEqual({
        temporal: expect.stringMatching(/^127\.0\.0\.1:[1-9]\d+$/),
        ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/),
        simulator: 'http://127.0.0.1:1/simulator',
        gateway: 'http://127.0.0.1:1/gateway',
        namespace: 'default',
      });
      expect((await fetch(stack.addresses.ui)).status).toBe(200);
      expect(stack.places.database).toBe(join(workDir, `.smileflow/temporal-${plan.cli.version}.db`));
      expect(existsSync(stack.places.database)).toBe(true);

      const account = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: 'a-test-api-key' };
      const temporal = {
        TEMPORAL_ADDRESS: stack.addresses.temporal,
        TEMPORAL_NAMESPACE: 'default',
        TEMPORAL_CONFIG_FILE: join(workDir, '.smileflow/no-temporal.toml'),
      };
      const SMILE_ID_BASE_URL = stack.addresses.simulator;
      expect(whatPartsWereGiven(events)).toEqual([
        {
          name: 'simulator',
          args: ['works', '--port', '0'],
          env: { ...account, SMILEFLOW_SIMULATOR_TIME_SCALE: '1800' },
        },
        {
          name: 'gateway',
          args: ['works'],
          env: {
            ...{ ...account, ...temporal, SMILE_ID_BASE_URL },
            SMILEFLOW_GATEWAY_PORT: '0',
            SMILEFLOW_DEAD_LETTERS: join(workDir, '.smileflow/dead-letters.db'),
          },
        },
        {
          name: 'worker',
          args: ['works'],
          env: {
            ...{ ...account, ...temporal, SMILE_ID_BASE_URL },
            SMILEFLOW_CALLBACK_BASE_URL: stack.addresses.gateway,
            SMILEFLOW_MEDIA_DIR: join(workDir, '.smileflow/media'),
            SMILEFLOW_MAX_CONCURRENT_ACTIVITIES: '50',
            SMILEFLOW_NOTIFICATION_KEYS: expect.stringMatching(/^whsec_/),
            SMILEFLOW_SHUTDOWN_GRACE_MS: '12000',
          },
        },
      ]);

      const pids = Object.values(stack.pids);
      expect(pids).toHaveLength(5);
      events.length = 0;
      await stack.stop();
      expect(await stack.exited).toBeUndefined();
      expect(life(events).slice(0, 4)).toEqual([
        'worker stopping',
        'worker stopped',
        'gateway stopping',
        'gateway stopped',
      ]);
      expect(life(events).slice(4).sort()).toEqual([
        'simulator stopped',
        'simulator stopping',
        'temporal stopped',
        'temporal stopping',
      ]);
      expect(events.filter((event) => event.kind === 'stopped').map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(await survivors(pids)).toEqual([]);
    }));

  it('brings an existing database up to date: retention, missing search attributes, a new namespace', () =>
    withTemporaryFolder(async (workDir) => {
      const parts = { simulator: false, gateway: false, worker: false };
      const first = await planStack(compiled.folder, workDir, { parts });
      first.plan.config.temporal.searchAttributes = { SmileflowState: 'Keyword' };
      await withStack(first.plan, async () => {});

      const ask = async (plan: typeof first.plan, address: string, ...args: string[]) => {
        const end = ['--address', address, '--namespace', plan.config.namespace, '--output', 'json'];
        return JSON.parse((await promisify(execFile)(plan.cli.path, ['operator', ...args, ...end])).stdout);
      };
      const second = await planStack(compiled.folder, workDir, { parts });
      second.plan.config.temporal.retentionDays = 7;
      await withStack(second.plan, async ({ addresses }) => {
        const { customAttributes } = await ask(second.plan, addresses.temporal, 'search-attribute', 'list');
        expect(Object.keys(customAttributes)).toEqual(
          expect.arrayContaining(Object.keys(second.plan.config.temporal.searchAttributes)),
        );
        const { config } = await ask(second.plan, addresses.temporal, 'namespace', 'describe');
        expect(config.workflowExecutionRetentionTtl).toBe('604800s');
      });

      const third = await planStack(compiled.folder, workDir, { parts });
      third.plan.config.namespace = 'another';
      await withStack(third.plan, async ({ addresses }) => {
        const { customAttributes } = await ask(third.plan, addresses.temporal, 'search-attribute', 'list');
        expect(customAttributes).toHaveProperty('SmileflowReviewDue');
      });

      const fourth = await planStack(compiled.folder, workDir, { parts });
      fourth.plan.config.temporal.searchAttributes.SmileflowState = 'Text';
      await expect(startStack(fourth.plan)).rejects.toMatchObject({
        name: 'DevError',
        problem: expect.stringContaining('SmileflowState already exists and has different type'),
      });
      expect(await survivors(startedPids(fourth.events))).toEqual([]);
    }));

  it('stops all others when one part ends by itself, and says which', () =>
    withTemporaryFolder(async (workDir) => {
      const { plan, events } = await planStack(compiled.folder, workDir);
      const stack = await startStack(plan);
      process.kill(stack.pids.gateway ?? 0, 'SIGKILL');
      expect(await stack.exited).toEqual({ part: 'gateway', code: null, signal: 'SIGKILL' });
      expect(life(events)).toContain('gateway died');
      expect(await survivors(Object.values(stack.pids))).toEqual([]);
    }));

  it('leaves no server behind when its leash is killed', () =>
    withTemporaryFolder(async (workDir) => {
      const { plan } = await planStack(compiled.folder, workDir);
      const stack = await startStack(plan);
      process.kill(stack.pids.temporal ?? 0, 'SIGKILL');
      expect(await stack.exited).toMatchObject({ part: 'temporal' });
      expect(await survivors(Object.values(stack.pids))).toEqual([]);
    }));

  it('names every port that is taken, before anything is started', () =>
    withTemporaryFolder(async (workDir) => {
      const servers = await Promise.all(
        [0, 1].map(async () => {
          const server = createServer();
          await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
          return server;
        }),
      );
      const [ui = 0, gateway = 0] = servers.map((server) => (server.address() as { port: number }).port);
      const config = await freePortConfig();
      config.temporal.uiPort = ui;
      config.gateway.port = gateway;
      const { plan, events } = await planStack(compiled.folder, workDir, { config });
      await expect(startStack(plan)).rejects.toMatchObject({
        name: 'DevError',
        problem:
          'The local stack cannot have some ports that it needs:\n' +
          `  port ${ui} for the Temporal Web UI (temporal.uiPort): another program listens on it\n` +
          `  port ${gateway} for the gateway (gateway.port): another program listens on it\n`,
      });
      expect(events).toEqual([]);
      for (const server of servers) server.close();
    }));

  it('says what to do about a database that the server cannot read', () =>
    withTemporaryFolder(async (workDir) => {
      const { version } = await realTemporalCli();
      const database = join(workDir, `.smileflow/temporal-${version}.db`);
      await mkdir(dirname(database));
      await writeFile(database, 'not a database at all, but long enough to be looked at as one'.repeat(100));
      const { plan, events } = await planStack(compiled.folder, workDir);
      await expect(startStack(plan)).rejects.toMatchObject({
        name: 'DevError',
        problem: expect.stringMatching(/cannot use the database .*temporal-.*\.db: .*file is not a database/),
        remedy: expect.stringContaining('Move the file away'),
      });
      expect(await survivors(startedPids(events))).toEqual([]);
    }));

  it.each(['simulator', 'gateway', 'worker'] as const)('repeats the last words of a %s that cannot start', (name) =>
    withTemporaryFolder(async (workDir) => {
      const commands = { [name]: standInCommand(name, 'ends-early') };
      const { plan, events } = await planStack(compiled.folder, workDir, { commands });
      await expect(startStack(plan)).rejects.toMatchObject({
        name: 'DevError',
        problem: `The ${name} ended with code 7 before it was ready; it said last: the "configuration" is wrong.`,
      });
      expect(await survivors(startedPids(events))).toEqual([]);
    }),
  );

  it('stops what has started when it is interrupted while starting', () =>
    withTemporaryFolder(async (workDir) => {
      const interrupt = new AbortController();
      const commands = { gateway: standInCommand('gateway', 'stays-silent') };
      const { plan, events, until } = await planStack(compiled.folder, workDir, {
        commands,
        stopSignal: interrupt.signal,
      });
      const starting = startStack(plan);
      const refused = expect(starting).rejects.toMatchObject({ problem: 'The start was interrupted.' });
      await until((event) => event.kind === 'starting' && event.part === 'gateway');
      interrupt.abort();
      await refused;
      expect(await survivors(startedPids(events))).toEqual([]);
    }));

  it('ends at once on a second interrupt, without waiting for a worker that does not stop', () =>
    withTemporaryFolder(async (workDir) => {
      const [first, second] = [new AbortController(), new AbortController()];
      const { plan, events, until } = await planStack(compiled.folder, workDir, {
        commands: { worker: standInCommand('worker', 'never-stops') },
        stopSignal: first.signal,
        killSignal: second.signal,
      });
      const stack = await startStack(plan);
      first.abort();
      await until((event) => event.kind === 'stopping' && event.part === 'worker');
      second.abort();
      expect(await stack.exited).toBeUndefined();
      expect(events).toContainEqual({ kind: 'stopped', part: 'worker', code: null, signal: 'SIGKILL' });
      expect(await survivors(Object.values(stack.pids))).toEqual([]);
    }));

  it('runs as many workers as it is told', () =>
    withTemporaryFolder(async (workDir) => {
      const config = await freePortConfig();
      config.worker.count = 2;
      const { plan } = await planStack(compiled.folder, workDir, { config });
      await withStack(plan, async ({ pids }) => {
        expect(Object.keys(pids)).toEqual(expect.arrayContaining(['worker-1', 'worker-2']));
      });
    }));
});
