import { describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../simulator/fault-rule.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { createPackage } from '../../smile-id/package-zip.ts';
import { type Sending, sendPictures } from '../../smile-id/send-pictures.ts';
import { createSmileIdClient } from '../../smile-id/smile-id-client.ts';
import { sample } from '../media/pictures.ts';
import { configAt } from './smile-id.ts';

const REQUEST = { jobType: 4, jobId: 'job-1', userId: 'user-1' };

/** Sends a selfie to a simulator that bills whatever it can twice, and believes "no zip" at once. */
async function sending<T>(
  use: (send: (change?: Partial<Sending>) => ReturnType<typeof sendPictures>, simulator: Simulator) => Promise<T>,
  rules: readonly FaultRule[],
  quirks: SimulatorOptions['quirks'] = {},
): Promise<T> {
  const simulator = await startSimulator({
    faults: { rules },
    quirks: { secondPut: 'processed-again', retryKnowsProcessed: false, ...quirks },
  });
  const client = createSmileIdClient({ config: configAt(simulator.url) });
  const archive = createPackage({ images: [{ role: 'selfie', content: sample() }] });
  const common: Sending = { request: REQUEST, archive, mayExist: false, graceMs: 0 };
  try {
    return await use((change) => sendPictures(client, { ...common, ...change }), simulator);
  } finally {
    client.close();
    await simulator.close();
  }
}

/** As another process does that ends before it sends the pictures. */
async function prepareElsewhere(simulator: Simulator): Promise<void> {
  const client = createSmileIdClient({ config: configAt(simulator.url) });
  await client.prepareUpload(REQUEST);
  client.close();
}

/** Of each preparing, whether it was one of a job that is there already. */
function retries(simulator: Simulator): boolean[] {
  return simulator.journal().flatMap((entry) => (entry.kind === 'prep-upload' ? [entry.retry] : []));
}

function puts(simulator: Simulator): number {
  return simulator.journal().filter(({ kind }) => kind === 'upload').length;
}

describe('sendPictures', () => {
  it.each(['reset-before', 'cut-upload', 'server-error', 'too-many-requests'] as const)(
    'sends them again once "no zip" is believed after %s',
    async (fault) => {
      await sending(
        async (send, simulator) => {
          expect(await send()).toEqual({ smileJobId: '0000000001', isNew: true });
          expect(simulator.bills()).toEqual([expect.objectContaining({ times: 1 })]);
        },
        [{ fault, on: 'upload', nth: 1 }],
      );
    },
  );

  it('says once that nobody reads them any more', async () => {
    await sending(async (send) => {
      let times = 0;
      const onStored = () => {
        times += 1;
      };
      await send({ onStored });
      expect(times).toBe(1);
    }, []);
  });

  it.each(['cut-upload', 'server-error', 'reset-before', 'reset-after', 'expired-url'] as const)(
    'does not say that nobody reads them any more after %s, although they were stored in the end',
    async (fault) => {
      await sending(
        async (send) => {
          let times = 0;
          const onStored = () => {
            times += 1;
          };
          expect(await send({ onStored })).toMatchObject({ isNew: true });
          expect(times).toBe(0);
        },
        [{ fault, on: 'upload', nth: 1 }],
      );
    },
  );

  it('asks once more where the question whether they have arrived fails as well', async () => {
    await sending(
      async (send, simulator) => {
        expect(await send({ graceMs: 10_000 })).toEqual({ smileJobId: '0000000001', isNew: true });
        expect(puts(simulator)).toBe(1);
      },
      [
        { fault: 'reset-after', on: 'upload', nth: 1 },
        { fault: 'server-error', on: 'job-status', nth: 1 },
      ],
    );
  });

  it.each(['wrong-signature', 'server-error'] as const)(
    'sends nothing again where %s keeps from knowing whether they have arrived',
    async (fault) => {
      await sending(
        async (send, simulator) => {
          await expect(send()).rejects.toMatchObject({ smileJobId: '0000000001' });
          expect(puts(simulator)).toBe(1);
        },
        [
          { fault: 'reset-after', on: 'upload', nth: 1 },
          { fault, on: 'job-status' },
        ],
      );
    },
  );

  it('carries a prepared job on with a new URL, and one that was sent not at all', async () => {
    await sending(async (send, simulator) => {
      await prepareElsewhere(simulator);
      expect(await send({ mayExist: true })).toEqual({ smileJobId: '0000000001', isNew: true });
      await simulator.nextJournalEntry(({ kind }) => kind === 'result', { afterSeq: 0 });
      expect(await send({ mayExist: true })).toEqual({ smileJobId: '0000000001', isNew: false });
      expect(puts(simulator)).toBe(1);
    }, []);
  });

  it('prepares a job of its own again where the answer to the first time was lost', async () => {
    await sending(
      async (send, simulator) => {
        expect(await send()).toEqual({ smileJobId: '0000000001', isNew: true });
        expect(retries(simulator)).toEqual([false, false, true]);
      },
      [{ fault: 'reset-after', on: 'prep-upload', nth: 1 }],
    );
  });

  it('leaves a job alone that somebody else has prepared and not sent yet', async () => {
    await sending(async (send, simulator) => {
      await prepareElsewhere(simulator);
      await expect(send()).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
      expect(retries(simulator)).not.toContain(true);
      expect(puts(simulator)).toBe(0);
    }, []);
  });

  it('tells the number that the job has in the end', async () => {
    await sending(
      async (send, simulator) => {
        const { smileJobId } = await send();
        expect(smileJobId).not.toBe('0000000001');
        expect(simulator.jobs().map((job) => job.smileJobId)).toEqual([smileJobId]);
      },
      [{ fault: 'expired-url', on: 'upload', nth: 1 }],
      { retryKeepsSmileJobId: false },
    );
  });

  it('leaves a job alone that somebody else created', async () => {
    await sending(async (send, simulator) => {
      await send();
      await expect(send()).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
      await expect(send({ mayExist: true, request: { ...REQUEST, userId: 'user-2' } })).rejects.toMatchObject({
        kind: 'request-refused',
        code: '2304',
      });
      expect(puts(simulator)).toBe(1);
    }, []);
  });

  it('takes no 5xx for proof that they have not arrived', async () => {
    await sending(
      async (send, simulator) => {
        expect(await send({ graceMs: 10_000 })).toEqual({ smileJobId: '0000000001', isNew: true });
        expect(simulator.bills()).toEqual([expect.objectContaining({ times: 1 })]);
      },
      [{ fault: 'server-error-after', on: 'upload', nth: 1 }],
    );
  });

  it('believes "no zip" of a job that may have been sent before only after a while', async () => {
    await sending(
      async (send, simulator) => {
        await send();
        expect(await send({ mayExist: true, graceMs: 10_000 })).toEqual({ smileJobId: '0000000001', isNew: false });
        expect(simulator.bills()).toEqual([expect.objectContaining({ times: 1 })]);
      },
      [],
      { zipLagMs: 1_000 },
    );
  });

  it('gives up after three tries, and says which job exists', async () => {
    await sending(
      async (send, simulator) => {
        await expect(send()).rejects.toMatchObject({ kind: 'unavailable', smileJobId: '0000000001' });
        expect(simulator.journal().filter(({ kind }) => kind === 'fault')).toHaveLength(3);
      },
      [{ fault: 'server-error', on: 'upload' }],
    );
  });

  it('prepares anew for an expired URL, three times at most', async () => {
    await sending(
      async (send, simulator) => {
        await expect(send()).rejects.toMatchObject({ kind: 'unavailable', smileJobId: '0000000001' });
        expect(puts(simulator)).toBe(3);
      },
      [{ fault: 'expired-url', on: 'upload' }],
    );
  });
});
