import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { DevError } from './dev-error.ts';
import type { OnStackEvent, PartExit, PartName } from './stack-events.ts';

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

interface PartPlan {
  name: PartName;
  command: Command;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** How long it may take to stop by itself before it is killed. */
  graceMs: number;
  onEvent: OnStackEvent;
}

export interface Part {
  name: PartName;
  pid: number;
  /** Resolves when the process is gone and everything it said was passed on. */
  exited: Promise<PartExit>;
  /** The last lines it said. */
  lastLines: () => string[];
  onMessage: (listen: (message: unknown) => void) => void;
  stop: () => Promise<void>;
  kill: () => void;
}

/**
 * Starts a process that lives and dies with this one: it is told through its IPC channel, which the operating system
 * closes even when this process is killed. It gets a process group of its own, so that Ctrl-C in a terminal reaches
 * only this process, which then stops the parts in their order.
 */
export async function spawnPart({ name, command, env, cwd, graceMs, onEvent }: PartPlan): Promise<Part> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const recent: string[] = [];
  const said = [child.stdout, child.stderr].map((stream) =>
    eachLine(stream as Readable, (line) => {
      recent.push(line);
      if (recent.length > 20) recent.shift();
      onEvent({ kind: 'log', part: name, line });
    }),
  );
  const exited = new Promise<PartExit>((resolve) => {
    child.once('exit', (code, signal) => {
      // Nothing that the part itself started may outlive it.
      killGroup(child.pid);
      void Promise.all(said).then(() => resolve({ part: name, code, signal }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new DevError(`${name} could not be started: ${error.message}.`, 'Check that the program is there.')),
    );
  });
  child.on('error', () => {}); // a message or signal to a process that has just ended
  const { pid } = child as { pid: number };
  onEvent({ kind: 'starting', part: name, pid });

  return {
    name,
    pid,
    exited,
    lastLines: () => [...recent],
    onMessage: (listen) => child.on('message', listen),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return void (await exited);
      onEvent({ kind: 'stopping', part: name });
      child.kill('SIGTERM');
      const outOfPatience = setTimeout(() => killGroup(pid), graceMs);
      const exit = await exited;
      clearTimeout(outOfPatience);
      onEvent({ kind: 'stopped', ...exit });
    },
    kill: () => killGroup(pid),
  };
}

function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => createInterface({ input: stream }).on('line', onLine).once('close', resolve));
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: all of the group are gone already.
  }
}
