import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Submission } from '../../smile-id/submission.ts';
import { samplePath, withFolder } from '../media/pictures.ts';
import { withSmileId } from './smile-id.ts';

const REGISTRATION: Submission = {
  product: 'smartselfie-registration',
  jobId: 'job-1',
  userId: 'user-1',
  selfie: samplePath('registration/selfie.jpg'),
};
const LIVENESS = [1, 2, 3, 4].map((number) => samplePath(`registration/liveness-${number}.jpg`));
const KYC = {
  jobId: 'job-kyc',
  userId: 'user-1',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' },
};
/** What must not be sent again costs again in this Smile ID. */
const DEAR = { secondPut: 'processed-again', retryKnowsProcessed: false } as const;

/** For what must not go on before it is opened, and tells that it has been reached. */
function gate() {
  let open = (): void => undefined;
  let reach = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { open, opened, reach, reached };
}

describe('A job that is called for again', () => {
  it('waits until the first call has sent its pictures, and sends none', async () => {
    const { open, opened } = gate();
    await withSmileId(
      async (smileId, simulator) => {
        const first = smileId.submitJob(REGISTRATION);
        await simulator.nextJournalEntry(({ kind }) => kind === 'upload-started', { afterSeq: 0 });
        const second = smileId.submitJob({ ...REGISTRATION, mayExist: true });
        expect(await smileId.enhancedKyc(KYC)).toMatchObject({ isNew: true });
        expect(simulator.journal().filter(({ kind }) => kind === 'prep-upload')).toHaveLength(1);
        open();
        expect(await first).toMatchObject({ isNew: true });
        expect(await second).toMatchObject({ isNew: false });
        expect(simulator.bills().map(({ jobId, times }) => [jobId, times])).toEqual(
          expect.arrayContaining([
            ['job-1', 1],
            ['job-kyc', 1],
          ]),
        );
      },
      { quirks: DEAR, hooks: { whileUploading: () => opened } },
    );
  });

  it('waits for the answer of the first lookup, and pays for none', async () => {
    const { open, opened } = gate();
    await withSmileId(
      async (smileId, simulator) => {
        const both = Promise.all([smileId.enhancedKyc(KYC), smileId.enhancedKyc({ ...KYC, mayExist: true })]);
        await smileId.submitJob(REGISTRATION);
        expect(simulator.journal().filter(({ kind }) => kind === 'job-status')).toEqual([]);
        open();
        expect(await both).toMatchObject([{ isNew: true }, { isNew: false }]);
        expect(simulator.bills()).toContainEqual(expect.objectContaining({ jobId: 'job-kyc', times: 1 }));
      },
      { hooks: { beforeAnswer: ({ endpoint }) => (endpoint === 'id-verification' ? opened : undefined) } },
    );
  });

  it('waits as long as a request may take before it believes that a lookup is not known, and pays for none', async () => {
    const held = gate();
    let calls = 0;
    await withSmileId(
      async (smileId, simulator) => {
        await expect(smileId.enhancedKyc(KYC)).rejects.toMatchObject({ kind: 'outcome-unknown' });
        const again = smileId.enhancedKyc({ ...KYC, mayExist: true });
        await simulator.nextJournalEntry(({ kind }) => kind === 'job-status', { afterSeq: 0 });
        held.open();
        expect(await again).toMatchObject({ isNew: false, report: { status: 'final' } });
        expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
      },
      {
        hooks: {
          async chooseFault({ endpoint }) {
            if (endpoint === 'id-verification' && calls++ === 0) await held.opened;
            return undefined;
          },
        },
      },
      { requestTimeoutMs: 2_000 },
    );
  });

  it('waits for a comparison as long as that may take, and pays for none', async () => {
    const held = gate();
    let calls = 0;
    const comparison = samplePath('authentication/selfie.jpg');
    const compared = { ...REGISTRATION, comparison, comparisonType: 'PORTRAIT', liveness: LIVENESS } as const;
    await withSmileId(
      async (smileId, simulator) => {
        const away = new AbortController();
        const first = smileId.compareSelfies(compared, { signal: away.signal });
        await held.reached;
        away.abort(new Error('gone'));
        await expect(first).rejects.toThrow('gone');
        const again = smileId.compareSelfies({ ...compared, mayExist: true });
        // Longer than a lookup may take, and shorter than a comparison.
        await sleep(1_000);
        held.open();
        expect(await again).toMatchObject({ isNew: false });
        expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
      },
      {
        hooks: {
          async chooseFault({ endpoint }) {
            if (endpoint !== 'compare' || calls++ > 0) return undefined;
            held.reach();
            await held.opened;
            return undefined;
          },
        },
      },
      { requestTimeoutMs: 300, uploadTimeoutMs: 3_000 },
    );
  });

  it('goes on looking over a failure that passes', async () => {
    await withSmileId(
      async (smileId, simulator) => {
        await smileId.enhancedKyc(KYC);
        expect(await smileId.enhancedKyc({ ...KYC, mayExist: true })).toMatchObject({ isNew: false });
        expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
      },
      { faults: { rules: [{ fault: 'server-error', on: 'job-status', nth: 1 }] } },
      { requestTimeoutMs: 2_000 },
    );
  });

  it('does not wait for the result that another call waits for', async () => {
    await withSmileId(
      async (smileId) => {
        const controller = new AbortController();
        const waiting = smileId.submitJob(REGISTRATION, { wait: { forMs: 60_000 }, signal: controller.signal });
        const ended = expect(waiting).rejects.toThrow('enough');
        expect(await smileId.submitJob({ ...REGISTRATION, mayExist: true })).toMatchObject({ isNew: false });
        controller.abort(new Error('enough'));
        await ended;
      },
      { processingMs: 600_000 },
    );
  });
});

describe('A call that is aborted', () => {
  it('ends with the reason of its signal while a pipe is read', () =>
    withFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      await promisify(execFile)('mkfifo', [pipe]);
      await withSmileId(async (smileId, simulator) => {
        const controller = new AbortController();
        const reason = new Error('enough');
        const call = smileId.submitJob({ ...REGISTRATION, selfie: pipe }, { signal: controller.signal });
        controller.abort(reason);
        await expect(call).rejects.toBe(reason);
        await expect(smileId.submitJob(REGISTRATION, { signal: controller.signal })).rejects.toBe(reason);
        expect(simulator.journal()).toEqual([]);
      });
    }));
});
