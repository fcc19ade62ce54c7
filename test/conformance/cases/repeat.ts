import { expect } from '@jest/globals';
import type { Case } from '../case.ts';
import { REGISTRATION } from '../pictures.ts';

export const REPEAT_CASES: readonly Case[] = [
  {
    title: 'takes a job_id once',
    async run({ smileId, newId }) {
      // The same user, since whether another one may use the id is not documented (U15); and one who is not enrolled by it.
      const job = { product: 'smartselfie-registration', jobId: newId('job'), userId: newId('user') } as const;
      const submit = () =>
        smileId.submitJob({ ...job, selfie: REGISTRATION.selfie, partnerParams: { sandbox_result: '1' } });
      await submit();
      await expect(submit()).rejects.toMatchObject({ kind: 'request-refused', code: '2215' });
    },
  },
  {
    title: 'lets a job be carried on that has arrived, and does not take it again',
    async run({ smileId, newId, processed }) {
      const [jobId, userId] = [newId('job'), newId('user')];
      const job = { product: 'smartselfie-registration', jobId, userId, selfie: REGISTRATION.selfie } as const;
      const partnerParams = { sandbox_result: '1' };
      const first = await smileId.submitJob({ ...job, partnerParams });
      await processed(jobId);
      await smileId.awaitResult(job);
      const again = await smileId.submitJob({ ...job, partnerParams, mayExist: true }, { wait: true });
      expect(again).toMatchObject({ isNew: false, smileJobId: first.smileJobId, report: { status: 'final' } });
    },
  },
];
