import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import got from 'got';
import type { OnCliProgress } from './cli-progress.ts';
import { askCliVersion } from './temporal-cli-version.ts';

interface Download {
  version: string;
  /** Where the executable goes; its folder exists. */
  folder: string;
  target: string;
  host: string;
  env: NodeJS.ProcessEnv;
  onProgress: OnCliProgress;
}

/**
 * Fetches the release that the Temporal SDKs use as well. There is no published checksum: what arrives over TLS is
 * trusted if it says that it is a Temporal CLI. A machine without network is told apart within five seconds.
 * @returns whether the CLI is at `target` now
 */
export async function downloadTemporalCli({ version, folder, target, host, env, onProgress }: Download) {
  const url = releaseUrl(host, version);
  onProgress({ kind: 'download-started', url });
  const workshop = await mkdtemp(join(folder, 'download-'));
  try {
    const archive = join(workshop, 'temporal.tar.gz');
    await fetchTo(archive, url, onProgress);
    await promisify(execFile)('tar', ['-xzf', archive, '-C', workshop, 'temporal'], { env });
    const asked = await askCliVersion(join(workshop, 'temporal'));
    if (typeof asked === 'string') throw new Error(`what arrived ${asked}`);
    await rename(join(workshop, 'temporal'), target);
    return true;
  } catch (error) {
    onProgress({ kind: 'download-failed', reason: firstLine(error) });
    return false;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function releaseUrl(host: string, version: string): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return `${host}/cli/archive/v${version}?platform=${process.platform}&arch=${arch}`;
}

async function fetchTo(archive: string, url: string, onProgress: OnCliProgress): Promise<void> {
  const download = got.stream(url, {
    retry: { limit: 0 },
    timeout: { lookup: 5_000, connect: 5_000, secureConnect: 5_000, response: 5_000, socket: 10_000 },
  });
  let reportedAt = Date.now();
  download.on('downloadProgress', ({ transferred, total }: { transferred: number; total?: number }) => {
    if (Date.now() - reportedAt < 1_000) return;
    reportedAt = Date.now();
    onProgress({ kind: 'downloading', receivedBytes: transferred, totalBytes: total });
  });
  await pipeline(download, createWriteStream(archive));
}

function firstLine(error: unknown): string {
  return String((error as Error).message).split('\n')[0] ?? '';
}
