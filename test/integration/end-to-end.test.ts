import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { historyOf, untilState, untilTrouble } from './observe.ts';
import { authentication, openWorld, registration, type World } from './world.ts';

describe('with callbacks', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({}));
  });
  afterAll(() => close());

  it('approves a registration within 34 events', async () => {
    const handle = await world.smileflow.start(registration());
    const outcome = await handle.result();
    expect(outcome).toMatchObject({ decision: 'approved', decidedBy: 'machine', code: '0840', job: 'submitted' });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(34);
  });

  it('approves an authentication of an enrolled user within 34 events', async () => {
    const request = authentication();
    world.simulator.enrol(request.userId);
    const handle = await world.smileflow.start(request);
    expect(await handle.result()).toMatchObject({ decision: 'approved', code: '0820' });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(34);
  });

  it('holds no picture, key or signature in any event', async () => {
    const request = registration({ partnerParams: { branch: 'seven' } });
    const handle = await world.smileflow.start(request);
    await handle.result();
    const { text } = await historyOf(world.temporal, handle.workflowId);
    const picture = await readFile(request.selfie as string);
    expect(text).toContain('upload-prepared');
    expect(text).not.toContain(world.env.SMILE_ID_API_KEY);
    expect(text).not.toMatch(/signature/i);
    expect(text).not.toContain(picture.subarray(0, 60).toString('base64'));
    expect(text).not.toContain(picture.subarray(1000, 1060).toString('base64'));
    // No single value comes near the size of a picture.
    expect(Math.max(...text.split('"').map((part) => part.length))).toBeLessThan(2_000);
  });

  it('puts the picture that Smile ID returned into the media store', async () => {
    const request = registration();
    const { returnedPictures, missingPictures } = await (await world.smileflow.start(request)).result();
    expect(missingPictures).toBe(0);
    expect(returnedPictures.map(({ role }) => role)).toEqual(['selfie']);
    const { key, sha256 } = returnedPictures[0]?.media ?? { key: '', sha256: '' };
    const stored = await readFile(join(world.env.SMILEFLOW_MEDIA_DIR as string, key));
    expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256);
  });

  it('rejects with the code and a remedy', async () => {
    const request = registration({ partnerParams: { sandbox_result: '1' } });
    const outcome = await (await world.smileflow.start(request)).result();
    expect(outcome).toMatchObject({ decision: 'rejected', decidedBy: 'machine', remedy: 'new-attempt' });
  });

  it("waits for Smile ID's reviewer and takes that decision", async () => {
    const request = registration({ partnerParams: { sandbox_scenario: 'review-reject' } });
    const outcome = await (await world.smileflow.start(request)).result();
    expect(outcome).toMatchObject({ decision: 'rejected', decidedBy: 'reviewer', code: '1241' });
    expect(outcome.results.map(({ code }) => code)).toEqual(['0844', '1241']);
  });

  it('asks an operator when the reviewer does not decide in time, and expires at the deadline', async () => {
    const request = registration({
      partnerParams: { sandbox_scenario: 'under-review' },
      reviewMs: 2_000,
      deadlineMs: 6_000,
    });
    const handle = await world.smileflow.start(request);
    const status = await untilState(handle, 'awaiting-operator');
    expect(status).toMatchObject({ whoActs: 'operator', latestCode: '0844' });
    expect(await handle.result()).toMatchObject({ decision: 'expired', job: 'submitted' });
  });

  it('never approves an unknown code', async () => {
    const request = registration({ partnerParams: { sandbox_scenario: 'unknown-code' }, deadlineMs: 5_000 });
    const handle = await world.smileflow.start(request);
    expect(await untilState(handle, 'awaiting-operator')).toMatchObject({ latestCode: '0899' });
    expect(await handle.result()).toMatchObject({ decision: 'expired' });
  });

  it('fails, and rejects nobody, when Smile ID had a technical fault', async () => {
    const request = registration({ partnerParams: { sandbox_scenario: 'system-error' } });
    const handle = await world.smileflow.start(request);
    expect(await handle.result()).toMatchObject({ decision: 'failed', failure: 'technical-result', code: '0001' });
    expect((await world.temporal.workflow.getHandle(handle.workflowId).describe()).status.name).toBe('FAILED');
  });

  it('tells the caller what to do about a user who is not enrolled, and fails no execution for it', async () => {
    const handle = await world.smileflow.start(authentication());
    expect(await handle.result()).toMatchObject({
      decision: 'failed',
      failure: 'user-state',
      code: '2210',
      remedy: 'enrol-user',
      job: 'not-created',
    });
    expect((await world.temporal.workflow.getHandle(handle.workflowId).describe()).status.name).toBe('COMPLETED');
  });

  it('tells the caller what to do about a user who is enrolled already', async () => {
    const request = registration();
    world.simulator.enrol(request.userId);
    expect(await (await world.smileflow.start(request)).result()).toMatchObject({
      decision: 'failed',
      code: '2209',
      remedy: 'new-user-id-or-allow-new-enroll',
    });
    const again = registration({ userId: request.userId, allowNewEnroll: true });
    expect(await (await world.smileflow.start(again)).result()).toMatchObject({ decision: 'approved' });
  });

  it('cancels by update, says what is known about the paid job, and refuses a second time', async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'never' } }));
    await untilState(handle, 'awaiting-result');
    expect(await handle.cancel({ reason: 'not needed' })).toMatchObject({ state: 'cancelled' });
    expect(await handle.result()).toMatchObject({ decision: 'cancelled', job: 'submitted' });
    await expect(handle.cancel()).rejects.toMatchObject({ kind: 'already-ended' });
  });

  it("treats Temporal's own cancellation like the update", async () => {
    const handle = await world.smileflow.start(registration({ partnerParams: { sandbox_scenario: 'never' } }));
    await untilState(handle, 'awaiting-result');
    await world.temporal.workflow.getHandle(handle.workflowId).cancel();
    expect(await handle.result()).toMatchObject({ decision: 'cancelled', job: 'submitted' });
  });

  it('tells the state of an ended verification without a worker', async () => {
    const handle = await world.smileflow.start(registration());
    const { endedAt } = await handle.result();
    expect(await world.smileflow.open(handle.verificationId).status()).toMatchObject({
      state: 'approved',
      since: endedAt,
    });
  });

  it('says that a verification does not exist', async () => {
    await expect(world.smileflow.open('nobody').status()).rejects.toMatchObject({ kind: 'not-found' });
    await expect(world.smileflow.open('nobody').cancel()).rejects.toMatchObject({ kind: 'not-found' });
    await expect(world.smileflow.open('nobody').result()).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('without callbacks', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({ callbacks: false }));
  });
  afterAll(() => close());

  it('approves by polling alone within 24 events', async () => {
    const handle = await world.smileflow.start(registration());
    expect(await handle.result()).toMatchObject({ decision: 'approved' });
    expect(await handle.historyEvents()).toBeLessThanOrEqual(24);
    const kinds = world.simulator.journal().map(({ kind }) => kind);
    expect(kinds).not.toContain('callback');
  });

  it('parks when the key is refused, and says who must act and until when', async () => {
    const request = registration({ partnerParams: {} });
    const wrong = await openWorld({ callbacks: false, workers: 0 });
    try {
      const worker = await wrong.world.startWorker({ SMILE_ID_API_KEY: 'the-key-of-another-environment' });
      const handle = await wrong.world.smileflow.start(request);
      const status = await untilState(handle, 'parked');
      expect(status).toMatchObject({ whoActs: 'operator' });
      expect(status.sentence).toMatch(/credentials.*\(2205\).*operator must check.*tries again at .*gives up at/);
      expect(await handle.cancel()).toMatchObject({ state: 'cancelled' });
      expect((await handle.result()).job).toBe('not-created');
      await worker.stop();
    } finally {
      await wrong.close();
    }
  });

  it('waits out a Smile ID that is down, tells so meanwhile, and creates one job', async () => {
    const down = await openWorld({ callbacks: false, workers: 0 });
    try {
      const { world: there } = down;
      const { port } = there.simulator;
      await there.simulator.close();
      await there.startWorker();
      const request = registration();
      const handle = await there.smileflow.start(request);
      const trouble = await untilTrouble(handle);
      expect(trouble).toMatch(/Smile ID.*connection was refused/);
      const back = await startSimulator({ port, processingMs: 100 });
      try {
        expect(await handle.result()).toMatchObject({ decision: 'approved' });
        expect(back.jobs()).toHaveLength(1);
        expect(back.journal().filter(({ kind }) => kind === 'prep-upload')).toHaveLength(1);
      } finally {
        await back.close();
      }
    } finally {
      await down.close();
    }
  });
});
