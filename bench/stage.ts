import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { readClientConfig } from '../client/config.ts';
import { connectSmileflow, type Smileflow } from '../client/connect.ts';
import { awaitReady } from '../dev/await-ready.ts';
import { findTemporalCli } from '../dev/find-temporal-cli.ts';
import { gatewayEnvironment, withoutProjectVariables, workerEnvironment } from '../dev/part-environment.ts';
import { type Command, type Part, spawnPart } from '../dev/spawn-part.ts';
import { readStackConfig } from '../dev/stack-config.ts';
import { packagedCommands } from '../dev/stack-plan.ts';
import { startStack } from '../dev/start-stack.ts';
import { type Simulator, startSimulator } from '../simulator/start-simulator.ts';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Real parts on free ports in a folder of their own, lent for the time of a measurement. */
export interface Stage {
  readonly temporal: Client;
  readonly smileflow: Smileflow;
  readonly simulator: Simulator;
  /** Start a process, and tell where it listens. */
  startGateway(): Promise<string>;
  startWorker(options?: { readonly callbackBaseUrl?: string }): Promise<Part>;
  startNode(name: 'gateway' | 'worker', command: Command): Promise<string>;
}

export async function withStage<T>(env: NodeJS.ProcessEnv, use: (stage: Stage) => Promise<T>): Promise<T> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    const workDir = await mkdtemp(join(tmpdir(), 'smileflow-bench-'));
    cleanUp.push(() => rm(workDir, { recursive: true, force: true }));
    const yaml = await readFile(join(packageRoot, 'temporal-dev.yml'), 'utf8');
    const config = readStackConfig(yaml.replace(/(port|uiPort): \d+/g, '$1: 0'), 'temporal-dev.yml');
    const cliModuleDir = join(packageRoot, 'dev', 'temporal-cli');
    const simulator = await startSimulator({ timeScale: 3_600 });
    cleanUp.push(() => simulator.close());
    const stack = await startStack({
      config,
      env,
      cli: await findTemporalCli({ env, cliModuleDir, onProgress: () => undefined }),
      packageRoot,
      workDir,
      onEvent: () => undefined,
      parts: { simulator: false, gateway: false, worker: false },
    });
    cleanUp.push(() => stack.stop());
    const addresses = { ...stack.addresses, simulator: simulator.url };
    const clean = withoutProjectVariables(env);
    const connection = await Connection.connect({ address: addresses.temporal });
    cleanUp.push(() => connection.close());
    const smileflow = await connectSmileflow(readClientConfig(workerEnvironment(config, addresses, workDir)));
    cleanUp.push(() => smileflow.close());

    const start = async (name: 'gateway' | 'worker', command: Command, own: NodeJS.ProcessEnv) => {
      const environment = { ...clean, ...own, SMILEFLOW_LOG_LEVEL: 'warn' };
      const part = await spawnPart({
        name,
        command,
        env: environment,
        cwd: workDir,
        graceMs: 10_000,
        onEvent: () => undefined,
      });
      cleanUp.push(() => part.stop());
      return { part, address: (await awaitReady(part, () => undefined)) ?? '' };
    };
    const commands = packagedCommands(packageRoot);
    const gatewayEnv = gatewayEnvironment(config, addresses, workDir);
    return await use({
      temporal: new Client({ connection, namespace: config.namespace }),
      smileflow,
      simulator,
      startGateway: async () => (await start('gateway', commands.gateway, gatewayEnv)).address,
      startNode: async (name, command) => (await start(name, command, gatewayEnv)).address,
      startWorker: async ({ callbackBaseUrl = '' } = {}) => {
        const own = { ...workerEnvironment(config, addresses, workDir), SMILEFLOW_CALLBACK_BASE_URL: callbackBaseUrl };
        return (await start('worker', commands.worker, own)).part;
      },
    });
  } finally {
    for (const step of cleanUp.reverse()) await step();
  }
}
