import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitReady } from '../dev/await-ready.ts';
import { choosePorts } from '../dev/choose-ports.ts';
import {
  gatewayEnvironment,
  type LocalAddresses,
  withoutProjectVariables,
  workerEnvironment,
} from '../dev/part-environment.ts';
import { type Part, spawnPart } from '../dev/spawn-part.ts';
import type { StackEvent } from '../dev/stack-events.ts';
import { packagedCommands } from '../dev/stack-plan.ts';
import type { StackConfig } from '../dev/stack-schema.ts';
import { startTemporal } from '../dev/start-temporal.ts';
import { databasePath } from '../dev/temporal-arguments.ts';

export type TownPart = 'temporal' | 'gateway' | 'worker';

export interface TownPlan {
  readonly config: StackConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: { readonly path: string; readonly version: string };
  readonly packageRoot: string;
  readonly workDir: string;
  /** URL of the simulator, which nobody kills: it stands for somebody else's service. */
  readonly simulator: string;
  readonly onEvent: (event: StackEvent) => void;
}

/** The processes that carry verifications, each of which may be killed at any moment and comes back by itself. */
export interface Town {
  readonly addresses: LocalAddresses;
  /** What a client needs. */
  readonly clientEnv: NodeJS.ProcessEnv;
  /** SIGKILL. Resolves when the process is gone; it is started again after the pause. */
  kill(part: TownPart, pauseMs: number): Promise<void>;
  /** How often each was killed here, and how often it ended by itself. */
  readonly kills: Readonly<Record<TownPart, number>>;
  readonly ends: Readonly<Record<TownPart, number>>;
  close(): Promise<void>;
}

interface Post {
  running: Part | undefined;
  pauseMs: number;
  isKilled: boolean;
}

export async function openTown(plan: TownPlan): Promise<Town> {
  const { config, workDir, packageRoot, onEvent } = plan;
  const host = '127.0.0.1';
  const any = (key: string) => ({ key, host, port: 0, purpose: key });
  const [port = 0, uiPort = 0, gatewayPort = 0] = await choosePorts([any('temporal'), any('ui'), any('gateway')]);
  const addresses: LocalAddresses = {
    temporal: `${host}:${port}`,
    simulator: plan.simulator,
    gateway: `http://${host}:${gatewayPort}`,
  };
  const fixed: StackConfig = { ...config, gateway: { ...config.gateway, port: gatewayPort } };
  const env = withoutProjectVariables(plan.env);
  const commands = packagedCommands(packageRoot);
  const clientEnv = { ...env, ...workerEnvironment(fixed, addresses, workDir) };
  await mkdir(join(workDir, '.smileflow'), { recursive: true });

  let isClosing = false;
  const kills = { temporal: 0, gateway: 0, worker: 0 };
  const ends = { temporal: 0, gateway: 0, worker: 0 };
  const posts: Record<TownPart, Post> = {
    temporal: { running: undefined, pauseMs: 0, isKilled: false },
    gateway: { running: undefined, pauseMs: 0, isKilled: false },
    worker: { running: undefined, pauseMs: 0, isKilled: false },
  };

  const begin: Record<TownPart, () => Promise<void>> = {
    temporal: async () => {
      await startTemporal({
        config: fixed,
        cliPath: plan.cli.path,
        leash: commands.leash,
        port,
        uiPort,
        address: addresses.temporal,
        database: databasePath(fixed, plan.cli.version, workDir),
        env,
        workDir,
        onEvent,
        onPart: (part) => take('temporal', part),
      });
    },
    gateway: () => spawnNode('gateway', { ...env, ...gatewayEnvironment(fixed, addresses, workDir) }),
    worker: () => spawnNode('worker', clientEnv),
  };

  async function spawnNode(name: 'gateway' | 'worker', ownEnv: NodeJS.ProcessEnv): Promise<void> {
    const part = await spawnPart({
      name,
      command: commands[name],
      env: ownEnv,
      cwd: workDir,
      graceMs: 15_000,
      onEvent,
    });
    take(name, part);
    await awaitReady(part, onEvent);
  }

  /** Whoever ends is started again, as an operating system's service manager would. */
  function take(name: TownPart, part: Part): void {
    const post = posts[name];
    post.running = part;
    void part.exited.then(async () => {
      if (post.running === part) post.running = undefined;
      if (isClosing) return;
      if (!post.isKilled) ends[name] += 1;
      const pauseMs = post.isKilled ? post.pauseMs : 500;
      post.isKilled = false;
      await sleep(pauseMs);
      // One that cannot start (Temporal may be away) ends, and is seen here again.
      if (!isClosing) await begin[name]().catch(() => undefined);
    });
  }

  const close = async (): Promise<void> => {
    isClosing = true;
    for (const name of ['worker', 'gateway', 'temporal'] as const) await posts[name].running?.stop();
  };
  try {
    await begin.temporal();
    await Promise.all([begin.gateway(), begin.worker()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    addresses,
    clientEnv,
    kills,
    ends,
    async kill(name, pauseMs) {
      const post = posts[name];
      const part = post.running;
      if (part === undefined || post.isKilled) return;
      post.isKilled = true;
      post.pauseMs = pauseMs;
      kills[name] += 1;
      part.kill();
      await part.exited;
    },
    close,
  };
}
