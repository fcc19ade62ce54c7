import { mkdir, readdir, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildTemporalCli } from './build-temporal-cli.ts';
import type { CliProgress, CliSource, OnCliProgress } from './cli-progress.ts';
import { DevError } from './dev-error.ts';
import { downloadTemporalCli } from './download-temporal-cli.ts';
import { withExclusiveLock } from './exclusive-lock.ts';
import { cliCacheDir, readPinnedCli } from './pinned-cli.ts';
import { askCliVersion, oldestServerText } from './temporal-cli-version.ts';

export interface TemporalCli {
  path: string;
  version: string;
  source: CliSource;
}

interface Search {
  env: NodeJS.ProcessEnv;
  /** The Go module that pins the CLI: dev/temporal-cli of this package. It may be read-only. */
  cliModuleDir: string;
  /** Instead of the user's cache folder. */
  cacheDir?: string;
  /** Instead of Temporal's download host. */
  downloadHost?: string;
  onProgress: OnCliProgress;
}

/**
 * Finds a Temporal CLI that can run the local server, and makes one if there is none: TEMPORAL_CLI_PATH, PATH, the
 * user's cache, Temporal's download, a build with Go. The last takes minutes and happens once.
 * @throws DevError when TEMPORAL_CLI_PATH cannot be used, or when every way is closed
 */
export async function findTemporalCli(search: Search): Promise<TemporalCli> {
  const cli = (await chosenCli(search.env)) ?? (await installedCli(search)) ?? (await ownCli(search));
  search.onProgress({ kind: 'found', ...cli });
  return cli;
}

/** What was named on purpose is used or refused, never replaced by something else. */
async function chosenCli({ TEMPORAL_CLI_PATH: path }: NodeJS.ProcessEnv): Promise<TemporalCli | undefined> {
  if (!path) return undefined;
  const asked = await askCliVersion(path);
  if (typeof asked !== 'string') return { path, version: asked.version, source: 'TEMPORAL_CLI_PATH' };
  throw new DevError(
    `TEMPORAL_CLI_PATH names ${path}, which ${asked}.`,
    `Let it name a Temporal CLI with server ${oldestServerText} or newer, or unset it.`,
  );
}

async function installedCli({ env, onProgress }: Search): Promise<TemporalCli | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'temporal');
    const asked = await askCliVersion(path);
    if (typeof asked !== 'string') return { path, version: asked.version, source: 'PATH' };
    if (asked !== 'does not exist') onProgress({ kind: 'passed-over', path, reason: asked });
  }
  return undefined;
}

async function ownCli(search: Search): Promise<TemporalCli> {
  const { env, cliModuleDir, onProgress } = search;
  const pinned = await readPinnedCli(cliModuleDir);
  const folder = join(search.cacheDir ?? cliCacheDir(env, process.platform), pinned.version);
  const path = join(folder, 'temporal');
  const own = (source: CliSource): TemporalCli => ({ path, version: pinned.version, source });

  const cached = await askCliVersion(path);
  if (typeof cached !== 'string') return own('cache');
  if (cached !== 'does not exist') onProgress({ kind: 'passed-over', path, reason: cached });

  await mkdir(folder, { recursive: true });
  const waitingSince = Date.now();
  const onWait = (pid: number) =>
    onProgress({ kind: 'waiting-for-other-process', pid, elapsedMs: Date.now() - waitingSince } satisfies CliProgress);
  return withExclusiveLock({ lockFile: join(folder, 'lock'), onWait }, async () => {
    // The process that was waited for has usually left one.
    if (typeof (await askCliVersion(path)) !== 'string') return own('cache');
    await removeLeftovers(folder);
    const host = search.downloadHost ?? 'https://temporal.download';
    const download = { version: pinned.version, folder, target: path, host, env, onProgress };
    if (await downloadTemporalCli(download)) return own('download');
    await buildTemporalCli({ pinned, cliModuleDir, folder, target: path, env, onProgress });
    return own('build');
  });
}

/** Half a download or build of a process that was killed; whoever holds the lock is alone. */
async function removeLeftovers(folder: string): Promise<void> {
  const leftovers = (await readdir(folder)).filter((name) => /^(build|download)-/.test(name));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
