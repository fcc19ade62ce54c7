import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findTemporalCli } from '../../dev/find-temporal-cli.ts';
import { readStackConfig } from '../../dev/stack-config.ts';
import type { StackEvent } from '../../dev/stack-events.ts';
import type { Stack, StackPlan } from '../../dev/stack-plan.ts';
import type { StackConfig } from '../../dev/stack-schema.ts';
import { startStack } from '../../dev/start-stack.ts';

const cliModuleDir = fileURLToPath(new URL('../../dev/temporal-cli', import.meta.url));
const standIn = fileURLToPath(new URL('./stand-in.mjs', import.meta.url));

/** The shipped temporal-dev.yml on free ports. */
export async function freePortConfig(): Promise<StackConfig> {
  const yaml = await readFile(new URL('../../temporal-dev.yml', import.meta.url), 'utf8');
  return readStackConfig(yaml.replace(/(port|uiPort): \d+/g, '$1: 0'), 'temporal-dev.yml');
}

export const realTemporalCli = () => findTemporalCli({ env: process.env, cliModuleDir, onProgress: () => {} });

/** Everything startStack needs, with stand-ins for the node parts; `manner` changes how one behaves. */
export async function planStack(compiled: string, workDir: string, changes: Partial<StackPlan> = {}) {
  const events: StackEvent[] = [];
  const listeners = new Set<() => void>();
  const plan: StackPlan = {
    config: await freePortConfig(),
    env: process.env,
    cli: await realTemporalCli(),
    packageRoot: compiled,
    workDir,
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
    ...changes,
    commands: {
      leash: [process.execPath, `${compiled}/dev/leash/main.js`],
      simulator: standInCommand('simulator'),
      gateway: standInCommand('gateway'),
      worker: standInCommand('worker'),
      ...changes.commands,
    },
  };
  const until = (wanted: (event: StackEvent) => boolean) =>
    new Promise<StackEvent>((resolve) => {
      const look = () => {
        const event = events.find(wanted);
        if (!event) return;
        listeners.delete(look);
        resolve(event);
      };
      listeners.add(look);
      look();
    });
  return { plan, events, until };
}

export function standInCommand(name: string, manner = 'works'): [string, ...string[]] {
  return [process.execPath, standIn, name, manner];
}

/** Starts a stack, lends it, and stops it. */
export async function withStack(plan: StackPlan, use: (stack: Stack) => Promise<void>): Promise<void> {
  const stack = await startStack(plan);
  try {
    await use(stack);
  } finally {
    await stack.stop();
  }
}

/**
 * Which of these processes remain. One that was killed is answered for until its parent, perhaps not this process,
 * has taken notice, so it gets a moment.
 */
export async function survivors(pids: number[]): Promise<number[]> {
  const giveUpAt = Date.now() + 5_000;
  for (;;) {
    const alive = pids.filter(isAlive);
    if (alive.length === 0 || Date.now() > giveUpAt) return alive;
    await sleep(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
