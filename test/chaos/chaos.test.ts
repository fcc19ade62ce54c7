import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

it('keeps every promise of twenty verifications while processes are killed and calls go wrong', async () => {
  const command = ['chaos/main.js', '--verifications', '20', '--seed', '20', '--json'];
  const run = spawn(process.execPath, [join(packageRoot, 'dist', command[0] ?? ''), ...command.slice(1)]);
  const [out, err] = await Promise.all([text(run.stdout), text(run.stderr)]);
  expect(err).toContain('Chaos with 20 verifications and seed 20.');
  const report = JSON.parse(out);
  expect(report).toMatchObject({ broken: [], isGood: true, ended: 20, paid: 20 });
  expect(report.kills.temporal).toBeGreaterThanOrEqual(2);
  expect(report.kills.worker).toBeGreaterThanOrEqual(1);
  expect(report.kills.gateway).toBeGreaterThanOrEqual(1);
  expect(report.hits).toBeGreaterThan(20);
}, 600_000);
