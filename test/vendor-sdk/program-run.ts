import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How a call of a vendor's package ended. */
export type Outcome =
  // biome-ignore lint/suspicious/noExplicitAny: what the package gives back is looked into, not typed
  | { readonly kind: 'resolved'; readonly value: any }
  | { readonly kind: 'rejected'; readonly name: string; readonly message: string; readonly logged: string };

export interface ProgramRun<Printed> {
  readonly outcome: Promise<Printed>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

interface Program {
  readonly command: string;
  readonly file: URL;
  /** Besides this process's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program that takes a task on its standard input and prints what came of it, both as JSON. */
export function startProgram<Printed>({ command, file, env }: Program, task: object): ProgramRun<Printed> {
  const child = spawn(command, [fileURLToPath(file)], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let hasEnded = false;
  const outcome = printedBy<Printed>(child).finally(() => {
    hasEnded = true;
  });
  // Who only looks whether it has ended does not wait for it.
  outcome.catch(() => {});
  child.stdin.end(JSON.stringify(task));
  return {
    outcome,
    hasEnded: () => hasEnded,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function printedBy<Printed>({ stdout, stderr }: ChildProcess): Promise<Printed> {
  if (stdout === null || stderr === null) throw new Error('The process has no pipes.');
  const [printed, complaint] = await Promise.all([text(stdout), text(stderr)]);
  if (printed === '') throw new Error(`The vendor's package printed nothing. ${complaint}`);
  return JSON.parse(printed) as Printed;
}
