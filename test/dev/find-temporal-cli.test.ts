import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { CliProgress } from '../../dev/cli-progress.ts';
import { findTemporalCli } from '../../dev/find-temporal-cli.ts';
import { withTemporaryFolder, writeExecutable } from './temporary-folder.ts';

const cliModuleDir = fileURLToPath(new URL('../../dev/temporal-cli', import.meta.url));
const says = (version: string, server: string) => `echo "temporal version ${version} (Server ${server}, UI 2.50.1)"`;
/** Stands for Go: writes an executable where `-o` says. */
const buildingGo = `
echo building >> "$BUILDS"
echo "github.com/temporalio/cli/cmd/temporal" >&2
while [ "$1" != -o ]; do shift; done
sleep 0.3
printf '#!/bin/sh\\n%s\\n' '${says('1.8.2', '1.31.2')}' > "$2"
chmod +x "$2"`;

interface Machine {
  bin: string;
  builds: () => Promise<number>;
  progress: CliProgress[];
  find: (env?: NodeJS.ProcessEnv) => ReturnType<typeof findTemporalCli>;
  cached: string;
}

/** A machine with nothing but a shell and tar, whose download host answers as told (by default not at all). */
async function withMachine(use: (machine: Machine) => Promise<void>, answer?: RequestListener): Promise<void> {
  const server = createServer(answer ?? ((request) => request.socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await withTemporaryFolder(async (folder) => {
      const bin = join(folder, 'bin');
      await mkdir(bin);
      const progress: CliProgress[] = [];
      const find = (env: NodeJS.ProcessEnv = {}) =>
        findTemporalCli({
          env: {
            PATH: `${bin}:/usr/bin:/bin`,
            XDG_CACHE_HOME: join(folder, 'cache'),
            BUILDS: join(folder, 'builds'),
            ...env,
          },
          cliModuleDir,
          downloadHost: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          onProgress: (event) => progress.push(event),
        });
      const builds = async () =>
        (await readFile(join(folder, 'builds'), 'utf8').catch(() => '')).split('\n').length - 1;
      await use({ bin, builds, progress, find, cached: join(folder, 'cache/smileflow/temporal-cli/1.8.2/temporal') });
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('finding the Temporal CLI', () => {
  it('uses the one that TEMPORAL_CLI_PATH names before all others', () =>
    withMachine(async ({ bin, find }) => {
      await writeExecutable(join(bin, 'temporal'), says('1.7.0', '1.30.0'));
      const path = await writeExecutable(join(bin, 'chosen'), says('1.9.0', '1.32.0'));
      expect(await find({ TEMPORAL_CLI_PATH: path })).toEqual({ path, version: '1.9.0', source: 'TEMPORAL_CLI_PATH' });
    }));

  it.each([
    ['is missing', undefined, 'does not exist'],
    ['is too old', says('1.4.1', '1.28.0'), 'has Temporal server 1.28.0, older than 1.29'],
    ['is another program', 'echo hello', 'is not a Temporal CLI'],
    ['fails', 'exit 3', 'cannot be run'],
  ])('refuses a TEMPORAL_CLI_PATH that %s', (_, script, reason) =>
    withMachine(async ({ bin, find }) => {
      const path = join(bin, 'chosen');
      if (script) await writeExecutable(path, script);
      await expect(find({ TEMPORAL_CLI_PATH: path })).rejects.toMatchObject({
        name: 'DevError',
        problem: `TEMPORAL_CLI_PATH names ${path}, which ${reason}.`,
        remedy: expect.stringContaining('unset it'),
      });
    }),
  );

  it('uses a recent one on PATH and passes over one that is too old', () =>
    withMachine(async ({ bin, find, progress }) => {
      const old = join(bin, 'old');
      await mkdir(old);
      await writeExecutable(join(old, 'temporal'), 'echo "temporal version 0.10.7 (server 1.22.0) (ui 2.20.0)"');
      const path = await writeExecutable(join(bin, 'temporal'), says('1.5.1', '1.29.1'));
      expect(await find({ PATH: `${old}:${bin}:/usr/bin:/bin` })).toEqual({ path, version: '1.5.1', source: 'PATH' });
      expect(progress[0]).toEqual({
        kind: 'passed-over',
        path: join(old, 'temporal'),
        reason: 'has Temporal server 1.22.0, older than 1.29',
      });
    }));

  it('names one that was built without a version after its server', () =>
    withMachine(async ({ bin, find }) => {
      await writeExecutable(join(bin, 'temporal'), says('0.0.0-DEV', '1.31.2'));
      expect(await find()).toMatchObject({ version: 'dev-1.31.2', source: 'PATH' });
    }));

  it('builds the pinned one when nothing else works, and finds it in the cache from then on', () =>
    withMachine(async ({ bin, find, cached, progress, builds }) => {
      await writeExecutable(join(bin, 'go'), buildingGo);
      expect(await find()).toEqual({ path: cached, version: '1.8.2', source: 'build' });
      expect(progress.map(({ kind }) => kind)).toEqual([
        'download-started',
        'download-failed',
        'build-started',
        'found',
      ]);
      expect(await find()).toEqual({ path: cached, version: '1.8.2', source: 'cache' });
      expect(await builds()).toBe(1);
      expect(await readdir(join(cached, '..'))).toEqual(['temporal']);
    }));

  it('builds once for two processes that ask at once', () =>
    withMachine(async ({ bin, find, builds, progress }) => {
      await writeExecutable(join(bin, 'go'), buildingGo);
      const found = await Promise.all([find(), find()]);
      expect(found.map(({ source }) => source).sort()).toEqual(['build', 'cache']);
      expect(progress.map(({ kind }) => kind)).toContain('waiting-for-other-process');
      expect(await builds()).toBe(1);
    }));

  it('takes over the lock and the leftovers of a process that was killed', () =>
    withMachine(async ({ bin, find, cached }) => {
      await writeExecutable(join(bin, 'go'), buildingGo);
      const folder = join(cached, '..');
      const { stdout } = await promisify(execFile)('sh', ['-c', 'echo $$']);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'lock'), stdout.trim());
      await writeFile(join(folder, `build-${stdout.trim()}`), 'half a program');
      expect(await find()).toMatchObject({ source: 'build' });
      expect(await readdir(folder)).toEqual(['temporal']);
    }));

  it('replaces a damaged one in the cache', () =>
    withMachine(async ({ bin, find, cached, progress }) => {
      await writeExecutable(join(bin, 'go'), buildingGo);
      await mkdir(join(cached, '..'), { recursive: true });
      await writeExecutable(cached, 'exit 1');
      expect(await find()).toMatchObject({ source: 'build' });
      expect(progress[0]).toEqual({ kind: 'passed-over', path: cached, reason: 'cannot be run' });
    }));

  it('names the ways out when there is no Go', () =>
    withMachine(async ({ bin, find }) => {
      const env = { PATH: bin };
      await expect(find(env)).rejects.toMatchObject({
        name: 'DevError',
        remedy: expect.stringMatching(/Install the Temporal CLI .*TEMPORAL_CLI_PATH.*install Go 1\.26 or newer/),
      });
    }));

  it('shows the last lines of a build that failed and leaves nothing behind', () =>
    withMachine(async ({ bin, find, cached }) => {
      await writeExecutable(join(bin, 'go'), 'echo "go: module lookup disabled" >&2; exit 1');
      await expect(find()).rejects.toMatchObject({
        name: 'DevError',
        problem: expect.stringContaining('  go: module lookup disabled\n'),
      });
      expect(await readdir(join(cached, '..'))).toEqual([]);
    }));

  it('prefers the download, asking for this machine and the pinned version', async () => {
    const asked: string[] = [];
    const archive = await withTemporaryFolder(async (folder) => {
      await writeExecutable(join(folder, 'temporal'), says('1.8.2', '1.31.2'));
      await promisify(execFile)('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, 'temporal']);
      return readFile(join(folder, 'a.tar.gz'));
    });
    const answer: RequestListener = (request, response) => {
      asked.push(request.url ?? '');
      response.end(archive);
    };
    await withMachine(async ({ find, cached }) => {
      expect(await find()).toEqual({ path: cached, version: '1.8.2', source: 'download' });
      expect(asked[0]).toMatch(/^\/cli\/archive\/v1\.8\.2\?platform=(linux|darwin)&arch=(amd64|arm64)$/);
      expect(await readdir(join(cached, '..'))).toEqual(['temporal']);
    }, answer);
  });

  it('builds when the download is not what it should be', () =>
    withMachine(
      async ({ bin, find, progress }) => {
        await writeExecutable(join(bin, 'go'), buildingGo);
        expect(await find()).toMatchObject({ source: 'build' });
        expect(progress.map(({ kind }) => kind)).toContain('download-failed');
      },
      (_, response) => response.end('<html>please log in to the network</html>'),
    ));

  it('gives up a download host that stays silent within seconds', () =>
    withMachine(
      async ({ bin, find, progress }) => {
        await writeExecutable(join(bin, 'go'), buildingGo);
        expect(await find()).toMatchObject({ source: 'build' });
        expect(progress).toContainEqual({ kind: 'download-failed', reason: expect.stringContaining('5000ms') });
      },
      () => {},
    ));
});
