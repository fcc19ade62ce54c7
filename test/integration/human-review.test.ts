import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.ts';
import { historyOf, untilState } from './observe.ts';
import { openWorld, registration, type World, withWorld } from './world.ts';

const DECISION = { decision: 'approve', by: 'operator-1', reason: 'compared both pictures' } as const;

describe('a verification that needs a person here', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({}));
  });
  afterAll(() => close());

  const overdue = async (changes = {}): Promise<VerificationHandle> => {
    const handle = await world.smileflow.start(
      registration({ partnerParams: { sandbox_scenario: 'under-review' }, reviewMs: 1_000, ...changes }),
    );
    await untilState(handle, 'awaiting-operator');
    return handle;
  };

  it('is approved by an operator when the review is overdue, and says who, why and what Smile ID had said', async () => {
    const handle = await overdue();
    expect(await handle.decide(DECISION)).toMatchObject({ state: 'approved' });
    expect(await handle.result()).toMatchObject({
      decision: 'approved',
      decidedBy: 'operator',
      code: '0844',
      operatorDecisions: [
        { verdict: 'approve', by: 'operator-1', reason: 'compared both pictures', vendorSaid: '0844' },
      ],
    });
  });

  it('refuses in a sentence, and without a trace in history, what cannot be decided', async () => {
    const handle = await overdue();
    await expect(handle.decide({ ...DECISION, by: '' })).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringMatching(/"by" must say who decides/),
    });
    await expect(handle.resume()).rejects.toMatchObject({
      message: expect.stringMatching(/There is nothing to resume/),
    });
    // The number of events is no measure: a busy server may write the workflow task that brought the refusal.
    const { text } = await historyOf(world.temporal, handle.workflowId);
    expect(text).not.toMatch(/workflowExecutionUpdate/);
    await handle.cancel();
    await expect(handle.decide(DECISION)).rejects.toMatchObject({ kind: 'already-ended' });
  });

  it('waits with four eyes for a second person', async () => {
    const handle = await overdue({ policy: { fourEyes: true } });
    expect(await handle.decide(DECISION)).toMatchObject({ state: 'awaiting-operator' });
    await expect(handle.decide(DECISION)).rejects.toMatchObject({ message: expect.stringMatching(/another one/) });
    await handle.decide({ ...DECISION, by: 'operator-2' });
    expect((await handle.result()).operatorDecisions).toHaveLength(2);
  });

  it('names the second level of operators when the first has had its time', async () => {
    const handle = await overdue({ policy: { operatorMs: 1_500 } });
    while (!(await handle.status()).sentence.includes('of the second'));
    await handle.decide({ ...DECISION, decision: 'request-new-capture' });
    expect(await handle.result()).toMatchObject({
      decision: 'rejected',
      remedy: 'new-pictures',
      decidedBy: 'operator',
    });
  });

  it('takes a provisional result for an approval where that is the policy', async () => {
    const request = registration({
      partnerParams: { sandbox_scenario: 'provisional' },
      policy: { provisional: 'accept' },
    });
    expect(await (await world.smileflow.start(request)).result()).toMatchObject({ decision: 'approved', code: '0842' });
  });

  it('is found by its search attributes while it waits and when it has ended', async () => {
    const handle = await overdue();
    const find = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { workflowId } of world.temporal.workflow.list({ query })) found.push(workflowId);
      return found;
    };
    const { product, state, decision, reviewDue } = SEARCH_ATTRIBUTES;
    const waiting = `${product} = 'smartselfie-registration' AND ${state} = 'awaiting-operator' AND ${reviewDue} > '2020-01-01T00:00:00Z'`;
    await untilFound(() => find(waiting), handle.workflowId);
    await handle.decide({ ...DECISION, decision: 'reject' });
    await handle.result();
    await untilFound(() => find(`${decision} = 'rejected'`), handle.workflowId);
    const history = await world.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
    const upserts = history.events?.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes) ?? [];
    expect(upserts.length).toBeLessThanOrEqual(3);
  });
});

it('goes on at once when an operator resumes what is parked', async () => {
  await withWorld({ callbacks: false, workers: 0 }, async (world) => {
    const wrong = await world.startWorker({ SMILE_ID_API_KEY: 'the-key-of-another-environment' });
    const handle = await world.smileflow.start(registration());
    await untilState(handle, 'parked');
    await wrong.stop();
    await world.startWorker();
    await handle.resume();
    expect(await handle.result()).toMatchObject({ decision: 'approved' });
  });
});

async function untilFound(find: () => Promise<string[]>, workflowId: string): Promise<void> {
  while (!(await find()).includes(workflowId));
}

it('asks an operator, and ends nothing, when Smile ID does not know a job whose pictures it was sent', async () => {
  await withWorld({ callbacks: false }, async (world) => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'never' } }));
    await untilState(handle, 'awaiting-result');
    const { port } = world.simulator;
    await world.simulator.close();
    const forgetful = await startSimulator({ port });
    try {
      expect((await untilState(handle, 'awaiting-operator')).sentence).toMatch(/does not know it/);
      await handle.decide({ ...DECISION, decision: 'reject' });
      expect(await handle.result()).toMatchObject({ decision: 'rejected', decidedBy: 'operator', job: 'submitted' });
    } finally {
      await forgetful.close();
    }
  });
});
