import { describe, expect, it } from '@jest/globals';
import type { IdTypeCatalogue } from '../../domain/id-types.ts';
import { validateIdInfo } from '../../requests/validate-id-info.ts';

const CATALOGUE: IdTypeCatalogue = {
  idTypes: { NG: { NIN_V2: ['id_number', 'first_name', 'branch'] } },
  hostedWeb: { enhanced_kyc: { NG: { NIN_V2: { requiredFields: [], idNumberRegex: '^[0-9]{11}$' } } } },
};
const listed = () => Promise.resolve(CATALOGUE);
const NIN = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen' };

describe('validateIdInfo', () => {
  it('finds nothing where there is nothing', async () => {
    const claim = { product: 'enhanced-kyc', idInfo: NIN, partnerParams: { branch: 'Lagos' } } as const;
    expect(await validateIdInfo(claim, listed)).toEqual({ problems: [], warnings: [] });
  });

  it('says everything that is wrong, by form, by product and by the list, and quotes nothing', async () => {
    const idInfo = { ...NIN, idNumber: '12', firstName: 'Ada ', businessType: 'co', shoeSize: 41 } as never;
    const { problems } = await validateIdInfo({ product: 'enhanced-kyc', idInfo }, listed);
    expect(problems).toEqual([
      'idInfo.firstName begins or ends with a blank',
      'idInfo.shoeSize: not a field of ID data',
      'idInfo.businessType does not concern Enhanced KYC: leave it out',
      'partnerParams.branch is missing: NG NIN_V2 needs it',
      'idInfo.idNumber does not have the form of NG NIN_V2: ^[0-9]{11}$',
    ]);
  });

  it.each([null, 'NG', []])('wants an object instead of %j', async (idInfo) => {
    const { problems } = await validateIdInfo({ product: 'enhanced-kyc', idInfo: idInfo as never }, listed);
    expect(problems[0]).toBe('idInfo must be an object');
  });

  it('wants no number where a picture of the card stands in for it', async () => {
    const claim = { product: 'biometric-kyc', idInfo: { country: 'NG', idType: 'NIN_V2' } } as const;
    expect(await validateIdInfo({ ...claim, hasIdCard: true }, listed)).toEqual({ problems: [], warnings: [] });
    expect((await validateIdInfo(claim, listed)).problems).toEqual([
      'idInfo.idNumber is missing: give it, or documentFront as a picture of the ID card',
    ]);
  });

  it('warns where the list cannot be had, and never fails for that', async () => {
    const claim = { product: 'enhanced-kyc', idInfo: NIN } as const;
    expect(await validateIdInfo(claim, () => Promise.reject(new Error('away')))).toEqual({
      problems: [],
      warnings: [expect.stringMatching(/cannot be had/)],
    });
    expect(await validateIdInfo(claim)).toEqual({ problems: [], warnings: [] });
  });

  it('knows no other products', async () => {
    const { problems } = await validateIdInfo({ product: 'toString' as never, idInfo: NIN }, listed);
    expect(problems).toEqual([expect.stringMatching(/^product must be one of smartselfie-registration, /)]);
  });
});
