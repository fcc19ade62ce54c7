import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredDeadLetter } from '../../gateway/dead-letters/dead-letter.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { countSignals } from '../gateway/count-signals.ts';
import { signedCallback } from '../gateway/sign.ts';
import { openWorld, registration, type World } from '../integration/world.ts';
import { runCli } from './command.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
});
afterAll(() => close());

const run = (...args: string[]) => runCli({ cwd: world.directory, env: world.env }, ['callbacks', ...args]);

async function listed(jobId: string): Promise<StoredDeadLetter> {
  const { exitCode, out } = await run('list', '--json');
  expect(exitCode).toBe(0);
  const letter = (JSON.parse(out) as StoredDeadLetter[]).find(({ verificationId }) => verificationId === jobId);
  if (letter === undefined) throw new Error(`No letter about ${jobId}`);
  return letter;
}

/** A callback that comes before anybody knows the job. */
async function early(jobId: string, changes: object = {}): Promise<void> {
  const body = new Uint8Array(signedCallback(jobId, { FullName: 'Ada Personal', ...changes }));
  const response = await fetch(`${world.gateway?.url}/callbacks/smile-id`, { method: 'POST', body });
  expect([response.status, await response.text()]).toEqual([200, '{"status":"received"}']);
}

describe('smileflow callbacks', () => {
  it('shows what came about an unknown job, without anything personal', async () => {
    await early('early-1');
    await early('early-1', { SmileJobID: '4' });
    await early('Ada Personal, 4711');
    const { id, count } = await listed('early-1');
    expect(count).toBe(2);
    const [list, show, json] = await Promise.all([run('list'), run('show', id), run('show', id, '--json')]);
    expect(list.out).toMatch(new RegExp(`^${id}  2\\S+Z  0840  early-1  2 times  waiting$`, 'm'));
    expect(list.out).toMatch(/0840 {2}\(a foreign job, sha256 [0-9a-f]{16}…\) {2}once {2}waiting$/m);
    expect(show.out).toMatch(
      /^job +early-1\npartner +default\ncode +0840\nfrom +the machine\nSmile job +0000000001\n/m,
    );
    expect(JSON.parse(json.out)).toMatchObject({ id, claim: { code: '0840', fromReviewer: false } });
    for (const { out } of [list, show, json]) expect(out).not.toMatch(/Ada|4711|signature|user-in-a-callback/);
  });

  it('delivers to a verification that is there now, once, and keeps who wanted it', async () => {
    const request = registration({ verificationId: 'early-2' });
    await early('early-2');
    const { id } = await listed('early-2');
    const tooEarly = await run('redeliver', id, '--by', 'op-1');
    expect(tooEarly).toMatchObject({ exitCode: 8, out: `${id}  Still no verification has this job.\n` });
    const { workflowId } = await world.smileflow.start(request);
    const delivered = await run('redeliver', id, '--by', 'op-2', '--json');
    expect(delivered.exitCode).toBe(0);
    expect(JSON.parse(delivered.out)).toEqual([{ id, verificationId: 'early-2', outcome: 'stored' }]);
    expect(await countSignals(world.temporal, workflowId)).toBe(1);
    const { redeliveries } = await listed('early-2');
    expect(redeliveries).toMatchObject([
      { by: 'op-1', outcome: 'unknown' },
      { by: 'op-2', outcome: 'stored' },
    ]);
    expect((await run('show', id)).out).toMatch(
      /^state +delivered\ndelivered +2\S+Z by op-1: unknown\ndelivered .+stored$/m,
    );
    // The same callback at the gateway, or from the same operator, is no news to the verification.
    await early('early-2');
    expect((await run('redeliver', id, '--by', 'op-2')).exitCode).toBe(0);
    expect(await countSignals(world.temporal, workflowId)).toBe(1);
  });

  it('delivers all that nobody has yet, and says of each what happened', async () => {
    await early('early-3');
    await early('early-4');
    await world.smileflow.start(registration({ verificationId: 'early-3' }));
    const ended = await world.smileflow.start(registration({ verificationId: 'early-4' }));
    await world.temporal.workflow.getHandle(ended.workflowId).terminate();
    const { exitCode, out } = await run('redeliver', '--all', '--by', 'op-1', '--json');
    const outcomes = (JSON.parse(out) as { verificationId?: string; outcome: string }[]).map(
      ({ verificationId = 'foreign', outcome }) => `${verificationId} ${outcome}`,
    );
    expect(outcomes.sort()).toEqual(['early-1 unknown', 'early-3 stored', 'early-4 ended', 'foreign unknown']);
    expect(exitCode).toBe(8);
  });

  it('refuses what it cannot do in one sentence', async () => {
    const nothing = await run('redeliver');
    expect(nothing.exitCode).toBe(2);
    expect(nothing.err).toContain('  - no callback is named: give ids as listed, or --all\n  - --by is missing');
    expect((await run('redeliver', 'x', '--all', '--by', 'op-1')).exitCode).toBe(2);
    expect(await run('show', '0000000000000000')).toMatchObject({
      exitCode: 8,
      err: 'smileflow: No such callback is kept: look at smileflow callbacks list.\n',
    });
    const off = { ...world.env, SMILEFLOW_DEAD_LETTERS: 'off' };
    expect(await runCli({ cwd: world.directory, env: off }, ['callbacks', 'list'])).toMatchObject({
      exitCode: 2,
      err: 'smileflow: Dead letters are not kept: SMILEFLOW_DEAD_LETTERS is off.\n',
    });
    await withTemporaryFolder(async (cwd) => {
      expect(await runCli({ cwd, env: {} }, ['callbacks', 'list'])).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('There is no file of dead letters here: run this where the gateway runs'),
      });
    });
  });
});
