import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { EXIT } from '../../cli/exit-codes.ts';
import { readClientConfig } from '../../client/config.ts';
import { createSmileflow } from '../../client/create-smileflow.ts';
import { registration, withWorld } from '../integration/world.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');

it('shows code for a service that runs as it stands there', async () => {
  const code = /```js\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
  await withWorld({}, async ({ env }) => {
    const service = spawn(process.execPath, ['--input-type=module', '-'], { cwd: packageRoot, env });
    service.stdin.end(code);
    const [out, err] = await Promise.all([text(service.stdout), text(service.stderr)]);
    expect(err).toBe('');
    expect(out).toBe("approved Approved by Smile ID's machine check (0840).\n");
  });
});

it('shows code for a worker of your own that runs as it stands there', async () => {
  const code = /^## In your own worker[\s\S]+?```js\n([\s\S]+?)```/m.exec(readme)?.[1] ?? '';
  await withWorld({ workers: 0 }, async ({ env, temporal }) => {
    const worker = spawn(process.execPath, ['--input-type=module', '-'], { cwd: packageRoot, env });
    worker.stdin.end(code);
    const exited = once(worker, 'exit');
    const complaints = text(worker.stderr);
    const smileflow = createSmileflow({ ...readClientConfig(env), client: temporal, taskQueue: 'accounts' });
    const { verificationId, result } = await smileflow.start(registration());
    const opened = temporal.workflow.execute('openAccount', {
      workflowId: 'open-account',
      taskQueue: 'accounts',
      args: [{ customer: 'c1', verificationId }],
    });
    const ends = Promise.all([result(), opened]);
    const early = exited.then(async () => Promise.reject(new Error(await complaints)));
    expect(await Promise.race([ends, early])).toEqual([
      expect.objectContaining({ decision: 'approved' }),
      'account of c1',
    ]);
    early.catch(() => undefined);
    worker.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });
});

it('lists every entry point', () => {
  const { exports } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const table = /\| entry point +\|[\s\S]+?\n\n/.exec(readme)?.[0] ?? '';
  expect([...table.matchAll(/^\| `smileflow\/([\w-]+)`/gm)].map(([, name]) => `./${name}`).sort()).toEqual(
    Object.keys(exports)
      .filter((name) => name !== './package.json')
      .sort(),
  );
});

it('names every variable that a process reads', () => {
  const named = new Set(readme.match(/\b(SMILEFLOW|SMILE_ID)_[A-Z_]*[A-Z]/g));
  const read = ['cli', 'client', 'gateway', 'worker', 'smile-id', 'notifications'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        readFileSync(join(packageRoot, folder, name), 'utf8').match(/\b(SMILEFLOW|SMILE_ID)_[A-Z_]*[A-Z]/g),
      ),
  );
  const internal = ['SMILEFLOW_SIMULATOR_TIME_SCALE'];
  const isExample = (name = ''): boolean => /^SMILE_ID_(KENYA|UGANDA_TEST)(_|$)/.test(name);
  expect([...named].filter((name) => !isExample(name)).sort()).toEqual(
    [...new Set(read)].filter((name) => name && !internal.includes(name) && !isExample(name)).sort(),
  );
});

it('lists every exit code', () => {
  const table = /\| exit code +\|[\s\S]+?\n\n/.exec(readme)?.[0] ?? '';
  for (const code of Object.values(EXIT)) expect(table).toMatch(new RegExp(`^\\|.*\\b${code}\\b.*\\|`, 'm'));
});
