import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChosenFault } from '../../simulator/fault-kinds.ts';
import { type Interference, type PassingCall, startBetween } from './between.ts';
import { createForeignJob, signedNow } from './foreign-job.ts';
import { untilState } from './observe.ts';
import { lookup, openWorld, registration, type World } from './world.ts';

const NOT_AUTHORISED = JSON.stringify({ error: 'You are not authorized to do that.', code: '2305' });

/** What goes wrong with the calls about a job, call by call: at the simulator, and on the way to it. */
const faults = new Map<string, (endpoint: string) => ChosenFault | undefined>();
const interferences = new Map<string, (call: PassingCall) => Interference | undefined>();

let world: World;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const opened = await openWorld({
    callbacks: false,
    workers: 0,
    simulator: {
      // Of what is not documented, the worst.
      quirks: { secondPut: 'processed-again', retryKnowsProcessed: false },
      hooks: { chooseFault: ({ endpoint, jobId = '' }) => faults.get(jobId)?.(endpoint) },
    },
  });
  world = opened.world;
  cleanUp.push(opened.close);
  const between = await startBetween(world.simulator.url, (call) => {
    for (const [id, interfere] of interferences) if (call.body.includes(`"${id}"`)) return interfere(call);
    return undefined;
  });
  cleanUp.push(between.close);
  await world.startWorker({ SMILE_ID_BASE_URL: between.url });
});
afterAll(async () => {
  for (const step of cleanUp.reverse()) await step();
});

/** The first call that fits, and no other. */
function once<Call, Answer>(fits: (call: Call) => boolean, answer: Answer): (call: Call) => Answer | undefined {
  let isOver = false;
  return (call) => {
    if (isOver || !fits(call)) return undefined;
    isOver = true;
    return answer;
  };
}

const at =
  (path: string) =>
  (call: PassingCall): boolean =>
    call.path.endsWith(path);

function paidRuns(id: string): number | undefined {
  return world.simulator.bills().find(({ jobId }) => jobId === id)?.times;
}

describe('what nobody knows', () => {
  it.each([
    ['sending the pictures', 'upload'],
    ['creating the job', 'prep-upload'],
  ])('is asked again where a page of something in between is all the answer, after %s', async (_, endpoint) => {
    const request = registration();
    const { verificationId: id } = request;
    faults.set(
      id,
      once((called) => called === endpoint, { fault: 'reset-after' }),
    );
    interferences.set(id, once(at('/job_status'), { when: 'before', status: 404 }));
    expect(await (await world.smileflow.start(request)).result()).toMatchObject({ decision: 'approved' });
    expect(paidRuns(id)).toBe(1);
  });

  it('is nothing that was never sent, where something in between has lost patience (408)', async () => {
    const upload = registration();
    const asked = lookup('enhanced-kyc');
    interferences.set(upload.verificationId, once(at('/v1/upload'), { when: 'after', status: 408 }));
    interferences.set(asked.verificationId, once(at('/id_verification'), { when: 'after', status: 408 }));
    const handles = await Promise.all([upload, asked].map((request) => world.smileflow.start(request)));
    const outcomes = await Promise.all(handles.map((handle) => handle.result()));
    expect(outcomes.map(({ decision }) => decision)).toEqual(['approved', 'approved']);
    expect([upload, asked].map(({ verificationId }) => paidRuns(verificationId))).toEqual([1, 1]);
  });

  it('is a question for an operator where Smile ID does not know our job, and knows one of this id', async () => {
    const request = registration();
    const { verificationId: id } = request;
    await createForeignJob(world.simulator.url, id);
    faults.set(
      id,
      once((called) => called === 'prep-upload', { fault: 'reset-before' }),
    );
    const handle = await world.smileflow.start(request);
    const status = await untilState(handle, 'awaiting-operator');
    expect(status).toMatchObject({ operatorCan: ['decide', 'resume', 'cancel'] });
    expect(status.sentence).toMatch(/refuses to tell about the job.*Whether Smile ID has the job is not known/);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ job: 'unknown' });
    const retries = world.simulator.journal().filter((entry) => entry.kind === 'prep-upload' && entry.retry);
    expect(retries.filter(({ jobId }) => jobId === id)).toEqual([]);
  });

  it('stays with the operator while Smile ID refuses the credentials, whatever callbacks claim', async () => {
    const request = registration({
      partnerParams: { sandbox_scenario: 'provisional' },
      policy: { provisional: 'ask-operator' },
    });
    const { verificationId: id } = request;
    const handle = await world.smileflow.start(request);
    await untilState(handle, 'awaiting-operator');
    let refusals = 0;
    let refusedOnce = (): void => undefined;
    const refused = new Promise<void>((resolve) => {
      refusedOnce = resolve;
    });
    interferences.set(id, (call) => {
      if (!at('/job_status')(call)) return undefined;
      refusals += 1;
      refusedOnce();
      return { when: 'before', status: 400, body: NOT_AUTHORISED };
    });
    const claim = { code: '0840', fromReviewer: false, declaredFinal: true };
    await world.smileflow.signalCallback({ verificationId: id, claim, requestId: `${id} 0840` });
    await refused;
    expect(await handle.decide({ decision: 'approve', by: 'operator-1', reason: 'known' })).toMatchObject({
      state: 'approved',
    });
    expect(refusals).toBeGreaterThan(0);
  });
});

describe('a callback that was taken before the end', () => {
  it('is looked into after it, and not again at each of its repeats', async () => {
    const request = registration({ partnerParams: { sandbox_result: '1' } });
    const { verificationId: id } = request;
    let isHeld = true;
    let askedOnce = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      askedOnce = resolve;
    });
    interferences.set(id, (call) => {
      if (!at('/job_status')(call) || !isHeld) return undefined;
      askedOnce();
      return { when: 'before', status: 503 };
    });
    const handle = await world.smileflow.start(request);
    await untilState(handle, 'awaiting-result');
    const signal = (code: string) =>
      world.smileflow.signalCallback({
        verificationId: id,
        claim: { code, fromReviewer: false, declaredFinal: true },
        requestId: `${id} ${code} ${Math.random()}`,
      });
    expect(await signal('0841')).toBe('stored');
    await asked;
    await handle.cancel();
    isHeld = false;
    expect(await handle.result()).toMatchObject({ decision: 'cancelled' });
    const correction = world.temporal.workflow.getHandle(`correction-${id}:machine-rejected`);
    expect(await correction.result()).toMatchObject({ decision: 'rejected', was: { decision: 'cancelled' } });

    // Whatever is claimed, and however often, the next look waits for its time; and none is dropped.
    expect(await signal('0840')).toBe('ended');
    const another = world.temporal.workflow.getHandle(`correction-${id}:machine-approved`);
    await another.terminate('it takes its time');
    expect(await signal('0840')).toBe('ended');
    const later = await another.describe();
    expect(later.status.name).toBe('RUNNING');
    expect(later.executionTime?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await signal('0840')).toBe('ended');
    expect((await another.describe()).runId).toBe(later.runId);
    await another.terminate('the test is over');
  });
});

describe('pictures that arrived unseen', () => {
  it('are not sent again while Smile ID takes its time to look at them', async () => {
    const request = registration();
    const { verificationId: id } = request;
    faults.set(
      id,
      once((called) => called === 'upload', { fault: 'reset-after' }),
    );
    // What job_status says for a while after an upload that arrived (PROTOCOL 9.3).
    let isEarly = true;
    interferences.set(id, (call) => {
      if (!at('/job_status')(call) || !isEarly) return undefined;
      isEarly = false;
      return { when: 'before', status: 200, body: noZip() };
    });
    expect(await (await world.smileflow.start(request)).result()).toMatchObject({ decision: 'approved' });
    expect(paidRuns(id)).toBe(1);
  });
});

function noZip(): string {
  return JSON.stringify({
    ...signedNow(),
    job_complete: false,
    job_success: false,
    code: '2314',
    result: 'No zip uploaded',
  });
}
