import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from '../integration/world.ts';
import { runExample, withExample } from './with-example.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
});
afterAll(() => close());

const AWAY = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

describe('examples/own-worker.mjs', () => {
  it('carries a verification forward beside its own workflow, which waits for it, and stops when it is told to', async () => {
    const exitCode = await withExample('own-worker.mjs', world.env, async ({ firstLine }) => {
      expect(firstLine).toBe('working on accounts');
      const { out, exitCode: opened } = await runExample('open-account.mjs', world.env);
      expect([opened, out]).toEqual([0, expect.stringMatching(/^account of customer-\d+\n$/)]);
    });
    expect(exitCode).toBe(0);
  });

  it('opens one account for one customer, however often it is asked', async () => {
    await withExample('own-worker.mjs', world.env, async () => {
      const runs = [1, 2].map(() => runExample('open-account.mjs', world.env, ['twice']));
      const opened = { exitCode: 0, out: 'account of twice\n', err: '' };
      expect(await Promise.all(runs)).toEqual([opened, opened]);
      const opening = world.temporal.workflow.getHandle('open-account-twice');
      const { runId } = await opening.describe();
      expect(await runExample('open-account.mjs', world.env, ['twice'])).toEqual(opened);
      expect((await opening.describe()).runId).toBe(runId);
    });
  });

  it.each([
    ['own-worker.mjs', { SMILE_ID_PARTNER_ID: 'x' }, /^Smile ID is not configured: SMILE_ID_PARTNER_ID is not.*\n$/],
    ['open-account.mjs', { SMILEFLOW_FINGERPRINT_KEY: 'short' }, /^SMILEFLOW_FINGERPRINT_KEY is too short.*\n$/],
    ['own-worker.mjs', AWAY, /^Temporal cannot be reached at 127\.0\.0\.1:1: .*\n$/],
    ['open-account.mjs', AWAY, /^Temporal cannot be reached at 127\.0\.0\.1:1: .*\n$/],
    ['open-account.mjs', { TEMPORAL_NAMESPACE: 'nowhere' }, /^Temporal at .* has no such namespace.*\n$/],
  ])('%s says in one sentence what is wrong with its surroundings', async (name, changes, sentence) => {
    const { exitCode, out, err } = await runExample(name, { ...world.env, ...changes } as Record<string, string>);
    expect([exitCode, out, err]).toEqual([2, '', expect.stringMatching(sentence)]);
  });

  it('own-worker.mjs says that there is no such namespace, below what the SDK logs, and shows no stack', async () => {
    const { exitCode, err } = await runExample('own-worker.mjs', { ...world.env, TEMPORAL_NAMESPACE: 'nowhere' });
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/\nNamespace nowhere was not found.*\n$/)]);
    expect(err).not.toMatch(/^ {4}at |Node\.js v/m);
  });
});
