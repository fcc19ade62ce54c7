import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DemoVerification } from '../../cli/demo-run.ts';
import { PRODUCT_NAMES } from '../../domain/product.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { command, packageRoot, runCli } from './command.ts';

/** A folder with the shipped temporal-dev.yml on free ports. */
const withStackFolder = (use: (folder: string) => Promise<void>): Promise<void> =>
  withTemporaryFolder(async (folder) => {
    const yaml = await readFile(join(packageRoot, 'temporal-dev.yml'), 'utf8');
    await writeFile(join(folder, 'temporal-dev.yml'), yaml.replace(/(port|uiPort): \d+/g, '$1: 0'));
    await use(folder);
  });

/** Fetching the Temporal CLI once is the business of other tests; where it was put is known by these. */
const env: Record<string, string> = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);

describe('smileflow demo', () => {
  it('runs every product and every way to a decision, as each scenario promises, and prints one JSON object', () =>
    withStackFolder(async (cwd) => {
      const { exitCode, out, err } = await runCli({ cwd, env }, ['demo', '--json']);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringContaining('Starting the local stack') });
      const { verifications } = JSON.parse(out) as { verifications: DemoVerification[] };
      expect(new Set(verifications.map(({ product }) => product))).toEqual(new Set(PRODUCT_NAMES));
      expect(verifications.map(({ outcome, decidedBy }) => [outcome, decidedBy])).toEqual([
        ...PRODUCT_NAMES.map(() => ['approved', 'machine']),
        ['rejected', 'machine'],
        ['approved', 'reviewer'],
        ['approved', 'operator'],
      ]);
      for (const { verificationId, workflowId, historyEvents, durationMs, webUi } of verifications) {
        expect(workflowId).toBe(`verification-${verificationId}`);
        expect(webUi).toMatch(new RegExp(`^http://.*/workflows/${workflowId}$`));
        expect(durationMs).toBeGreaterThan(0);
        expect(historyEvents).toBeLessThanOrEqual(60);
      }
      expect(verifications[0]?.historyEvents).toBeLessThanOrEqual(34);
    }));

  it('ends with 130 when it is interrupted, and leaves no stack behind', () =>
    withStackFolder(async (cwd) => {
      const going = command({ cwd, env }, ['demo', '--json']);
      const [, address = ''] =
        /simulator is up at (http\S+)/.exec(await going.said(/simulator is up at http\S+\n/)) ?? [];
      going.child.kill('SIGINT');
      const { exitCode, out } = await going.ended;
      expect(exitCode).toBe(130);
      expect(JSON.parse(out)).toMatchObject({ error: { kind: 'interrupted' } });
      await expect(fetch(`${address}/_simulator/health`)).rejects.toThrow();
    }));
});

describe('smileflow dev', () => {
  it('tells what is where, and stops everything at Ctrl-C with 0', () =>
    withStackFolder(async (cwd) => {
      const going = command({ cwd, env: { ...env, NO_COLOR: '1' } }, ['dev']);
      const said = await going.said('Ctrl-C stops everything');
      expect(said).toMatch(
        /The local stack is ready\.\n\n {2}Temporal Web UI +http:\/\/127\.0\.0\.1:\d+\/namespaces\/default/,
      );
      const [, gateway = ''] = /callback gateway +(http\S+)/.exec(said) ?? [];
      expect((await fetch(`${gateway}/health/ready`)).status).toBe(200);
      going.child.kill('SIGINT');
      const { exitCode, out, err } = await going.ended;
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out).not.toContain('\u001b[');
      await expect(fetch(`${gateway}/health/live`)).rejects.toThrow();
    }));
});
