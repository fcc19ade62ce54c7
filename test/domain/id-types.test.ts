import { describe, expect, it } from '@jest/globals';
import type { IdInfo } from '../../domain/id-info.ts';
import { checkIdType, concernsCatalogue, type IdTypeCatalogue } from '../../domain/id-types.ts';
import { PRODUCTS } from '../../domain/product.ts';

const ALWAYS = ['country', 'id_type', 'id_number', 'user_id', 'job_id'];

const CATALOGUE: IdTypeCatalogue = {
  idTypes: {
    NG: {
      NIN_V2: ALWAYS,
      BANK_ACCOUNT: [...ALWAYS, 'bank_code'],
      PHONE_NUMBER: [...ALWAYS, 'phone_number', 'first_name', 'last_name'],
      VOTER_ID: ALWAYS,
    },
    GH: { PASSPORT: [...ALWAYS, 'dob'], VOTER_ID: [...ALWAYS, 'day', 'month', 'year'] },
    ZA: { NATIONAL_ID: [...ALWAYS, 'citizenship', 'gender', 'mothers_name', 'job_type', 'no name'] },
    KE: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`TYPE_${String(index).padStart(2, '0')}`, []])),
  },
  hostedWeb: {
    biometric_kyc: {
      NG: { NIN_V2: { requiredFields: [...ALWAYS, 'first_name'], idNumberRegex: '^[0-9]{11}$' } },
      RW: { NATIONAL_ID: { requiredFields: [] }, ODD: { requiredFields: ['constructor'] } },
    },
    enhanced_kyc: {
      NG: {
        NIN_V2: { requiredFields: [], idNumberRegex: '^(' },
        VOTER_ID: { requiredFields: [], idNumberRegex: '^(0+)+$' },
      },
    },
  },
};

const NIN: IdInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen' };

function check(
  idInfo: IdInfo,
  product: keyof typeof PRODUCTS = 'basic-kyc',
  partnerParams: Readonly<Record<string, string>> = {},
) {
  return checkIdType({ product: PRODUCTS[product], idInfo, partnerParams }, CATALOGUE);
}

describe("Smile ID's list of ID types", () => {
  it.each([
    ['biometric-kyc', NIN],
    ['basic-kyc', { ...NIN, firstName: '' }],
    ['basic-kyc', { ...NIN, idType: 'BANK_ACCOUNT', bankCode: '044' }],
    ['basic-kyc', { country: 'GH', idType: 'PASSPORT', idNumber: '1', dateOfBirth: '2000-01-01' }],
    ['basic-kyc', { country: 'GH', idType: 'VOTER_ID', idNumber: '1', dateOfBirth: '2000-01-01' }],
    ['biometric-kyc', { country: 'RW', idType: 'NATIONAL_ID', idNumber: '1' }],
  ] as const)('has nothing against %s with %j', (product, idInfo) => {
    expect(check(idInfo, product)).toEqual({ problems: [], warnings: [] });
  });

  it('is asked only where an ID authority is, and where the question is complete', () => {
    const asked = Object.values(PRODUCTS).filter((product) => concernsCatalogue(product, NIN));
    expect(asked.map(({ name }) => name)).toEqual(['biometric-kyc', 'enhanced-kyc', 'basic-kyc']);
    for (const field of ['country', 'idType', 'idNumber'])
      expect(concernsCatalogue(PRODUCTS['biometric-kyc'], { ...NIN, [field]: '' })).toBe(false);
  });

  it('names the countries that it knows', () => {
    expect(check({ ...NIN, country: 'FR' }).problems).toEqual([
      'idInfo.country has no ID types at Smile ID: it lists GH, KE, NG, ZA',
    ]);
  });

  it('names at most ten ID types of the country, and those of the product, too', () => {
    expect(check({ ...NIN, country: 'GH' }).problems).toEqual([
      'idInfo.idType is not known for GH: Smile ID lists PASSPORT, VOTER_ID',
    ]);
    expect(check({ country: 'RW', idType: 'PASSPORT', idNumber: '1' }, 'biometric-kyc').problems).toEqual([
      'idInfo.idType is not known for RW: Smile ID lists NATIONAL_ID, ODD',
    ]);
    const [problem = ''] = check({ ...NIN, country: 'KE' }).problems;
    expect(problem).toMatch(/^idInfo\.idType is not known for KE: Smile ID lists TYPE_00, .*, TYPE_09 and 2 more$/);
  });

  it.each(['constructor', '__proto__', 'toString'])('does not know an ID type called %s', (idType) => {
    expect(check({ ...NIN, idType }).problems).toEqual([expect.stringMatching(/^idInfo\.idType is not known for NG/)]);
  });

  it('asks for every field that is missing, by the name under which it is given', () => {
    expect(check({ ...NIN, idType: 'PHONE_NUMBER', firstName: '' }).problems).toEqual([
      'idInfo.phoneNumber is missing: NG PHONE_NUMBER needs it',
      'idInfo.firstName is missing: NG PHONE_NUMBER needs it',
      'idInfo.lastName is missing: NG PHONE_NUMBER needs it',
    ]);
    const southAfrican = { country: 'ZA', idType: 'NATIONAL_ID', idNumber: '1' };
    expect(check(southAfrican, 'enhanced-kyc').problems).toEqual([
      'idInfo.citizenship is missing: ZA NATIONAL_ID needs it',
      'idInfo.gender is missing: ZA NATIONAL_ID needs it',
      'partnerParams.mothers_name is missing: ZA NATIONAL_ID needs it',
    ]);
    expect(check(southAfrican, 'biometric-kyc').problems).toContain(
      'partnerParams.gender is missing: ZA NATIONAL_ID needs it',
    );
  });

  it("asks for what only the product's own list requires", () => {
    expect(check({ ...NIN, firstName: '' }, 'biometric-kyc').problems).toEqual([
      'idInfo.firstName is missing: NG NIN_V2 needs it',
    ]);
  });

  it('finds what is missing among the parameters', () => {
    const params = { citizenship: 'x', gender: 'F', mothers_name: 'x' };
    expect(check({ country: 'ZA', idType: 'NATIONAL_ID', idNumber: '1' }, 'basic-kyc', params).problems).toEqual([]);
    const empty = { ...params, mothers_name: '' };
    expect(check({ country: 'ZA', idType: 'NATIONAL_ID', idNumber: '1' }, 'basic-kyc', empty).problems).toEqual([
      'partnerParams.mothers_name is missing: ZA NATIONAL_ID needs it',
    ]);
  });

  it('is not misled by the name of a field', () => {
    expect(check({ country: 'RW', idType: 'ODD', idNumber: '1' }, 'biometric-kyc').problems).toEqual([
      'partnerParams.constructor is missing: RW ODD needs it',
    ]);
  });

  it.each(['PASSPORT', 'VOTER_ID'])('takes the date of birth of a %s whole or in three parts', (idType) => {
    const idInfo = { country: 'GH', idType, idNumber: '1' };
    const missing = [`idInfo.dateOfBirth is missing: GH ${idType} needs it`];
    expect(check(idInfo).problems).toEqual(missing);
    expect(check(idInfo, 'basic-kyc', { day: '1', month: '1' }).problems).toEqual(missing);
    for (const params of [{ dob: '2000-01-01' }, { day: '1', month: '1', year: '2000' }])
      expect(check(idInfo, 'basic-kyc', params).problems).toEqual([]);
  });

  it('tells the form of the number without repeating what was given', () => {
    const { problems } = check({ ...NIN, idNumber: '4711-0815' }, 'biometric-kyc');
    expect(problems).toEqual(['idInfo.idNumber does not have the form of NG NIN_V2: ^[0-9]{11}$']);
  });

  it.each(['NIN_V2', 'VOTER_ID'])('leaves out a pattern that cannot be used, such as that of %s', (idType) => {
    expect(check({ ...NIN, idType, idNumber: `${'0'.repeat(60)}!` }, 'enhanced-kyc')).toEqual({
      problems: [],
      warnings: [],
    });
  });

  it('warns of a type that is listed for other products, where the product has others in the country', () => {
    expect(check({ ...NIN, idType: 'VOTER_ID' }, 'biometric-kyc')).toEqual({
      problems: [],
      warnings: ['idInfo.idType is not listed for Biometric KYC in NG: Smile ID lists NIN_V2'],
    });
    expect(check({ country: 'GH', idType: 'PASSPORT', idNumber: '1', dateOfBirth: 'x' }, 'biometric-kyc')).toEqual({
      problems: [],
      warnings: [],
    });
  });

  it('repeats nothing of what was given that may be personal', () => {
    const planted = 'ada-lovelace';
    const findings = [
      check({ country: planted, idType: planted, idNumber: planted }),
      check({ ...NIN, idType: planted, idNumber: planted, lastName: planted }),
      check({ ...NIN, idNumber: planted, lastName: planted }, 'biometric-kyc', { a: planted }),
    ];
    for (const { problems } of findings) expect(problems).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(planted);
  });
});
