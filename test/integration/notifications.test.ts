import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SentNotification } from '../../client/sent-notifications.ts';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { FIRST_KEY, SECOND_KEY } from '../notifications/keys.ts';
import { type Receiver, verified, withReceiver } from '../notifications/with-receiver.ts';
import { historyOf, untilState } from './observe.ts';
import { openWorld, registration, type WorkerProcess, type World } from './world.ts';

let world: World;
let close: () => Promise<void>;
let worker: WorkerProcess;
beforeAll(async () => {
  // A review takes seconds here, so that there is a time between the two answers.
  ({ world, close } = await openWorld({ workers: 0, simulator: { timeScale: 1_200 } }));
  worker = await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: `${SECOND_KEY},${FIRST_KEY}` });
});
afterAll(() => close());

const scenario = (name: string) => ({ partnerParams: { sandbox_scenario: name } });
const started = ({ url }: Receiver, ...changes: Parameters<typeof registration>) =>
  world.smileflow.start(registration({ notifyUrl: url, ...changes[0] }));

/** Asks until the notifications are as they should be. */
async function untilNotified(
  handle: VerificationHandle,
  isAsExpected: (all: readonly SentNotification[]) => boolean,
): Promise<readonly SentNotification[]> {
  for (;;) {
    const all = await handle.notifications();
    if (isAsExpected(all)) return all;
    await sleep(50);
  }
}

const areDelivered = (all: readonly SentNotification[]) =>
  all.length > 0 && all.every(({ state }) => state === 'delivered');
const areTried = (all: readonly SentNotification[]) =>
  all.length > 0 && all.every(({ attempts }) => attempts.length > 0);

describe('A backend that is notified', () => {
  it('hears once of each state, in order, signed by every key', () =>
    withReceiver(async (receiver) => {
      const handle = await started(receiver, { ...scenario('review-approve') });
      const outcome = await handle.result();
      const received = await receiver.until(2);
      const [first, last] = verified(received, FIRST_KEY).map(({ notification }) => notification);
      expect(first).toMatchObject({
        type: 'verification.first-answer',
        data: { verificationId: handle.verificationId, state: 'in-vendor-review', product: 'smartselfie-registration' },
      });
      expect(last).toEqual({
        type: 'verification.ended',
        timestamp: outcome.endedAt,
        data: {
          verificationId: handle.verificationId,
          product: 'smartselfie-registration',
          state: 'approved',
          decision: 'approved',
          decidedBy: 'reviewer',
          code: outcome.code,
          remedy: 'none',
          sentence: outcome.sentence,
        },
      });
      expect(verified(received, SECOND_KEY)).toHaveLength(2);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
      const all = await untilNotified(handle, areDelivered);
      expect(all.map(({ key, type, attempts }) => [key, type, attempts.length])).toEqual([
        ['1', 'verification.first-answer', 1],
        ['2', 'verification.ended', 1],
      ]);
      expect(receiver.received).toHaveLength(2);
    }));

  it('hears of an operator who is asked, and of a cancelled end by either way', () =>
    withReceiver(async (receiver) => {
      const asked = await started(receiver, { ...scenario('under-review'), reviewMs: 1_000 });
      await untilState(asked, 'awaiting-operator');
      await asked.cancel({ reason: 'planted-reason' });
      const types = async (count: number) =>
        verified(await receiver.until(count), FIRST_KEY).map(({ notification: { type, data } }) => [type, data.state]);
      expect((await types(3)).sort()).toEqual([
        ['verification.awaiting-operator', 'awaiting-operator'],
        ['verification.ended', 'cancelled'],
        ['verification.first-answer', 'in-vendor-review'],
      ]);
      const button = await started(receiver, { ...scenario('never') });
      await untilState(button, 'awaiting-result');
      await world.temporal.workflow.getHandle(button.workflowId).cancel();
      expect((await button.result()).decision).toBe('cancelled');
      expect((await types(4)).at(-1)).toEqual(['verification.ended', 'cancelled']);
    }));

  it('learns nothing personal, and its URL stands in no summary and no details', () =>
    withReceiver(async (receiver) => {
      const handle = await started(receiver, {
        product: 'biometric-kyc',
        userId: 'planted-user',
        idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Planted', lastName: 'Planted' },
        partnerParams: { planted: 'planted-parameter' },
      });
      await handle.result();
      const [{ headers, body } = { headers: {}, body: '' }] = await receiver.until(1);
      expect(JSON.stringify([headers, body]).toLowerCase()).not.toMatch(/planted|00000000000|selfie\.jpg/);
      const [sent] = await untilNotified(handle, areDelivered);
      expect(sent?.receiver).toBe(new URL(receiver.url).origin);
      const workflow = world.temporal.workflow.getHandle(`notification-${handle.verificationId}:1`);
      const { staticSummary, staticDetails } = await workflow.describe().then(async (description) => ({
        staticSummary: await description.staticSummary(),
        staticDetails: await description.staticDetails(),
      }));
      expect([staticSummary, staticDetails]).toEqual(['verification.ended', undefined]);
      const { text } = await historyOf(world.temporal, workflow.workflowId);
      expect(text.replaceAll(receiver.url, '')).not.toContain('secret');
      expect(text).not.toContain('an answer that nobody keeps');
    }));

  it('costs a verification events only where there is a URL', () =>
    withReceiver(async (receiver) => {
      const [told, untold] = await Promise.all([started(receiver), world.smileflow.start(registration())]);
      await Promise.all([told.result(), untold.result()]);
      expect(await untold.notifications()).toEqual([]);
      expect((await told.historyEvents()) - (await untold.historyEvents())).toBe(5);
    }));

  it('may answer with errors: the record tells, and a redelivery is a try at once with the same id', () =>
    withReceiver(async (receiver) => {
      receiver.answer(500);
      const handle = await started(receiver);
      await receiver.until(2);
      expect((await handle.result()).decision).toBe('approved');
      const [waiting] = await untilNotified(
        handle,
        ([one]) => one?.attempts.length === 2 && one.nextAttemptAt !== undefined,
      );
      expect(waiting).toMatchObject({
        key: '1',
        state: 'trying',
        attempts: [
          { number: 1, kind: 'answered', status: 500 },
          { number: 2, kind: 'answered', status: 500 },
        ],
      });
      const [first, second] = waiting?.attempts ?? [];
      const pauseMs = Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '');
      expect(pauseMs).toBeGreaterThanOrEqual(5_000);
      expect(pauseMs).toBeLessThan(15_000);
      // Still an error: the schedule stays as it was.
      const again = await handle.redeliverNotification(1);
      expect(again).toMatchObject({ state: 'trying', attempts: { length: 3 } });
      const [{ nextAttemptAt = '' } = {}] = await untilNotified(handle, ([one]) => one?.nextAttemptAt !== undefined);
      expect(Math.abs(Date.parse(nextAttemptAt) - Date.parse(waiting?.nextAttemptAt ?? ''))).toBeLessThan(1_000);
      receiver.answer(200);
      expect(await handle.redeliverNotification('1')).toMatchObject({ state: 'delivered', attempts: { length: 4 } });
      // Once more, although it is delivered: a run of its own, which keeps the record.
      expect(await handle.redeliverNotification('1')).toMatchObject({ state: 'delivered', attempts: { length: 5 } });
      expect(await untilNotified(handle, areDelivered)).toMatchObject([
        { attempts: { 4: { number: 5, status: 200 } } },
      ]);
      const ids = verified(receiver.received, FIRST_KEY).map(({ id }) => id);
      expect([ids.length, new Set(ids).size]).toEqual([5, 1]);
    }));

  it('can say that it is gone for good, which fails the delivery and nothing else', () =>
    withReceiver(async (receiver) => {
      receiver.answer(410);
      const handle = await started(receiver);
      expect((await handle.result()).decision).toBe('approved');
      const [gone] = await untilNotified(handle, ([one]) => one?.state === 'undelivered');
      expect(gone).toMatchObject({ attempts: [{ status: 410 }] });
      expect(gone).not.toHaveProperty('nextAttemptAt');
      const workflow = world.temporal.workflow.getHandle(`notification-${handle.verificationId}:1`);
      await expect(workflow.result()).rejects.toMatchObject({ cause: { type: 'notification-undelivered', stack: '' } });
      receiver.answer(200);
      expect(await handle.redeliverNotification('1')).toMatchObject({ state: 'delivered', attempts: { length: 2 } });
    }));

  it('never answers: the verification ends as it would, and what fails meanwhile harms nothing', () =>
    withReceiver(async (receiver) => {
      receiver.answer(null);
      const handle = await started(receiver, { ...scenario('review-reject') });
      expect(await handle.result()).toMatchObject({ decision: 'rejected', decidedBy: 'reviewer' });
      expect(await untilNotified(handle, (all) => all.length === 2)).toMatchObject([
        { state: 'trying' },
        { state: 'trying' },
      ]);
      const first = world.temporal.workflow.getHandle(`notification-${handle.verificationId}:1`);
      await first.cancel();
      await expect(first.result()).rejects.toMatchObject({ cause: { type: 'notification-undelivered' } });
    }));

  it('is told by the next worker, where one died between attempts', () =>
    withReceiver(async (receiver) => {
      receiver.answer(503);
      const handle = await started(receiver);
      await receiver.until(1);
      await untilNotified(handle, areTried);
      await worker.kill();
      receiver.answer(204);
      worker = await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
      const [delivered] = await untilNotified(handle, areDelivered);
      expect(delivered?.attempts).toMatchObject([{ status: 503 }, { number: 2, status: 204 }]);
    }));

  it('hears of a correction after the end', () =>
    withReceiver(async (receiver) => {
      const handle = await started(receiver, { ...scenario('review-reject') });
      await untilState(handle, 'in-vendor-review');
      await handle.cancel();
      const all = await untilNotified(handle, (some) => some.length === 3 && areDelivered(some));
      expect(all.map(({ key, type }) => `${key} ${type}`)).toEqual([
        '1 verification.first-answer',
        '2 verification.ended',
        'corrected-1241 verification.corrected',
      ]);
      const bodies = verified(receiver.received, FIRST_KEY).map(({ notification }) => notification);
      expect(bodies.find(({ type }) => type === 'verification.corrected')?.data).toMatchObject({
        state: 'cancelled',
        was: { decision: 'cancelled' },
        decision: 'rejected',
        decidedBy: 'reviewer',
        code: '1241',
      });
    }));

  it('is asked for by its key: another is not found', async () => {
    const handle = await world.smileflow.start(registration());
    await expect(handle.redeliverNotification(7)).rejects.toMatchObject({
      kind: 'not-found',
      message: `Verification ${handle.verificationId} has no notification 7.`,
    });
    await expect(world.smileflow.open('nobody').notifications()).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('A worker without a key', () => {
  it('sends nothing, records why, and goes on with the schedule', () =>
    withReceiver(async (receiver) => {
      await worker.stop();
      worker = await world.startWorker();
      const handle = await started(receiver);
      expect((await handle.result()).decision).toBe('approved');
      const [waiting] = await untilNotified(handle, ([one]) => one?.nextAttemptAt !== undefined);
      expect(waiting).toMatchObject({
        state: 'trying',
        attempts: [{ kind: 'failed', reason: 'no key is configured (SMILEFLOW_NOTIFICATION_KEYS)' }],
      });
      expect(receiver.received).toEqual([]);
    }));
});
