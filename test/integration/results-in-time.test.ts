import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../../smile-id/signature.ts';
import { untilState } from './observe.ts';
import { openWorld, registration, type World } from './world.ts';

describe('the first answer and the final one', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    // A review takes seconds here, so that there is a time between the two answers.
    ({ world, close } = await openWorld({ simulator: { timeScale: 1_200 } }));
  });
  afterAll(() => close());

  it('can both be awaited, the provisional one by many at the cost of one question', async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'review-approve' } }));
    const firsts = await Promise.all([1, 2, 3].map(() => handle.firstAnswer()));
    for (const first of firsts)
      expect(first).toMatchObject({ state: 'in-vendor-review', latestCategory: 'under-review' });
    expect(await handle.result()).toMatchObject({ decision: 'approved', decidedBy: 'reviewer' });
    const { events } = await world.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
    const questions = (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    expect(questions).toHaveLength(1);
    expect(await handle.firstAnswer()).toMatchObject({ state: 'approved' });
  });

  it('come one after the other to whoever subscribes to both', async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'review-reject' } }));
    const phases: string[] = [];
    for await (const answer of handle.answers())
      phases.push(answer.phase === 'first' ? `first ${answer.status.state}` : `final ${answer.outcome.decision}`);
    expect(phases).toEqual(['first in-vendor-review', 'final rejected']);
  });

  it('are one where the first answer is final', async () => {
    const handle = await world.smileflow.start(registration());
    const phases: string[] = [];
    for await (const { phase } of handle.answers()) phases.push(phase);
    expect(phases).toEqual(['final']);
  });
});

describe('a result that comes after the end', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({ simulator: { timeScale: 1_200 } }));
  });
  afterAll(() => close());

  it('is confirmed and stands beside the outcome, which never changes', async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'review-reject' } }));
    await untilState(handle, 'in-vendor-review');
    await handle.cancel({ reason: 'not needed any more' });
    const { jobId } = await reviewed(world, handle.verificationId);
    expect(jobId).toBe(handle.verificationId);
    const [correction] = await untilCorrected(handle);
    expect(correction).toMatchObject({
      was: { decision: 'cancelled' },
      decision: 'rejected',
      decidedBy: 'reviewer',
      result: { code: '1241' },
    });
    expect((await handle.result()).decision).toBe('cancelled');
  });

  it('is not believed where Smile ID does not confirm it', async () => {
    const handle = await world.smileflow.start(registration());
    expect((await handle.result()).decision).toBe('approved');
    expect(await forge(world, handle.verificationId, '1241')).toBe(200);
    const workflow = world.temporal.workflow.getHandle(`correction-${handle.verificationId}:reviewer-rejected`);
    await expect(workflow.result()).rejects.toMatchObject({ cause: { type: 'unconfirmed-claim' } });
    expect(await handle.corrections()).toEqual([]);
    expect((await handle.result()).decision).toBe('approved');
  }, 180_000);

  it('starts nothing where it says what is known, or nothing final', async () => {
    const handle = await world.smileflow.start(registration());
    await handle.result();
    for (const code of ['0840', '0842', '0899']) expect(await forge(world, handle.verificationId, code)).toBe(200);
    for (const decision of ['approved', 'rejected'])
      await expect(
        world.temporal.workflow.getHandle(`correction-${handle.verificationId}:machine-${decision}`).describe(),
      ).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  });
});

/** Signed with the partner's own key, as whoever has seen one signature can do. */
async function forge(world: World, jobId: string, code: string): Promise<number> {
  const timestamp = new Date().toISOString();
  const { status } = await fetch(`${world.gateway?.url}/callbacks/smile-id/${jobId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ResultCode: code,
      ResultText: 'Forged',
      IsFinalResult: 'true',
      SmileJobID: '0000004711',
      PartnerParams: { job_id: jobId, user_id: 'anybody', job_type: 4 },
      timestamp,
      signature: sign({ partnerId: '085', apiKey: 'a-test-api-key' }, timestamp),
    }),
  });
  return status;
}

async function reviewed({ simulator }: World, jobId: string): Promise<{ jobId?: string }> {
  return simulator.nextJournalEntry(
    (entry) => entry.jobId === jobId && entry.kind === 'callback' && entry.resultCode === '1241',
    { afterSeq: 0, timeoutMs: 30_000 },
  );
}

async function untilCorrected(handle: Awaited<ReturnType<World['smileflow']['start']>>) {
  for (;;) {
    const corrections = await handle.corrections();
    if (corrections.length > 0) return corrections;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
