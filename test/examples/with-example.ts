import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../cli/command.ts';
import type { Env } from '../integration/world.ts';

export interface RunningExample {
  /** The first line that it said. */
  readonly firstLine: string;
  /** Resolves as soon as it has said such a line. */
  said(line: string): Promise<void>;
}

/** Starts an example as its first lines say, lends it once it has said something, and stops it; gives its exit code. */
export async function withExample(
  name: string,
  env: Env,
  use: (example: RunningExample) => Promise<void>,
): Promise<number | null> {
  const example = spawnExample(name, { ...env, PORT: '0' });
  const complaints = text(example.stderr);
  const exited = once(example, 'exit');
  const lines: string[] = [];
  const output = createInterface({ input: example.stdout }).on('line', (line) => lines.push(line));
  try {
    const [firstLine] = (await once(output, 'line')) as [string];
    await use({
      firstLine,
      async said(line) {
        while (!lines.includes(line)) await once(output, 'line');
      },
    });
  } finally {
    example.kill('SIGTERM');
  }
  const [exitCode] = await exited;
  if (exitCode !== 0) console.error(await complaints);
  return exitCode;
}

/** Runs an example to its end. */
export async function runExample(name: string, env: Env, args: readonly string[] = []) {
  const example = spawnExample(name, env, args);
  const [[exitCode], out, err] = await Promise.all([once(example, 'exit'), text(example.stdout), text(example.stderr)]);
  return { exitCode, out, err };
}

function spawnExample(name: string, env: Env, args: readonly string[] = []): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [`examples/${name}`, ...args], { cwd: packageRoot, env });
}
