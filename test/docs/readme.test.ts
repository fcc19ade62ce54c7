import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { EXIT } from '../../cli/exit-codes.ts';
import { withWorld } from '../integration/world.ts';

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
