import { expect } from '@jest/globals';
import type { ProductName } from '../../../domain/product.ts';
import type { OneRequest } from '../../../smile-id/smile-id.ts';
import type { Case, Place } from '../case.ts';
import { AUTHENTICATION, DOCUMENT, REGISTRATION, testNumber } from '../pictures.ts';

const RESULTS = { approved: '0', rejected: '1', provisional: '2' } as const;
type Outcome = keyof typeof RESULTS;

const DOCUMENTS = { ...REGISTRATION, ...DOCUMENT };

/** What each upload product takes; codes by outcome as PROTOCOL 11 lists them. */
const PRODUCTS: readonly {
  readonly product: ProductName;
  readonly contents: Partial<OneRequest>;
  readonly needsUser?: true;
  readonly outcomes: readonly Outcome[];
}[] = [
  { product: 'smartselfie-registration', contents: REGISTRATION, outcomes: ['approved', 'rejected', 'provisional'] },
  {
    product: 'smartselfie-authentication',
    contents: AUTHENTICATION,
    needsUser: true,
    outcomes: ['approved', 'rejected', 'provisional'],
  },
  {
    product: 'biometric-kyc',
    contents: { ...REGISTRATION, idInfo: testNumber(0) },
    outcomes: ['approved', 'rejected', 'provisional'],
  },
  // These have no code for "provisional" (PROTOCOL 10.5).
  {
    product: 'document-verification',
    contents: { ...DOCUMENTS, idInfo: { country: 'NG', idType: 'PASSPORT' } },
    outcomes: ['approved', 'rejected'],
  },
  {
    product: 'enhanced-document-verification',
    contents: { ...DOCUMENTS, idInfo: { country: 'GH', idType: 'PASSPORT' } },
    outcomes: ['approved', 'rejected'],
  },
];

/** Puts a user on file, and tells who it is. */
export async function enrolledUser({ smileId, newId, processed }: Place): Promise<string> {
  const [jobId, userId] = [newId('job'), newId('user')];
  const partnerParams = { sandbox_result: RESULTS.approved };
  await smileId.submitJob({ product: 'smartselfie-registration', jobId, userId, partnerParams, ...REGISTRATION });
  await processed(jobId);
  const { result } = await smileId.awaitResult({ jobId, userId });
  expect(result?.category).toBe('approved');
  return userId;
}

export const UPLOAD_CASES: readonly Case[] = PRODUCTS.flatMap(({ product, contents, needsUser, outcomes }) =>
  outcomes.map(
    (outcome): Case => ({
      title: `says that a job of ${product} is ${outcome} if sandbox_result asks for it`,
      async run(place) {
        const { smileId, newId, processed } = place;
        const job = { product, jobId: newId('job'), userId: needsUser ? await enrolledUser(place) : newId('user') };
        const partnerParams = { sandbox_result: RESULTS[outcome], order: 'A-17' };
        const sent = await smileId.submitJob({ ...contents, ...job, partnerParams });
        expect(sent).toMatchObject({ isNew: true, smileJobId: expect.stringMatching(/^\d{10}$/) });
        await processed(job.jobId);
        const report = await smileId.awaitResult(job);
        expect(report.result).toMatchObject({ category: outcome, smileJobId: sent.smileJobId });
        expect(report.status).toBe(outcome === 'provisional' ? 'provisional' : 'final');
        // As they were given, and job_type as a number or as text (D1).
        expect(report.raw?.result).toMatchObject({ PartnerParams: { order: 'A-17', job_id: job.jobId } });
      },
    }),
  ),
);
