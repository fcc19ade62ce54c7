import { join } from 'node:path';
import type { Command } from './spawn-part.ts';
import type { OnStackEvent, PartExit } from './stack-events.ts';
import type { StackConfig } from './stack-schema.ts';

export interface StackPlan {
  config: StackConfig;
  /** The caller's environment. Nothing in it can point the local stack at a real service. */
  env: NodeJS.ProcessEnv;
  cli: { path: string; version: string };
  packageRoot: string;
  /** What the paths of temporal-dev.yml are relative to. */
  workDir: string;
  onEvent: OnStackEvent;
  /** What to run besides Temporal; everything unless told otherwise. What is left out is expected at its address. */
  parts?: { simulator?: boolean; gateway?: boolean; worker?: boolean };
  /** Instead of the compiled command line of this package. */
  commands?: Partial<StackCommands>;
  /** Aborted by the first Ctrl-C: stops everything in order, also while it is still starting. */
  stopSignal?: AbortSignal;
  /** Aborted by the second Ctrl-C: ends everything at once. */
  killSignal?: AbortSignal;
}

export interface StackAddresses {
  /** host:port */
  temporal: string;
  /** URL of the Web UI */
  ui: string;
  /** URL */
  simulator: string;
  /** URL */
  gateway: string;
  namespace: string;
}

export interface Stack {
  addresses: StackAddresses;
  /** Absolute paths. */
  places: { database: string; mediaDirectory: string };
  /** `temporal` is the leash, `temporal-server` the server on it. */
  pids: StackPids;
  stop: () => Promise<void>;
  /** Resolves when all are gone: with the part that ended by itself, or with nothing after a stop. */
  exited: Promise<PartExit | undefined>;
}

/** By part. */
export type StackPids = Record<string, number>;

/** How each part is started. The leash is followed by the command that it runs. */
export interface StackCommands {
  leash: Command;
  simulator: Command;
  gateway: Command;
  worker: Command;
}

export function packagedCommands(packageRoot: string): StackCommands {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  return {
    leash: [process.execPath, join(packageRoot, 'dist', 'dev', 'leash', 'main.js')],
    simulator: [process.execPath, main, 'simulator'],
    gateway: [process.execPath, main, 'gateway'],
    worker: [process.execPath, main, 'worker'],
  };
}
