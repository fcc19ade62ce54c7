import { describe, expect, it } from '@jest/globals';
import { checkRequest, type StartRequest } from '../../client/start-request.ts';
import { productProblems } from '../../requests/product-rules.ts';
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

const COMPARE: StartRequest = {
  ...PERSON,
  product: 'smartselfie-compare',
  liveness: ['1.jpg', '2.jpg', '3.jpg', '4.jpg'],
  comparison: 'portrait.jpg',
  comparisonType: 'PORTRAIT',
};
const LOOKUP: StartRequest = {
  userId: 'user-1',
  product: 'enhanced-kyc',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', gender: 'F' },
};
const BUSINESS: StartRequest = {
  userId: 'user-1',
  product: 'business-verification',
  idInfo: { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' },
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
    ['two faces to compare', COMPARE],
    ['eight liveness pictures beside them', { ...COMPARE, liveness: Array(8).fill('1.jpg') }],
    ['a number to look up', LOOKUP],
    ['a number whose data come by callback', { ...LOOKUP, product: 'basic-kyc', answerByCallback: true }],
    ['a list of no liveness pictures, where none are taken', { ...LOOKUP, liveness: [] }],
    ['a business', { ...BUSINESS, answerByCallback: true }],
  ] as [string, StartRequest][])('is there with %s', (_, request) => {
    expect(productProblems(request)).toEqual([]);
  });

  it.each([
    [without(KYC, 'selfie'), 'selfie must be the path of a JPEG, its bytes, or { base64: … }'],
    [{ ...KYC, idInfo: { country: 'NG', idType: 'NIN_V2' } }, /^idInfo.idNumber is missing: give it, or documentFront/],
    [{ ...KYC, idInfo: { idType: 'NIN_V2', idNumber: '1' } }, 'idInfo.country is missing: Biometric KYC needs it'],
    [
      { ...KYC, useEnrolledImage: true, selfie: undefined },
      'useEnrolledImage does not concern Biometric KYC: leave it out',
    ],
    [without(DOCUMENT, 'documentFront'), 'documentFront must be the path of a JPEG, its bytes, or { base64: … }'],
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
    [without(COMPARE, 'comparison'), 'comparison must be the path of a JPEG, its bytes, or { base64: … }'],
    [
      without(COMPARE, 'comparisonType'),
      'comparisonType is missing: say what the picture is, ID_PHOTO, PORTRAIT, DOCUMENT',
    ],
    [without(COMPARE, 'liveness'), 'liveness has 0 pictures: give 4 to 8'],
    [{ ...COMPARE, liveness: Array(9).fill('1.jpg') }, 'liveness has 9 pictures: give 4 to 8'],
    [{ ...COMPARE, idInfo: { country: 'NG' } }, 'idInfo.country does not concern SmartSelfie Compare: leave it out'],
    [{ ...COMPARE, answerByCallback: true }, 'answerByCallback does not concern SmartSelfie Compare: leave it out'],
    [{ ...KYC, comparison: 'a.jpg' }, 'comparison does not concern Biometric KYC: leave it out'],
    [{ ...KYC, comparisonType: 'PORTRAIT' }, 'comparisonType does not concern Biometric KYC: leave it out'],
    [{ ...LOOKUP, selfie: 'selfie.jpg' }, 'selfie does not concern Enhanced KYC: leave it out'],
    [{ ...LOOKUP, liveness: ['1.jpg'] }, 'liveness does not concern Enhanced KYC: leave it out'],
    [{ ...LOOKUP, allowNewEnroll: true }, 'allowNewEnroll does not concern Enhanced KYC: leave it out'],
    [
      { ...LOOKUP, product: 'basic-kyc', idInfo: { country: 'NG', idType: 'NIN_V2' } },
      'idInfo.idNumber is missing: Basic KYC needs it',
    ],
    [
      { ...LOOKUP, idInfo: { ...LOOKUP.idInfo, businessType: 'co' } },
      'idInfo.businessType does not concern Enhanced KYC: leave it out',
    ],
    [
      { ...BUSINESS, idInfo: { ...BUSINESS.idInfo, firstName: 'Specimen' } },
      'idInfo.firstName does not concern Business Verification: leave it out',
    ],
    [{ ...BUSINESS, documentFront: 'front.jpg' }, 'documentFront does not concern Business Verification: leave it out'],
  ] as [StartRequest, string | RegExp][])('is missed in %j', (request, problem) => {
    expect(productProblems(request)).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('warns of a picture of a document that is smaller than Smile ID advises, and takes it', async () => {
    const { warnings, pictures } = await checkRequest({ ...DOCUMENT, selfie: sample(), documentFront: sample() });
    expect(pictures.map(({ role }) => role)).toEqual(['selfie', 'id-front']);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^documentFront is 960 pixels long; Smile ID advises at least 1500/),
    );
  });
});
