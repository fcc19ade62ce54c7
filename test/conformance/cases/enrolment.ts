import { expect } from '@jest/globals';
import type { Case } from '../case.ts';
import { AUTHENTICATION, DOCUMENT, REGISTRATION } from '../pictures.ts';
import { enrolledUser } from './upload.ts';

const USER_STATE = { kind: 'user-state' };

export const ENROLMENT_CASES: readonly Case[] = [
  {
    title: 'refuses to register a user a second time, unless that is asked for',
    async run(place) {
      const { smileId, newId } = place;
      const again = {
        product: 'smartselfie-registration',
        userId: await enrolledUser(place),
        ...REGISTRATION,
      } as const;
      const refused = smileId.submitJob({ ...again, jobId: newId('job') });
      await expect(refused).rejects.toMatchObject({ ...USER_STATE, code: expect.stringMatching(/^2[234]09$/) });
      expect(await smileId.submitJob({ ...again, jobId: newId('job'), allowNewEnroll: true })).toMatchObject({
        isNew: true,
      });
    },
  },
  {
    title: 'refuses to authenticate somebody whom it does not know',
    async run({ smileId, newId }) {
      const job = { product: 'smartselfie-authentication', jobId: newId('job'), userId: newId('user') } as const;
      await expect(smileId.submitJob({ ...job, ...AUTHENTICATION })).rejects.toMatchObject(USER_STATE);
    },
  },
  {
    title: 'compares a document with the selfie on file if that is asked for',
    async run(place) {
      const { smileId, newId, processed } = place;
      const job = { product: 'document-verification', jobId: newId('job'), userId: await enrolledUser(place) } as const;
      const idInfo = { country: 'NG', idType: 'PASSPORT' };
      await smileId.submitJob({ ...job, ...DOCUMENT, idInfo, useEnrolledImage: true });
      await processed(job.jobId);
      expect(await smileId.awaitResult(job)).toMatchObject({ status: 'final' });
    },
  },
  {
    title: 'has no selfie on file of somebody whom it does not know',
    async run({ smileId, newId }) {
      const job = { product: 'document-verification', jobId: newId('job'), userId: newId('user') } as const;
      const asked = smileId.submitJob({ ...job, ...DOCUMENT, idInfo: { country: 'NG' }, useEnrolledImage: true });
      await expect(asked).rejects.toMatchObject(USER_STATE);
    },
  },
];
