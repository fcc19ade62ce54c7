import { describe, expect, it } from '@jest/globals';
import { idDataOf } from '../../domain/id-data.ts';

const NOTHING = {
  fullName: undefined,
  dateOfBirth: undefined,
  gender: undefined,
  idNumber: undefined,
  idType: undefined,
  country: undefined,
  expirationDate: undefined,
  issuanceDate: undefined,
  phoneNumber: undefined,
  phoneNumber2: undefined,
  address: undefined,
  secondaryIdNumber: undefined,
  idNumberPreviouslyRegistered: undefined,
};

describe('idDataOf', () => {
  it('is undefined where nothing was reported', () => {
    expect(idDataOf(NOTHING)).toBeUndefined();
    expect(idDataOf({ ...NOTHING, fullName: '', address: ' \n' })).toBeUndefined();
  });

  it('holds the fields that say something and no others', () => {
    const data = idDataOf({ ...NOTHING, fullName: ' Ada Obi ', gender: '', country: 'Nigeria' });
    expect(Object.entries(data ?? {})).toEqual([
      ['fullName', 'Ada Obi'],
      ['country', 'Nigeria'],
    ]);
  });

  it.each([true, false])('counts %p as something', (idNumberPreviouslyRegistered) => {
    expect(idDataOf({ ...NOTHING, idNumberPreviouslyRegistered })).toEqual({ idNumberPreviouslyRegistered });
  });

  it.each(['1990-01-31', '31/01/1990', '1990', '1990-01-30T23:00:00Z'])(
    'keeps the date %s as it came',
    (dateOfBirth) => {
      expect(idDataOf({ ...NOTHING, dateOfBirth })).toEqual({ dateOfBirth });
    },
  );

  it('cuts every text to 200 characters, and none through a character', () => {
    const long = 'x'.repeat(1_500_000);
    const { idNumberPreviouslyRegistered: _, ...texts } = NOTHING;
    for (const field of Object.keys(texts))
      expect(idDataOf({ ...NOTHING, [field]: long })).toEqual({ [field]: 'x'.repeat(200) });
    expect(idDataOf({ ...NOTHING, address: `${'x'.repeat(199)}\u{1F600}` })).toEqual({ address: 'x'.repeat(199) });
    expect(idDataOf({ ...NOTHING, address: `${'x'.repeat(198)}\u{1F600}y` })).toEqual({
      address: `${'x'.repeat(198)}\u{1F600}`,
    });
  });
});
