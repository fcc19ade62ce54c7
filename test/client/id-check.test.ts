import { describe, expect, it } from '@jest/globals';
import { checkRequest, type StartRequest } from '../../client/start-request.ts';
import { isVerificationFailure } from '../../domain/failure.ts';
import type { IdTypeCatalogue } from '../../domain/id-types.ts';
import type { ReadCatalogue } from '../../requests/id-check.ts';
import { sample } from '../media/pictures.ts';

const CATALOGUE: IdTypeCatalogue = {
  idTypes: { NG: { NIN_V2: ['id_number', 'first_name'], BVN: [] } },
  hostedWeb: { enhanced_kyc: { NG: { NIN_V2: { requiredFields: [], idNumberRegex: '^[0-9]{11}$' } } } },
};
const UNCHECKED = "Smile ID's list of ID types cannot be had at the moment, so the ID data are sent unchecked";

const KYC: StartRequest = {
  product: 'enhanced-kyc',
  userId: 'user-17',
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen' },
};

function counted(answer: () => Promise<IdTypeCatalogue | undefined>): ReadCatalogue & { asked: number } {
  const read = Object.assign(
    () => {
      read.asked += 1;
      return answer();
    },
    { asked: 0 },
  );
  return read;
}

const there = () => counted(async () => CATALOGUE);

/** Not typed, because untyped callers make mistakes. */
async function problemsOf(change: Record<string, unknown>, read = there()): Promise<readonly string[]> {
  try {
    await checkRequest({ ...KYC, ...change } as StartRequest, read);
  } catch (error) {
    if (isVerificationFailure(error)) return error.problems;
    throw error;
  }
  return [];
}

describe('Checking the ID data of a request', () => {
  it('is content with what Smile ID asks for', async () => {
    expect((await checkRequest(KYC, there())).warnings).toEqual([]);
  });

  it('tells what Smile ID would refuse together with all else that is wrong', async () => {
    const idInfo = { ...KYC.idInfo, idNumber: '4711', firstName: undefined, dateOfBirth: '1.1.2000' };
    expect(await problemsOf({ userId: '', idInfo, selfie: sample(), allowNewEnroll: true })).toEqual([
      'userId is empty',
      'idInfo.dateOfBirth must be a date as YYYY-MM-DD',
      'selfie does not concern Enhanced KYC: leave it out',
      'allowNewEnroll does not concern Enhanced KYC: leave it out',
      'idInfo.firstName is missing: NG NIN_V2 needs it',
      'idInfo.idNumber does not have the form of NG NIN_V2: ^[0-9]{11}$',
    ]);
  });

  it('says of each field only what is wrong first', async () => {
    expect(await problemsOf({ idInfo: { ...KYC.idInfo, idNumber: ' 1', country: 'ng' } })).toEqual([
      'idInfo.country must be two capital letters, ISO 3166-1, such as NG',
      'idInfo.idNumber begins or ends with a blank',
    ]);
  });

  it.each([null, 'x', { country: 7, idType: [], idNumber: {} }, { country: 'NG', idType: 'NIN_V2', idNumber: 1 }])(
    'does not stumble over %j as ID data',
    async (idInfo) => {
      const read = there();
      const problems = await problemsOf({ idInfo, partnerParams: null }, read);
      expect(read.asked).toBe(0);
      expect(problems).toContainEqual(expect.stringMatching(/^idInfo/));
    },
  );

  it('warns of what Smile ID may refuse', async () => {
    const { warnings } = await checkRequest({ ...KYC, idInfo: { ...KYC.idInfo, idType: 'BVN' } }, there());
    expect(warnings).toEqual(['idInfo.idType is not listed for Enhanced KYC in NG: Smile ID lists NIN_V2']);
  });

  it('never refuses because the list cannot be had', async () => {
    const { warnings } = await checkRequest({ ...KYC, idInfo: { country: 'FR', idType: 'CNI', idNumber: '1' } }, () =>
      Promise.reject(new Error('away')),
    );
    expect(warnings).toEqual([UNCHECKED]);
  });

  it('says nothing where nobody can be asked', async () => {
    const unknown: StartRequest = { ...KYC, idInfo: { country: 'FR', idType: 'CNI', idNumber: '1' } };
    expect((await checkRequest(unknown)).warnings).toEqual([]);
    expect((await checkRequest(unknown, async () => undefined)).warnings).toEqual([]);
  });

  it.each([
    ['another product', { product: 'smartselfie-registration', idInfo: undefined, selfie: sample() }],
    ['a product that is none', { product: 'palm-reading' }],
    ['a picture instead of a number', { product: 'biometric-kyc', idInfo: { country: 'NG', idType: 'NIN_V2' } }],
    ['an ID type that is missing', { idInfo: { country: 'NG', idNumber: '1' } }],
    ['a request not to', { skipIdCheck: true, idInfo: { country: 'FR', idType: 'CNI', idNumber: '1' } }],
  ])('does not ask for %s', async (_, change) => {
    const read = there();
    await problemsOf(change, read);
    expect(read.asked).toBe(0);
  });

  it.each([
    ['business-verification', { country: 'NG', idType: 'BVN', idNumber: '1' }, /^idInfo\.idType is not of a business/],
    [
      'business-verification',
      { country: 'NG', idType: 'TAX_INFORMATION', idNumber: '1', businessType: 'llc' },
      /^idInfo\.businessType is not known in Nigeria/,
    ],
  ])('knows by itself what %s takes', async (product, idInfo, problem) => {
    const read = there();
    expect(await problemsOf({ product, idInfo }, read)).toEqual([expect.stringMatching(problem)]);
    expect(await problemsOf({ product, idInfo, skipIdCheck: true }, read)).toEqual([]);
    expect(read.asked).toBe(0);
  });

  it('warns of a document that Smile ID does not list', async () => {
    const request: StartRequest = {
      product: 'document-verification',
      userId: 'user-17',
      selfie: sample(),
      documentFront: sample(),
      idInfo: { country: 'BI', idType: 'VOTER_ID' },
    };
    const sentence = expect.stringMatching(
      /^idInfo\.idType is not among the documents .* for BI: PASSPORT, TRAVEL_DOC/,
    );
    expect((await checkRequest(request)).warnings).toContainEqual(sentence);
    expect((await checkRequest({ ...request, skipIdCheck: true })).warnings).not.toContainEqual(sentence);
  });
});
