import { describe, expect, it } from '@jest/globals';
import { productProblems } from '../../client/product-rules.ts';
import { checkRequest, type StartRequest } from '../../client/start-request.ts';
import { sample } from '../media/pictures.ts';

const PERSON = { userId: 'user-1', selfie: 'selfie.jpg' };
const KYC: StartRequest = {
  ...PERSON,
  product: 'biometric-kyc',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' },
};
const DOCUMENT: StartRequest = {
  ...PERSON,
  product: 'document-verification',
  idInfo: { country: 'NG' },
  documentFront: 'front.jpg',
};
const ENHANCED: StartRequest = {
  ...DOCUMENT,
  product: 'enhanced-document-verification',
  idInfo: { country: 'KE', idType: 'IDENTITY_CARD' },
};

function without<T extends object, K extends keyof T>(request: T, field: K): Omit<T, K> {
  const { [field]: _, ...rest } = request;
  return rest;
}

describe('What a product needs', () => {
  it.each([
    ['Biometric KYC with a number', KYC],
    [
      'Biometric KYC with a picture of the card',
      { ...KYC, idInfo: { country: 'GH', idType: 'VOTER_ID' }, documentFront: 'front.jpg' },
    ],
    ['a document without its type', DOCUMENT],
    ['a document with its back', { ...DOCUMENT, documentBack: 'back.jpg' }],
    ['a document and an earlier enrolment', { ...without(DOCUMENT, 'selfie'), useEnrolledImage: true }],
    ['an enhanced document', ENHANCED],
  ] as [string, StartRequest][])('is there with %s', (_, request) => {
    expect(productProblems(request)).toEqual([]);
  });

  it.each([
    [without(KYC, 'selfie'), 'selfie must be the path of a JPEG or its bytes'],
    [{ ...KYC, idInfo: { country: 'NG', idType: 'NIN_V2' } }, /^idInfo.idNumber is missing: give it, or documentFront/],
    [{ ...KYC, idInfo: { idType: 'NIN_V2', idNumber: '1' } }, 'idInfo.country is missing: Biometric KYC needs it'],
    [
      { ...KYC, useEnrolledImage: true, selfie: undefined },
      'useEnrolledImage does not concern Biometric KYC: leave it out',
    ],
    [without(DOCUMENT, 'documentFront'), 'documentFront must be the path of a JPEG or its bytes'],
    [without(DOCUMENT, 'idInfo'), 'idInfo.country is missing: Document Verification needs it'],
    [{ ...DOCUMENT, useEnrolledImage: true }, 'selfie is not sent with useEnrolledImage: leave it out'],
    [
      { ...DOCUMENT, idInfo: { country: 'NG', idNumber: '1' } },
      'idInfo.idNumber does not concern Document Verification: leave it out',
    ],
    [{ ...ENHANCED, idInfo: { country: 'KE' } }, 'idInfo.idType is missing: Enhanced Document Verification needs it'],
    [
      { ...PERSON, product: 'smartselfie-registration', documentBack: 'back.jpg' },
      'documentBack does not concern SmartSelfie Registration: leave it out',
    ],
  ] as [StartRequest, string | RegExp][])('is missed in %j', (request, problem) => {
    expect(productProblems(request)).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('warns of a picture of a document that is smaller than Smile ID advises, and takes it', async () => {
    const { warnings, pictures } = await checkRequest({ ...DOCUMENT, selfie: sample(), documentFront: sample() });
    expect(pictures.map(({ role }) => role)).toEqual(['selfie', 'id-front']);
    expect(warnings).toEqual([
      expect.stringMatching(/^documentFront is 960 pixels long; Smile ID advises at least 1500/),
    ]);
  });
});
