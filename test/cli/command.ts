import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { samples } from '../integration/world.ts';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const main = join(packageRoot, 'dist', 'cli', 'main.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
  readonly durationMs: number;
}

export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the text was printed, on either stream; rejects if the command ends without it. */
  said(text: string | RegExp): Promise<string>;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What is piped in, and then ended; `open` is a pipe that stays open and empty. Default: nothing. */
  readonly stdin?: string;
}

/** The compiled command line as a process of its own, as a user has it. */
export function command({ env, cwd, stdin }: Surroundings, args: readonly string[]): Command {
  const startedAt = Date.now();
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A command that ends without reading is no trouble of the writer's.
  child.stdin?.on('error', () => undefined);
  if (stdin !== undefined && stdin !== 'open') child.stdin?.end(stdin);
  const { stdout, stderr } = child as ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };
  const listeners = new Set<() => void>();
  let out = '';
  let err = '';
  const hear = (): void => {
    for (const listener of listeners) listener();
  };
  stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    hear();
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    hear();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, out, err, durationMs: Date.now() - startedAt }));
  });
  const said = (text: string | RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const all = out + err;
        if (typeof text === 'string' ? !all.includes(text) : !text.test(all)) return;
        listeners.delete(look);
        resolve(all);
      };
      listeners.add(look);
      void ended.then(() => reject(new Error(`It ended without saying ${text}:\n${out}${err}`)));
      look();
    });
  return { child, ended, said };
}

export function runCli(surroundings: Surroundings, args: readonly string[]): Promise<Ended> {
  return command(surroundings, args).ended;
}

/** What a user types to start a verification with the sample pictures. */
export function startArguments(
  product: 'registration' | 'authentication',
  userId: string,
  ...more: readonly string[]
): string[] {
  const { selfie, liveness } = samples(product);
  const pictures = ['--selfie', selfie, '--liveness', ...liveness];
  return ['start', `smartselfie-${product}`, '--user-id', userId, ...pictures, ...more];
}
