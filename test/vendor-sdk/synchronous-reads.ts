import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface WatchedRun {
  readonly printed: string;
  /** Stacks of what held up the event loop until a file was there; without what loads modules. */
  readonly synchronousReads: readonly string[];
}

/** Runs a program with a task on its standard input, and has Node itself tell what it does synchronously. */
export async function watchProgram(program: URL, task: object, caFile: string): Promise<WatchedRun> {
  const child = spawn(process.execPath, ['--trace-sync-io', fileURLToPath(program)], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify(task));
  const [printed, told] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const stacks = told.split(/^\(node:\d+\) /m).filter((part) => part.startsWith('WARNING: Detected use of sync API'));
  const ofFiles = stacks.filter((stack) => stack.includes('(node:fs:') && !stack.includes('(node:internal/modules/'));
  return { printed, synchronousReads: ofFiles };
}
