import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { choosePorts } from './choose-ports.ts';
import { createCrew } from './crew.ts';
import { DevError } from './dev-error.ts';
import { launchParts } from './launch-parts.ts';
import type { Stack, StackAddresses, StackPids, StackPlan } from './stack-plan.ts';
import { databasePath } from './temporal-arguments.ts';

const loopback = '127.0.0.1';

/**
 * Starts Temporal, the simulator, the gateway and the workers, and returns when all can be used. When one of them ends
 * by itself, the others are stopped; when this process is killed, they end as well.
 * @throws DevError after stopping what had been started
 */
export async function startStack(plan: StackPlan): Promise<Stack> {
  const { config, workDir, stopSignal, killSignal } = plan;
  const { port, uiPort } = await chooseStackPorts(plan);
  const host = config.temporal.host === '0.0.0.0' ? loopback : config.temporal.host;
  const addresses: StackAddresses = {
    temporal: `${host}:${port}`,
    ui: `http://${host}:${uiPort}`,
    simulator: `http://${loopback}:${config.simulator.port}`,
    gateway: `http://${loopback}:${config.gateway.port}`,
    namespace: config.namespace,
  };
  const places = {
    database: databasePath(config, plan.cli.version, workDir),
    mediaDirectory: resolve(workDir, config.media.directory),
  };
  await mkdir(places.mediaDirectory, { recursive: true });

  const crew = createCrew(plan.onEvent);
  const pids: StackPids = {};
  const stop = () => void crew.stop();
  const kill = () => crew.kill();
  stopSignal?.addEventListener('abort', stop);
  killSignal?.addEventListener('abort', kill);
  void crew.exited.then(() => {
    stopSignal?.removeEventListener('abort', stop);
    killSignal?.removeEventListener('abort', kill);
  });
  try {
    stopSignal?.throwIfAborted();
    await launchParts({ plan, crew, addresses, pids, temporal: { port, uiPort, database: places.database } });
    stopSignal?.throwIfAborted();
  } catch (error) {
    await crew.stop();
    if (stopSignal?.aborted)
      throw new DevError('The start was interrupted.', 'Everything that had started is stopped.');
    throw crew.problem() ?? error;
  }
  return { addresses, places, pids, stop: crew.stop, exited: crew.exited };
}

async function chooseStackPorts({ config, parts }: StackPlan): Promise<{ port: number; uiPort: number }> {
  const { host, port: temporalPort, uiPort: temporalUiPort } = config.temporal;
  const [port = 0, uiPort = 0] = await choosePorts([
    { key: 'temporal.port', host, port: temporalPort, purpose: 'the Temporal server' },
    { key: 'temporal.uiPort', host, port: temporalUiPort, purpose: 'the Temporal Web UI' },
    ...(['simulator', 'gateway'] as const)
      .filter((name) => parts?.[name] !== false)
      .map((name) => ({ key: `${name}.port`, host: loopback, port: config[name].port, purpose: `the ${name}` })),
  ]);
  return { port, uiPort };
}
