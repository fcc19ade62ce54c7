import { expect } from '@jest/globals';
import type { Case } from '../case.ts';
import { REGISTRATION, testNumber } from '../pictures.ts';

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
  {
    title: 'answers a lookup that is repeated, or refuses it as a repetition',
    async run({ smileId, newId }) {
      const request = { jobId: newId('job'), userId: newId('user'), idInfo: testNumber(0) };
      await smileId.enhancedKyc(request);
      // Neither what becomes of it (U19) nor whether its status can be read (U20) is documented.
      const again = await smileId.enhancedKyc(request).catch((error: unknown) => error);
      if (again instanceof Error) expect(again).toMatchObject({ kind: 'request-refused', code: '2215' });
      else expect(again).toMatchObject({ report: { result: { code: '1012' } } });
      const carriedOn = await smileId.enhancedKyc({ ...request, mayExist: true }).catch((error: unknown) => error);
      if (carriedOn instanceof Error) expect(carriedOn).toMatchObject({ kind: 'outcome-unknown' });
      else expect(carriedOn).toMatchObject({ isNew: false, report: { result: { code: '1012' } } });
    },
  },
];
