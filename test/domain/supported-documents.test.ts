import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { documentWarnings, SUPPORTED_DOCUMENTS } from '../../domain/supported-documents.ts';

const LIST = JSON.parse(
  readFileSync(new URL('../fixtures/supported-documents.json', import.meta.url), 'utf8'),
) as readonly { countryCode: string; idType: string }[];

describe('The list of documents', () => {
  it('is the published one, all of it and nothing else', () => {
    const ours = [...SUPPORTED_DOCUMENTS].flatMap(([country, types]) => types.map((type) => `${country} ${type}`));
    expect(ours.sort()).toEqual(LIST.map(({ countryCode, idType }) => `${countryCode} ${idType}`).sort());
    expect(ours).toHaveLength(295);
  });

  it('stays as it is, whatever a caller does with what was handed out', () => {
    const listed = SUPPORTED_DOCUMENTS.get('BI') as string[];
    expect(() => listed.push('FOOD_STAMP')).toThrow(TypeError);
    expect(documentWarnings({ country: 'BI', idType: 'FOOD_STAMP' })).toHaveLength(1);
  });

  it('warns of a type that it does not have for the country, and names those that it has', () => {
    expect(documentWarnings({ country: 'BI', idType: 'VOTER_ID' })).toEqual([
      'idInfo.idType is not among the documents that Smile ID lists for BI: PASSPORT, TRAVEL_DOC',
    ]);
  });

  it('warns where no type is given', () => {
    expect(documentWarnings({ country: 'NG' })).toEqual([
      'idInfo.idType is missing: Smile ID rejects a document whose type it cannot tell from the picture',
    ]);
  });

  it('says nothing of a listed type, nor of a country that it does not have', () => {
    expect(documentWarnings({ country: 'NG', idType: 'PASSPORT' })).toEqual([]);
    expect(documentWarnings({ country: 'FR', idType: 'IDENTITY_CARD' })).toEqual([]);
  });
});
