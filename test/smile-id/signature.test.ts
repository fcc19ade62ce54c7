import { describe, expect, it } from '@jest/globals';
import { isGenuine, isLegacyStatusHash, sign, timestampNow } from '../../smile-id/signature.ts';
import { fixture, KEYS, MANIFEST, PARTNER } from './fixture.ts';

interface Vector {
  readonly partnerId: string;
  readonly apiKey: string;
  readonly timestamp: string;
  readonly signature: string;
}
type Signed = { timestamp?: unknown; signature?: string; sec_key?: string };
type Described = Signed & { headers?: Record<string, string>; misc_information?: Signed };

/** Where each scheme keeps its pair. */
function pairOf(scheme: string, body: Described): Signed {
  if (scheme === 'hmac_header')
    return {
      timestamp: body.headers?.['SmileID-Timestamp'],
      ...{ signature: body.headers?.['SmileID-Request-Signature'] ?? '' },
    };
  return scheme.includes('misc_information') ? (body.misc_information ?? {}) : body;
}

describe('signature', () => {
  it.each(fixture<Vector[]>('signature-vectors.json'))('makes and verifies the vector of $timestamp', (vector) => {
    const { partnerId, apiKey, timestamp, signature } = vector;
    expect(sign({ partnerId, apiKey }, timestamp)).toBe(signature);
    expect(isGenuine({ partnerId, apiKeys: [apiKey] }, timestamp, signature)).toBe(true);
  });

  const recorded = MANIFEST.filter(({ signatureScheme, kind }) => signatureScheme !== 'none' && !/vector/.test(kind));
  it.each(recorded)('judges the signature of $file as recorded ($signatureScheme)', ({ file, signatureScheme }) => {
    const { timestamp, signature, sec_key } = pairOf(signatureScheme, fixture<Described>(file));
    const isHmac = isGenuine(KEYS, timestamp, signature);
    if (signatureScheme.startsWith('hmac')) {
      expect(isHmac).toBe(true);
    } else {
      expect(isHmac).toBe(false);
    }
    if (signatureScheme === 'legacy_hash') expect(isLegacyStatusHash('085', timestamp, signature)).toBe(true);
    if (signatureScheme === 'legacy_sec_key')
      expect(isLegacyStatusHash('085', timestamp, (sec_key ?? signature)?.split('|')[1])).toBe(true);
  });

  it('verifies the hash part of both legacy vectors', () => {
    type Value = { timestamp: number; hash: string };
    const { outgoing, incoming } = fixture<{ outgoing: Value; incoming: Value }>('legacy-sec-key.vector.json');
    for (const { timestamp, hash } of [outgoing, incoming]) {
      expect(isLegacyStatusHash('085', timestamp, hash)).toBe(true);
      expect(isLegacyStatusHash('086', timestamp, hash)).toBe(false);
    }
  });

  it('hashes the partner id without leading zeros', () => {
    const hash = '6f3dec6d6fad3cfe36fb62b38a185de1cd53088291082d6f20fddbf5ea0e4a0f';
    expect(isLegacyStatusHash('1', '1678216434434', hash)).toBe(true);
    expect(isLegacyStatusHash('001', 1678216434434, hash)).toBe(true);
    expect(isLegacyStatusHash('10', '1678216434434', hash)).toBe(false);
    expect(isLegacyStatusHash('1', '1678216434434', hash.toUpperCase())).toBe(false);
    expect(isLegacyStatusHash('partner', '1678216434434', hash)).toBe(false);
    expect(isLegacyStatusHash('1', undefined, undefined)).toBe(false);
  });

  it.each([
    ['no signature', undefined],
    ['null', null],
    ['an empty text', ''],
    ['a number', 42],
    ['an object', { length: 44 }],
    ['trailing junk', 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk=!'],
    ['a line break', 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk=\n'],
    ['missing padding', 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk'],
    ['the URL alphabet', 'qEJDLkJXomhoZ_cITgeYlYT4-SUFoRcKU1fE4fUVvtk='],
    ['stray bits in the last character', 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtl='],
  ])('does not take %s for a signature', (_, signature) => {
    expect(isGenuine(KEYS, '2024-05-24T09:45:43.044Z', signature)).toBe(false);
  });

  it.each([[undefined], [null], [''], [{}], [Number.NaN], [[]]])('does not verify the timestamp %p', (timestamp) => {
    expect(isGenuine(KEYS, timestamp, 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk=')).toBe(false);
  });

  it('verifies a number over its decimal text and a timestamp that is no date', () => {
    expect(isGenuine(KEYS, 1678216434434, 'jkKLH00GJEC/DQNJzq+qEMon5gow1PCoGBhFMJxMRbA=')).toBe(true);
    expect(isGenuine(KEYS, 'no date', sign(PARTNER, 'no date'))).toBe(true);
  });

  it('verifies with any of several keys while one is being rotated', () => {
    const signature = sign({ partnerId: '085', apiKey: 'old' }, 't');
    expect(isGenuine({ partnerId: '085', apiKeys: ['new', 'old'] }, 't', signature)).toBe(true);
    expect(isGenuine({ partnerId: '085', apiKeys: ['new'] }, 't', signature)).toBe(false);
    expect(isGenuine({ partnerId: '085', apiKeys: [] }, 't', signature)).toBe(false);
  });

  it('stamps the time with three fractional digits and Z', () => {
    expect(timestampNow(() => Date.UTC(2025, 4, 23, 11, 40, 7))).toBe('2025-05-23T11:40:07.000Z');
  });
});
