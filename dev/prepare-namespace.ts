import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DevError } from './dev-error.ts';
import type { StackConfig } from './stack-schema.ts';
import { retentionArguments, searchAttributeArguments, selfContained } from './temporal-arguments.ts';

interface Preparation {
  config: StackConfig;
  cliPath: string;
  env: NodeJS.ProcessEnv;
  /** host:port of a server whose port is open */
  address: string;
  /** The database is a new one, made with the search attributes in it. */
  isNew: boolean;
  /** Aborted when the server is gone or took too long. */
  over: AbortSignal;
}

/** Waits until the namespace can be used, and brings it up to what temporal-dev.yml says. */
export async function prepareNamespace({ config, cliPath, env, address, isNew, over }: Preparation): Promise<void> {
  const run = (args: string[]) => runCommand(cliPath, [...args, '--address', address, ...selfContained], env);

  // An open port is not yet a namespace: the first try that works has waited for it.
  while ((await run(retentionArguments(config))) !== undefined) {
    if (over.aborted) return;
    await sleep(100);
  }
  if (isNew || Object.keys(config.temporal.searchAttributes).length === 0) return;
  const problem = await run(searchAttributeArguments(config));
  if (problem === undefined || over.aborted) return;
  throw new DevError(
    `The search attributes of temporal-dev.yml do not fit this database: ${problem}.`,
    'The type of one that exists cannot change: give it back its type, choose another name, or another database file.',
  );
}

/** @returns what the CLI complained about, if it did */
async function runCommand(cliPath: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    await promisify(execFile)(cliPath, args, { env, timeout: 15_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const complaint =
      stderr?.split('\n').findLast((line) => line.startsWith('Error: ')) ?? message.split('\n')[0] ?? '';
    return complaint.replace(/^Error: /, '');
  }
}
