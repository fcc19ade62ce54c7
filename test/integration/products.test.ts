import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartRequest } from '../../client/start-request.ts';
import { historyOf, untilState } from './observe.ts';
import { openWorld, registration, type World } from './world.ts';

const document = (side: string): string =>
  fileURLToPath(new URL(`../../samples/document/${side}.jpg`, import.meta.url));

const KYC: Partial<StartRequest> = {
  product: 'biometric-kyc',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen', lastName: 'Person' },
};
const DOCUMENT: Partial<StartRequest> = {
  product: 'document-verification',
  documentFront: document('front'),
  documentBack: document('back'),
  idInfo: { country: 'NG', idType: 'PASSPORT' },
};

describe('the products that are uploaded', () => {
  let world: World;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, close } = await openWorld({}));
  });
  afterAll(() => close());

  const run = async (request: Partial<StartRequest>) => (await world.smileflow.start(registration(request))).result();

  it.each([
    ['biometric-kyc', KYC],
    ['document-verification', DOCUMENT],
    ['enhanced-document-verification', { ...DOCUMENT, product: 'enhanced-document-verification' as const }],
  ])('%s is approved, with what Smile ID read from the ID', async (product, request) => {
    const handle = await world.smileflow.start(registration(request));
    const outcome = await handle.result();
    expect(outcome).toMatchObject({ product, decision: 'approved', decidedBy: 'machine', code: '0810' });
    expect(outcome.idData?.country).toBeDefined();
    expect(outcome.idData?.fullName).toBeDefined();
    expect(await handle.historyEvents()).toBeLessThanOrEqual(40);
  });

  it('the lookup of Biometric KYC decides nothing', async () => {
    const handle = await world.smileflow.start(
      registration({ ...KYC, partnerParams: { sandbox_scenario: 'lookup-only' }, deadlineMs: 6_000 }),
    );
    await untilState(handle, 'awaiting-result');
    const outcome = await handle.result();
    expect(outcome.decision).toBe('expired');
    expect(outcome.results.map(({ code, authority }) => [code, authority])).toEqual([['1012', 'lookup']]);
  });

  it('Biometric KYC takes a picture of the ID card instead of the number', async () => {
    const request = { ...KYC, idInfo: { country: 'GH', idType: 'VOTER_ID' }, documentFront: document('front') };
    expect(await run(request)).toMatchObject({ decision: 'approved' });
  });

  it.each([
    ['biometric-kyc', KYC, 'rejected'],
    ['document-verification', DOCUMENT, 'rejected'],
  ] as const)('%s is rejected with a remedy', async (_, request, decision) => {
    expect(await run({ ...request, partnerParams: { sandbox_scenario: 'reject' } })).toMatchObject({
      decision,
      code: '0811',
    });
  });

  it("takes the reviewer's decision on a document", async () => {
    const request = { ...DOCUMENT, partnerParams: { sandbox_scenario: 'review-approve' } };
    expect(await run(request)).toMatchObject({ decision: 'approved', decidedBy: 'reviewer', code: '0810' });
  });

  it('asks an operator about a document that is approved with attention, or accepts it by policy', async () => {
    const request = { ...DOCUMENT, partnerParams: { sandbox_scenario: 'approved-with-attention' } };
    const handle = await world.smileflow.start(registration(request));
    await untilState(handle, 'awaiting-operator');
    await handle.decide({ decision: 'reject', by: 'operator-1', reason: 'the photo is another one' });
    expect(await handle.result()).toMatchObject({ decision: 'rejected', decidedBy: 'operator', code: '0817' });
    expect(await run({ ...request, policy: { attention: 'accept' } })).toMatchObject({ decision: 'approved' });
  });

  it('compares a document with the selfie of an earlier enrolment, and needs that enrolment', async () => {
    const first = registration();
    await (await world.smileflow.start(first)).result();
    const {
      selfie: _,
      liveness: __,
      ...again
    } = registration({
      ...DOCUMENT,
      userId: first.userId,
      useEnrolledImage: true,
    });
    expect(await (await world.smileflow.start(again)).result()).toMatchObject({ decision: 'approved' });
    const stranger = { ...again, userId: 'a-stranger', verificationId: `${again.verificationId}-stranger` };
    expect(await (await world.smileflow.start(stranger)).result()).toMatchObject({
      decision: 'failed',
      failure: 'user-state',
      code: '2210',
      remedy: 'enrol-user',
    });
  });

  it('says everything that is missing or too much for the product, before anything is stored', async () => {
    await expect(
      world.smileflow.start(
        registration({ product: 'enhanced-document-verification', idInfo: { country: 'Nigeria' } }),
      ),
    ).rejects.toMatchObject({
      kind: 'invalid-request',
      problems: [
        'idInfo.country must be two capital letters, ISO 3166-1, such as NG',
        'documentFront must be the path of a JPEG, its bytes, or { base64: … }',
        'idInfo.idType is missing: Enhanced Document Verification needs it',
      ],
    });
    await expect(world.smileflow.start(registration({ idInfo: { country: 'NG' } }))).rejects.toMatchObject({
      problems: ['idInfo.country does not concern SmartSelfie Registration: leave it out'],
    });
  });

  it('puts no picture that came with a result into history', async () => {
    const handle = await world.smileflow.start(registration(DOCUMENT));
    const { returnedPictures, missingPictures } = await handle.result();
    expect(missingPictures).toBe(0);
    // job_status links the selfie; the pictures of the document come in callbacks only, whose bodies prove nothing.
    expect(returnedPictures.map(({ role }) => role)).toEqual(['selfie']);
    const { text } = await historyOf(world.temporal, handle.workflowId);
    expect(Math.max(...text.split('"').map((part) => part.length))).toBeLessThan(2_000);
    expect(text).not.toMatch(/signature/i);
  });
});
