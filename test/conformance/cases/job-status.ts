import { expect } from '@jest/globals';
import type { Case } from '../case.ts';
import { DOCUMENT, REGISTRATION } from '../pictures.ts';

export const JOB_STATUS_CASES: readonly Case[] = [
  {
    title: 'does not know a job that was never sent',
    async run({ smileId, newId }) {
      const asked = smileId.jobStatus({ jobId: newId('job'), userId: newId('user') });
      await expect(asked).rejects.toMatchObject({ kind: 'request-refused', code: '2304' });
    },
  },
  {
    title: 'does not know a job under the id of another user',
    async run({ smileId, newId }) {
      const job = { jobId: newId('job'), userId: newId('user') };
      await smileId.submitJob({ product: 'smartselfie-registration', ...job, selfie: REGISTRATION.selfie });
      const asked = smileId.jobStatus({ ...job, userId: newId('user') });
      await expect(asked).rejects.toMatchObject({ kind: 'request-refused', code: '2304' });
    },
  },
  {
    title: 'says nothing about the person while a job is processed',
    needs: ['jobs without a result'],
    simulator: { processingMs: 3_600_000 },
    async run({ smileId, newId }) {
      const job = { jobId: newId('job'), userId: newId('user') };
      await smileId.submitJob({ product: 'smartselfie-registration', ...job, selfie: REGISTRATION.selfie });
      expect(await smileId.jobStatus(job)).toMatchObject({ status: 'pending', results: [] });
    },
  },
  {
    title: 'shows the pictures of a finished job, and its receipt, behind links',
    async run({ smileId, newId, processed }) {
      const job = { product: 'document-verification', jobId: newId('job'), userId: newId('user') } as const;
      const idInfo = { country: 'NG', idType: 'PASSPORT' };
      const partnerParams = { sandbox_result: '0' };
      await smileId.submitJob({ ...job, ...REGISTRATION, ...DOCUMENT, idInfo, partnerParams });
      await processed(job.jobId);
      const { pictures, receiptUrl } = await smileId.awaitResult(job);
      const urls = pictures.flatMap((picture) => ('url' in picture ? [picture.url] : []));
      expect(urls).not.toEqual([]);
      for (const url of urls)
        expect((await smileId.fetchPicture(url)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
      // Not with every result (PROTOCOL 9.2).
      if (receiptUrl !== undefined)
        expect((await smileId.fetchReceipt(receiptUrl)).toString('latin1')).toMatch(/^%PDF-/);
    },
  },
  {
    title: 'keeps the earlier results of a job in its history',
    async run({ smileId, newId, processed }) {
      const job = { product: 'smartselfie-registration', jobId: newId('job'), userId: newId('user') } as const;
      await smileId.submitJob({ ...job, selfie: REGISTRATION.selfie, partnerParams: { sandbox_result: '0' } });
      await processed(job.jobId);
      const { result, results } = await smileId.awaitResult(job);
      // Of this job, or of the whole user (D9): what is not this job's never shows.
      expect(results.map(({ smileJobId }) => smileJobId)).toEqual(results.map(() => result?.smileJobId));
      expect((await smileId.jobStatus({ ...job, history: false })).results).toHaveLength(1);
    },
  },
  {
    title: 'reports what a reviewer decides after the machine',
    needs: ['reviewers'],
    simulator: { timeScale: 3_600 },
    async run({ smileId, newId, processed }) {
      const job = { product: 'smartselfie-registration', jobId: newId('job'), userId: newId('user') } as const;
      const partnerParams = { sandbox_scenario: 'review-reject' };
      await smileId.submitJob({ ...job, selfie: REGISTRATION.selfie, partnerParams });
      await processed(job.jobId);
      expect(await smileId.awaitResult(job)).toMatchObject({ status: 'provisional' });
      const last = await smileId.awaitResult(job, { until: 'final-result', forMs: 30_000 });
      expect(last).toMatchObject({ status: 'final', result: { category: 'rejected', authority: 'reviewer' } });
    },
  },
  {
    title: 'never reports on a job whose package was lost, however often it is asked',
    needs: ['jobs without a result'],
    async run({ smileId, newId }) {
      const job = { product: 'smartselfie-registration', jobId: newId('job'), userId: newId('user') } as const;
      const partnerParams = { sandbox_scenario: 'no-zip' };
      await smileId.submitJob({ ...job, selfie: REGISTRATION.selfie, partnerParams });
      expect(await smileId.awaitResult(job, { forMs: 2_500 })).toMatchObject({ status: 'pending', results: [] });
    },
  },
];
