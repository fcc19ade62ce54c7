import { awaitReady } from './await-ready.ts';
import type { Crew } from './crew.ts';
import {
  gatewayEnvironment,
  simulatorEnvironment,
  withoutProjectVariables,
  workerEnvironment,
  workerGraceMs,
} from './part-environment.ts';
import { type Command, spawnPart } from './spawn-part.ts';
import type { PartName } from './stack-events.ts';
import { packagedCommands, type StackAddresses, type StackPids, type StackPlan } from './stack-plan.ts';
import { startTemporal } from './start-temporal.ts';

interface Launch {
  plan: StackPlan;
  crew: Crew;
  temporal: { port: number; uiPort: number; database: string };
  /** Filled in with what the parts announce. */
  addresses: StackAddresses;
  pids: StackPids;
}

/** Starts the parts, as many at once as their needs allow. */
export async function launchParts({ plan, crew, temporal, addresses, pids }: Launch): Promise<void> {
  const { config, workDir, onEvent } = plan;
  const wanted = { simulator: true, gateway: true, worker: true, ...plan.parts };
  const commands = { ...packagedCommands(plan.packageRoot), ...plan.commands };
  const env = withoutProjectVariables(plan.env);

  const startNode = async (name: PartName, command: Command, ownEnv: NodeJS.ProcessEnv, graceMs: number) => {
    const part = await spawnPart({ name, command, env: { ...env, ...ownEnv }, cwd: workDir, graceMs, onEvent });
    crew.add(part);
    pids[name] = part.pid;
    return awaitReady(part, onEvent);
  };
  const startServer = async () => {
    const server = await startTemporal({
      ...{ config, env, workDir, onEvent, ...temporal },
      cliPath: plan.cli.path,
      leash: commands.leash,
      address: addresses.temporal,
      onPart: (part) => {
        crew.add(part);
        pids.temporal = part.pid;
      },
    });
    if (server) pids['temporal-server'] = server;
  };
  const startSimulator = async () => {
    if (!wanted.simulator) return;
    const command: Command = [...commands.simulator, '--port', String(config.simulator.port)];
    addresses.simulator =
      (await startNode('simulator', command, simulatorEnvironment(config), 3_000)) ?? addresses.simulator;
  };
  const startGateway = async () => {
    if (!wanted.gateway) return;
    const ownEnv = gatewayEnvironment(config, addresses, workDir);
    addresses.gateway = (await startNode('gateway', commands.gateway, ownEnv, 5_000)) ?? addresses.gateway;
  };
  const startWorker = (name: PartName) => {
    const ownEnv = workerEnvironment(config, addresses, workDir);
    return crew.starting(name, startNode(name, commands.worker, ownEnv, workerGraceMs + 3_000));
  };
  const startWorkers = async (gateway: Promise<void>) => {
    if (!wanted.worker) return;
    // A fixed port is known beforehand, so that the workers need not wait.
    if (config.gateway.port === 0) await gateway;
    const names = Array.from({ length: config.worker.count }, (_, at): PartName => `worker-${at + 1}`);
    await allSettled((names.length === 1 ? ['worker' as const] : names).map(startWorker));
  };

  await allSettled([crew.starting('temporal', startServer()), crew.starting('simulator', startSimulator())]);
  const gateway = crew.starting('gateway', startGateway());
  await allSettled([gateway, startWorkers(gateway)]);
}

/** Like Promise.all, but leaves nothing running behind a failure. */
async function allSettled(starts: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
