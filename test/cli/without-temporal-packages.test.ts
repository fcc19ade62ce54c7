import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from './command.ts';

let folder: string;

/** The package as it is where a package manager leaves peer dependencies out. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smileflow-without-temporal-'));
  for (const name of ['dist', 'package.json', 'temporal-dev.yml', 'samples'])
    await cp(join(packageRoot, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(packageRoot, 'node_modules')))
    if (name !== '@temporalio')
      await symlink(join(packageRoot, 'node_modules', name), join(folder, 'node_modules', name));
});

afterAll(() => rm(folder, { recursive: true }));

function begin(args: readonly string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const child = spawn(process.execPath, [join(folder, 'dist', 'cli', 'main.js'), ...args], { cwd: folder, env });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<{ exitCode: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, out, err }));
  });
  return { child, ended };
}

const INSTALL =
  "this command needs Temporal's packages, which are not installed: npm install @temporalio/activity @temporalio/client @temporalio/common @temporalio/envconfig @temporalio/worker @temporalio/workflow";

describe("without Temporal's packages", () => {
  it.each([
    [['--help'], 'Identity verification'],
    [['start', '--help'], 'Start a verification'],
    [['smile', 'supported-documents', 'NG'], 'PASSPORT'],
    [['smile', 'enhanced-kyc', '--help'], 'Enhanced KYC'],
  ])('works: %j', async (args, text) => {
    expect(await begin(args).ended).toEqual({ exitCode: 0, out: expect.stringContaining(text), err: '' });
  });

  it('runs the simulator', async () => {
    const { child, ended } = begin(['simulator', '--port', '0']);
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (text: string) => {
        said += text;
        const [, found] = /"url":"([^"]+)"/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
      void ended.then(({ err }) => reject(new Error(`It ended: ${err}`)));
    });
    expect((await fetch(`${url}/_simulator/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ exitCode: 0, err: '' });
  });

  it.each([
    ['status', 'v'],
    ['result', 'v'],
    ['start', 'smartselfie-registration', '--user-id', 'u', '--selfie', 'samples/registration/selfie.jpg'],
    ['worker'],
    ['gateway'],
    ['dev'],
    ['demo'],
  ])('says what to install: %s', async (...args) => {
    expect(await begin(args).ended).toEqual({
      exitCode: 2,
      out: '',
      err: expect.stringMatching(new RegExp(`^(\\w+ the local stack .*\\n)?smileflow: ${INSTALL}\\n$`)),
    });
  });

  it('says it to programs, too', async () => {
    const { exitCode, out } = await begin(['status', 'v', '--json']).ended;
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: { kind: 'invalid-request', message: INSTALL, problems: [] } });
  });
});
