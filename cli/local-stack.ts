import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DevError } from '../dev/dev-error.ts';
import { findTemporalCli, type TemporalCli } from '../dev/find-temporal-cli.ts';
import { createCliProgressPrinter } from '../dev/print-cli-progress.ts';
import { readStackConfig } from '../dev/stack-config.ts';
import type { OnStackEvent } from '../dev/stack-events.ts';
import type { Stack } from '../dev/stack-plan.ts';
import type { StackConfig } from '../dev/stack-schema.ts';
import { startStack } from '../dev/start-stack.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { isLoopback } from '../domain/loopback.ts';
import type { Context } from './context.ts';

const FILE = 'temporal-dev.yml';

/**
 * The description of the local stack: the one of this folder, or the one that the package brings.
 * @throws VerificationFailure `invalid-request` that lists every problem with its line
 */
export async function readLocalStackConfig({ cwd, packageRoot }: Context): Promise<StackConfig> {
  const text = await readFile(join(cwd, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return readFile(join(packageRoot, FILE), 'utf8');
    throw new VerificationFailure('invalid-request', `${FILE} cannot be read (${error.code}): check what it is.`);
  });
  try {
    return readStackConfig(text, FILE);
  } catch (error) {
    if (!(error instanceof DevError)) throw error;
    throw new VerificationFailure('invalid-request', error.message);
  }
}

/** Where the simulator of the local stack is, if `temporalAddress` is that stack's; undefined otherwise. */
export async function findSimulatorBeside(temporalAddress: string, context: Context): Promise<string | undefined> {
  const { hostname, port } = new URL(`http://${temporalAddress}`);
  if (!isLoopback(hostname)) return undefined;
  const { temporal, simulator } = await readLocalStackConfig(context);
  if (Number(port) !== temporal.port || simulator.port === 0) return undefined;
  return `http://127.0.0.1:${simulator.port}`;
}

export async function findCli({ env, err, packageRoot }: Context): Promise<TemporalCli> {
  const cliModuleDir = join(packageRoot, 'dev', 'temporal-cli');
  return findTemporalCli({ env, cliModuleDir, onProgress: createCliProgressPrinter(err) });
}

/** Brings up everything that temporal-dev.yml describes; relative paths in it count from the present folder. */
export async function startLocalStack(context: Context, config: StackConfig, onEvent: OnStackEvent): Promise<Stack> {
  const { env, cwd, packageRoot, stopSignal, killSignal } = context;
  await import('@temporalio/envconfig'); // before anything is fetched or started for parts that could not run
  const cli = await findCli(context);
  return startStack({ config, env, cli, packageRoot, workDir: cwd, onEvent, stopSignal, killSignal });
}
