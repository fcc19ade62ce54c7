import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the Go module in dev/temporal-cli pins: the one place where the CLI's version is written. */
export interface PinnedCli {
  version: string;
  goVersion: string;
}

export async function readPinnedCli(cliModuleDir: string): Promise<PinnedCli> {
  const goMod = await readFile(join(cliModuleDir, 'go.mod'), 'utf8');
  const version = /^require github\.com\/temporalio\/cli v(\S+)$/m.exec(goMod)?.[1];
  const goVersion = /^go (\d+\.\d+)/m.exec(goMod)?.[1];
  if (!version || !goVersion) throw new Error(`${join(cliModuleDir, 'go.mod')} pins no version of the Temporal CLI.`);
  return { version, goVersion };
}

/** One for each user of this machine, shared by all checkouts and installs. */
export function cliCacheDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env.HOME || homedir();
  const caches = env.XDG_CACHE_HOME || (platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache'));
  return join(caches, 'smileflow', 'temporal-cli');
}
