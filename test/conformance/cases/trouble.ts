import { expect } from '@jest/globals';
import type { FaultRule } from '../../../simulator/fault-rule.ts';
import type { Case } from '../case.ts';
import { REGISTRATION } from '../pictures.ts';

const TROUBLES: readonly (readonly [string, FaultRule])[] = [
  ['S3 is overloaded for a moment', { fault: 'server-error', on: 'upload', times: 1 }],
  ['the upload URL has expired', { fault: 'expired-url', on: 'upload', times: 1 }],
  ['a gateway fails before the job is made', { fault: 'server-error', on: 'prep-upload', times: 1, httpStatus: 502 }],
  ['a gateway fails after the job was made', { fault: 'server-error-after', on: 'prep-upload', times: 1 }],
  ['the connection breaks after the job was made', { fault: 'reset-after', on: 'prep-upload', times: 1 }],
  ['the connection breaks after the pictures have arrived', { fault: 'reset-after', on: 'upload', times: 1 }],
  ['the answer about a job is cut off', { fault: 'malformed-json', on: 'job-status', times: 1 }],
];

export const TROUBLE_CASES: readonly Case[] = TROUBLES.map(
  ([what, rule]): Case => ({
    title: `takes a job, once, although ${what}`,
    needs: ['faults'],
    async run({ smileId, newId, processed, trouble }) {
      const job = { product: 'smartselfie-registration', jobId: newId('job'), userId: newId('user') } as const;
      await trouble?.begin(rule);
      const sent = await smileId.submitJob({ ...job, selfie: REGISTRATION.selfie });
      expect(sent).toMatchObject({ smileJobId: expect.stringMatching(/^\d{10}$/) });
      await processed(job.jobId);
      expect(await smileId.awaitResult(job)).toMatchObject({
        status: 'final',
        result: { category: 'approved', smileJobId: sent.smileJobId },
      });
      expect(trouble?.timesMet()).toBe(1);
      expect(trouble?.packagesTaken(job.jobId)).toBe(1);
    },
  }),
);
