import { type ChildProcess, spawn } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { OnCliProgress } from './cli-progress.ts';
import { DevError } from './dev-error.ts';
import type { PinnedCli } from './pinned-cli.ts';
import { oldestServerText } from './temporal-cli-version.ts';

interface Build {
  pinned: PinnedCli;
  cliModuleDir: string;
  /** Where the executable goes; its folder exists. */
  folder: string;
  target: string;
  env: NodeJS.ProcessEnv;
  onProgress: OnCliProgress;
}

const command = 'github.com/temporalio/cli/cmd/temporal';
const versionVariable = 'github.com/temporalio/cli/internal/temporalcli.Version';

/** Builds the pinned CLI, every module of it checked against go.sum. Writes nothing into the module's folder. */
export async function buildTemporalCli({ pinned, cliModuleDir, folder, target, env, onProgress }: Build) {
  const unfinished = join(folder, `build-${process.pid}`);
  const startedAt = Date.now();
  const recent: string[] = [];
  let packages = 0;

  onProgress({ kind: 'build-started', version: pinned.version });
  const go = spawn(
    'go',
    [
      ...['build', '-v', '-trimpath', '-mod=readonly', '-buildvcs=false'],
      ...[`-ldflags=-s -w -X ${versionVariable}=${pinned.version}`, '-o', unfinished, command],
    ],
    {
      cwd: cliModuleDir,
      // A go.work above the project would take the place of the pinned versions.
      env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const outcome = waitForExit(go);
  createInterface({ input: go.stderr }).on('line', (line) => {
    if (!line.startsWith('go: ')) packages += 1;
    recent.push(line);
    if (recent.length > 5) recent.shift();
  });
  const ticking = setInterval(
    () => onProgress({ kind: 'building', elapsedMs: Date.now() - startedAt, packages, step: recent.at(-1) ?? '' }),
    1_000,
  );
  try {
    const ended = await outcome;
    if (ended === 'no-go') throw withoutGo(pinned);
    if (ended !== 0) throw failedBuild(pinned, recent);
    await rename(unfinished, target);
  } finally {
    clearInterval(ticking);
    await rm(unfinished, { force: true });
  }
}

function waitForExit(go: ChildProcess): Promise<number | 'no-go'> {
  return new Promise((resolve, reject) => {
    go.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve('no-go') : reject(error)));
    go.once('close', (code) => resolve(code ?? 1));
  });
}

const otherWays = `Install the Temporal CLI (server ${oldestServerText} or newer: https://docs.temporal.io/cli) or set TEMPORAL_CLI_PATH to its executable`;

function withoutGo({ version, goVersion }: PinnedCli): DevError {
  return new DevError(
    `The local stack needs the Temporal CLI. It is not on PATH, version ${version} could not be downloaded, and Go is not here to build it.`,
    `${otherWays}, or install Go ${goVersion} or newer.`,
  );
}

function failedBuild({ version, goVersion }: PinnedCli, recent: string[]): DevError {
  return new DevError(
    `Building the Temporal CLI ${version} with Go failed:\n${recent.map((line) => `  ${line}\n`).join('')}`,
    `${otherWays}, or make Go ${goVersion} with access to its module proxy available and start again.`,
  );
}
