import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from '../integration/world.ts';
import { runExample, withExample } from './with-example.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
});
afterAll(() => close());

describe('examples/own-worker.mjs', () => {
  it('carries a verification forward beside its own workflow, which waits for it, and stops when it is told to', async () => {
    const exitCode = await withExample('own-worker.mjs', world.env, async ({ firstLine }) => {
      expect(firstLine).toBe('working on accounts');
      const { out, exitCode: opened } = await runExample('open-account.mjs', world.env);
      expect([opened, out]).toEqual([0, expect.stringMatching(/^account of customer-\d+\n$/)]);
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    ['own-worker.mjs', { SMILE_ID_PARTNER_ID: 'x' }, /^Smile ID is not configured: SMILE_ID_PARTNER_ID is not.*\n$/],
    ['open-account.mjs', { SMILEFLOW_FINGERPRINT_KEY: 'short' }, /^SMILEFLOW_FINGERPRINT_KEY is too short.*\n$/],
  ])('%s says in one sentence what is wrong with its configuration', async (name, changes, sentence) => {
    const { exitCode, out, err } = await runExample(name, { ...world.env, ...changes } as Record<string, string>);
    expect([exitCode, out, err]).toEqual([2, '', expect.stringMatching(sentence)]);
  });
});
