import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { FIRST_KEY } from '../notifications/keys.ts';
import { withReceiver } from '../notifications/with-receiver.ts';
import { lookup, openWorld, type WorkerProcess, type World } from './world.ts';

let world: World;
let close: () => Promise<void>;
let worker: WorkerProcess;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
  worker = await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
});
afterAll(() => close());

const ended = async (notifyUrl: string): Promise<VerificationHandle> => {
  const handle = await world.smileflow.start(lookup('enhanced-kyc', { notifyUrl }));
  await handle.result();
  return handle;
};
const workflowOf = ({ verificationId }: VerificationHandle, key = 1) =>
  world.temporal.workflow.getHandle(`notification-${verificationId}:${key}`);

async function untilAttempted(handle: VerificationHandle, count: number): Promise<void> {
  while (((await handle.notifications())[0]?.attempts.length ?? 0) < count) await sleep(50);
}

describe('A notification', () => {
  it('that somebody terminates keeps its record, hides no other, and starts anew when it is asked for', () =>
    withReceiver(async (receiver) => {
      receiver.answer(500);
      const handle = await ended(receiver.url);
      await untilAttempted(handle, 1);
      await workflowOf(handle).terminate();
      expect(await handle.notifications()).toMatchObject([
        { key: '1', type: 'verification.ended', state: 'undelivered', attempts: [{ number: 1, status: 500 }] },
      ]);
      receiver.answer(200);
      expect(await handle.redeliverNotification(1)).toMatchObject({
        state: 'delivered',
        attempts: [{ status: 500 }, { number: 2, status: 200 }],
      });
    }));

  it('is told under the next number where a stranger has taken its id, who is not listed', () =>
    withReceiver(async (receiver) => {
      const request = lookup('enhanced-kyc', { notifyUrl: receiver.url });
      await world.temporal.workflow.start('foreign', {
        workflowId: `notification-${request.verificationId}:1`,
        taskQueue: 'nobody',
      });
      const handle = await world.smileflow.start(request);
      await handle.result();
      await workflowOf(handle, 2).result();
      expect(await handle.notifications()).toMatchObject([{ key: '2', state: 'delivered' }]);
      await expect(handle.redeliverNotification(1)).rejects.toMatchObject({ kind: 'not-found' });
    }));

  it('that somebody cancels during an attempt keeps the attempt, and answers whoever waits for it', () =>
    withReceiver(async (receiver) => {
      receiver.answer(null);
      const handle = await ended(receiver.url);
      await receiver.until(1);
      const redelivered = handle.redeliverNotification(1);
      while (!(await hasUpdate(handle))) await sleep(20);
      await workflowOf(handle).cancel();
      const record = { state: 'undelivered', attempts: [{ kind: 'failed', reason: 'cancelled during the attempt' }] };
      expect(await redelivered).toMatchObject(record);
      expect(await handle.notifications()).toMatchObject([record]);
    }));

  it('that somebody terminates while a redelivery waits for it answers with what there is', () =>
    withReceiver(async (receiver) => {
      receiver.answer(null);
      const handle = await ended(receiver.url);
      await receiver.until(1);
      const redelivered = handle.redeliverNotification(1);
      while (!(await hasUpdate(handle))) await sleep(20);
      await workflowOf(handle).terminate();
      expect(await redelivered).toMatchObject({ state: 'undelivered', attempts: [] });
    }));
});

describe('Redeliveries that overlap', () => {
  it('leave no attempt out of the record', () =>
    withReceiver(async (receiver) => {
      const handle = await ended(receiver.url);
      await workflowOf(handle).result();
      for (let round = 0; round < 6; round += 1)
        await Promise.all(
          Array.from({ length: 6 }, async (_, index) => {
            await sleep(index * 15);
            await handle.redeliverNotification(1);
          }),
        );
      while ((await handle.notifications())[0]?.attempts.length !== receiver.received.length) await sleep(100);
      const [{ attempts = [] } = {}] = await handle.notifications();
      expect(attempts.map(({ number }) => number)).toEqual(receiver.received.map((_, index) => index + 1));
    }));
});

describe('A verification that has ended', () => {
  it('says so to whoever cancels it at the same time, although it is open until its backend is told', () =>
    withReceiver(async (receiver) => {
      const request = lookup('enhanced-kyc', { notifyUrl: receiver.url });
      const handle = await world.smileflow.start({
        ...request,
        partnerParams: { sandbox_scenario: 'issuer-recovers' },
      });
      const settled = await Promise.allSettled(Array.from({ length: 5 }, () => handle.cancel()));
      const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.kind] : []));
      expect(refusals).toEqual(Array(4).fill('already-ended'));
    }));
});

describe('Where no worker is', () => {
  it('notifications are listed, and a redelivery says that it is under way, which it is', () =>
    withReceiver(async (receiver) => {
      const delivered = await ended(receiver.url);
      await workflowOf(delivered).result();
      receiver.answer(500);
      const trying = await ended(receiver.url);
      await untilAttempted(trying, 1);
      await worker.kill();
      expect(await trying.notifications()).toMatchObject([{ state: 'trying', attempts: [{ status: 500 }] }]);
      await expect(delivered.redeliverNotification(1)).rejects.toMatchObject({
        kind: 'unavailable',
        message: expect.stringContaining('It is under way all the same'),
      });
      receiver.answer(200);
      worker = await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
      await workflowOf(delivered).result();
      expect(await delivered.notifications()).toMatchObject([{ state: 'delivered', attempts: { length: 2 } }]);
    }));
});

async function hasUpdate(handle: VerificationHandle): Promise<boolean> {
  const { events } = await workflowOf(handle).fetchHistory();
  return (events ?? []).some((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
}
