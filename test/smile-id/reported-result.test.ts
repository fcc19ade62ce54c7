import { describe, expect, it } from '@jest/globals';
import type { IdData } from '../../domain/id-data.ts';
import { parseCallback, projectCallback } from '../../smile-id/callback.ts';
import { type ReportedResult, readReportedResult } from '../../smile-id/reported-result.ts';
import { fixture, fixtureBytes, MANIFEST } from './fixture.ts';

const MESSAGES = /^(callback|job-status\.response|id-verification\.response|basic-kyc\.response)\./;
const FILES = MANIFEST.map(({ file }) => file).filter((file) => MESSAGES.test(file));

/** Every result in a file: the body itself or the `result` inside, then the history. */
function resultsIn(file: string): ReportedResult[] {
  const body = fixture<{ result?: unknown; history?: unknown }>(file);
  const history = Array.isArray(body.history) ? body.history : [];
  return [body, body.result, ...history].map(readReportedResult).filter((result) => result !== undefined);
}

function idDataIn(file: string): (IdData | undefined)[] {
  return resultsIn(file).map(({ message }) => message.idData);
}

function idDataFrom(fields: object): IdData | undefined {
  return readReportedResult({ ResultCode: '0810', ...fields })?.message.idData;
}

const PASSPORT = {
  fullName: 'Chi Eze',
  dateOfBirth: '1992-04-17',
  gender: 'F',
  idNumber: 'B00123456',
  idType: 'PASSPORT',
  country: 'NG',
  expirationDate: '2031-02-01',
  issuanceDate: '2021-02-02',
  secondaryIdNumber: '00000000000',
};
const IDENTITY_CARD = {
  fullName: 'Dev Mwangi',
  dateOfBirth: '1988-09-09',
  gender: 'M',
  idNumber: '12345678',
  idType: 'IDENTITY_CARD',
  country: 'KE',
};
const CROSS_CHECKED = {
  ...IDENTITY_CARD,
  expirationDate: '2031-02-01',
  issuanceDate: '2021-02-02',
  secondaryIdNumber: '00000000000',
  idNumberPreviouslyRegistered: false,
};
const ASKED_FOR = { idNumber: '00000000000', idType: 'NIN_V2', country: 'NG' };
const LOOKED_UP = {
  ...ASKED_FOR,
  fullName: 'Eve Bello',
  dateOfBirth: '1985-12-24',
  gender: 'Female',
  phoneNumber: '08000000000',
  address: '1 Test Close, Lagos',
};
const ADA = { ...ASKED_FOR, fullName: 'Ada Obi', dateOfBirth: '1990-01-31' };

/** The files with data of an ID, and what each result in them says; all others say nothing. */
const WITH_ID_DATA: { readonly [file: string]: readonly (IdData | undefined)[] } = {
  'basic-kyc.response.1021.json': [ASKED_FOR],
  'callback.basic-kyc.exact-match.json': [ASKED_FOR],
  'callback.biometric-kyc.approved.json': [{ idNumberPreviouslyRegistered: false }],
  'callback.biometric-kyc.id-lookup.json': [{ ...ADA, gender: 'F' }],
  'callback.document-verification.approved-with-attention.json': [PASSPORT],
  'callback.document-verification.approved.json': [PASSPORT],
  'callback.document-verification.human-approved.json': [PASSPORT],
  'callback.document-verification.rejected.json': [PASSPORT],
  'callback.enhanced-document-verification.approved.json': [CROSS_CHECKED],
  'callback.enhanced-document-verification.human-approved.json': [CROSS_CHECKED],
  'callback.enhanced-kyc.approved.json': [LOOKED_UP],
  'callback.enhanced-kyc.issuer-unavailable.json': [ASKED_FOR],
  'callback.enhanced-kyc.rejected.json': [ASKED_FOR],
  'id-verification.response.1012.json': [LOOKED_UP],
  'id-verification.response.1013.json': [ASKED_FOR],
  'id-verification.response.1014.json': [ASKED_FOR],
  'id-verification.response.1015.json': [ASKED_FOR],
  'id-verification.response.1016.json': [ASKED_FOR],
  // The reviewer's result, the same again and the machine's in the history, then the lookup with the country's name.
  'job-status.response.biometric-kyc.history.json': [undefined, undefined, undefined, { ...ADA, country: 'Nigeria' }],
  'job-status.response.document-verification.approved.json': [PASSPORT],
  'job-status.response.enhanced-document-verification.approved.json': [IDENTITY_CARD],
};

describe('The data of an ID in a reported result', () => {
  it.each(FILES)('are read from %s as far as it has any', (file) => {
    const found = idDataIn(file);
    expect(found).toEqual(WITH_ID_DATA[file] ?? found.map(() => undefined));
  });

  it('are looked for in every file that is said to have some', () => {
    expect(FILES).toEqual(expect.arrayContaining(Object.keys(WITH_ID_DATA)));
    expect(FILES.length).toBeGreaterThan(60);
  });

  it.each(FILES.filter((file) => file.includes('smartselfie')))('are not a key of a message from %s', (file) => {
    const results = resultsIn(file);
    expect(results).not.toHaveLength(0);
    for (const { message } of results) expect(Object.keys(message)).not.toContain('idData');
  });

  it.each(FILES)('never hold a picture or a link from %s', (file) => {
    const json = JSON.stringify(idDataIn(file));
    expect(json).not.toMatch(/https?:|\/9j\/|base64|[A-Za-z0-9+/]{64}/);
  });

  it.each(FILES.filter((file) => file.startsWith('callback.')))(
    'never enter a workflow with the callback %s',
    (file) => {
      const callback = parseCallback(fixtureBytes(file));
      if (callback.kind === 'malformed') throw new Error(callback.why);
      const projection = projectCallback(callback);
      expect(Object.keys(projection)).not.toContain('idData');
      const { idNumberPreviouslyRegistered: _, ...texts } = callback.message.idData ?? {};
      for (const text of Object.values(texts).filter((value) => value.length > 2))
        expect(JSON.stringify(projection)).not.toContain(text);
    },
  );

  it.each([
    [undefined],
    [null],
    [''],
    ['  '],
    ['Not Available'],
    ['NOT AVAILABLE'],
    [' not available '],
    [[]],
    [{}],
    [true],
  ])('are absent where every field is %p', (nothing) => {
    const fields = ['FullName', 'DOB', 'Gender', 'IDNumber', 'IDType', 'Country', 'ExpirationDate', 'IssuanceDate'];
    const others = ['PhoneNumber', 'PhoneNumber2', 'Address', 'SecondaryIDNumber', 'Secondary_ID_Number'];
    expect(idDataFrom(Object.fromEntries([...fields, ...others].map((field) => [field, nothing])))).toBeUndefined();
  });

  it.each([
    [{ SecondaryIDNumber: '1' }, '1'],
    [{ Secondary_ID_Number: '2' }, '2'],
    [{ SecondaryIDNumber: 'Not Available', Secondary_ID_Number: '2' }, '2'],
    [{ SecondaryIDNumber: '1', Secondary_ID_Number: '2' }, '1'],
    [{ SecondaryIDNumber: 12345678 }, '12345678'],
  ])('take both spellings of the second number: %j', (fields, secondaryIdNumber) => {
    expect(idDataFrom(fields)).toEqual({ secondaryIdNumber });
  });

  it.each([
    [true, true],
    ['true', true],
    ['True', true],
    [false, false],
    ['False', false],
  ])('take %p for a flag', (flag, idNumberPreviouslyRegistered) => {
    expect(idDataFrom({ IDNumberPreviouslyRegistered: flag })).toEqual({ idNumberPreviouslyRegistered });
  });

  it.each([['yes'], [1], [null], ['Not Available']])('take %p for no flag', (flag) => {
    expect(idDataFrom({ IDNumberPreviouslyRegistered: flag })).toBeUndefined();
  });

  it('are cut, however long a field is', () => {
    expect(idDataFrom({ Address: 'x'.repeat(1_500_000), FullName: ' Ada Obi ' })).toEqual({
      address: 'x'.repeat(200),
      fullName: 'Ada Obi',
    });
  });

  it('leave out pictures, links and the raw record of the authority', () => {
    const fields = {
      Photo: '/9j/4AAQ',
      Document: '/9j/4AAQ',
      ImageLinks: { selfie_image: 'https://a/selfie' },
      KYCReceipt: 'https://a/receipt',
      FullData: { firstName: 'Ada' },
      UserIDsOfPreviousRegistrants: ['someone'],
    };
    expect(idDataFrom(fields)).toBeUndefined();
  });

  it('do not tell two deliveries of one result apart', () => {
    const [one, other] = [{ FullName: 'Ada Obi' }, {}].map((more) =>
      readReportedResult({ ResultCode: '1012', ...more }),
    );
    expect(one?.identity).toBe(other?.identity);
  });

  it('keeps no more than 50 characters of how a field agrees', () => {
    const result = readReportedResult({ ResultCode: '1020', Actions: { Names: 'Exact Match '.repeat(20) } });
    expect(result?.message.fieldMatches?.names).toHaveLength(50);
  });
});
