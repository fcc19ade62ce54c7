import { expect, it } from '@jest/globals';
import { FIRST_KEY } from '../notifications/keys.ts';
import { withReceiver } from '../notifications/with-receiver.ts';
import { lookup, registration, withWorld } from './world.ts';

/** More than a worker has slots for verifications. */
const SILENCED = 6;

it('A receiver that never answers takes no slot from the verifications of a worker', () =>
  withWorld({ workers: 0 }, (world) =>
    withReceiver(async (receiver) => {
      const worker = await world.startWorker({
        SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY,
        SMILEFLOW_MAX_CONCURRENT_ACTIVITIES: '2',
      });
      receiver.answer(null);
      const notifyUrl = receiver.url;
      const silenced = await Promise.all(
        Array.from({ length: SILENCED }, () => world.smileflow.start(lookup('enhanced-kyc', { notifyUrl }))),
      );
      await receiver.until(SILENCED);
      const unrelated = await world.smileflow.start(registration());
      expect((await unrelated.result()).decision).toBe('approved');
      // All of them hang still, which is what it was not delayed by.
      for (const verification of silenced)
        expect(await verification.notifications()).toMatchObject([{ state: 'trying', attempts: [] }]);
      // Both halves of the worker end together, with what they had begun.
      await worker.stop();
      expect(worker.lines.filter((line) => /error/i.test(line))).toEqual([]);
    }),
  ));
