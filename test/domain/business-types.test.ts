import { describe, expect, it } from '@jest/globals';
import { checkBusiness } from '../../domain/business-types.ts';

const COMPANY = { country: 'NG', idType: 'BUSINESS_REGISTRATION', businessType: 'co' };
const MISSING = 'idInfo.businessType is missing: in Nigeria Smile ID distinguishes bn, co, it';

describe('What Smile ID knows of businesses', () => {
  it.each([
    ...['BUSINESS_REGISTRATION', 'BASIC_BUSINESS_REGISTRATION', 'TAX_INFORMATION'].map((idType) => ({
      ...COMPANY,
      idType,
    })),
    ...['bn', 'co', 'it'].map((businessType) => ({ ...COMPANY, businessType })),
    { country: 'NG', idType: 'TAX_INFORMATION' },
    { country: 'KE', idType: 'BUSINESS_REGISTRATION' },
  ])('has nothing against %j', (idInfo) => {
    expect(checkBusiness(idInfo)).toEqual({ problems: [], warnings: [] });
  });

  it('has three ID types', () => {
    expect(checkBusiness({ ...COMPANY, idType: 'NIN_V2' }).problems).toEqual([
      'idInfo.idType is not of a business: give BUSINESS_REGISTRATION, BASIC_BUSINESS_REGISTRATION, TAX_INFORMATION',
    ]);
  });

  it('has three kinds of business in Nigeria', () => {
    expect(checkBusiness({ ...COMPANY, businessType: 'llc' }).problems).toEqual([
      'idInfo.businessType is not known in Nigeria: give bn, co, it',
    ]);
    expect(checkBusiness({ country: 'NG', idType: 'BUSINESS_REGISTRATION' })).toEqual({
      problems: [],
      warnings: [MISSING],
    });
  });

  it('only warns of a kind of business elsewhere', () => {
    expect(checkBusiness({ ...COMPANY, country: 'KE' })).toEqual({
      problems: [],
      warnings: ['idInfo.businessType is documented for Nigeria only'],
    });
  });
});
