import { describe, expect, it } from '@jest/globals';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { fixture, PARTNER } from './fixture.ts';

type Vector = { partnerId: string; apiKey: string; timestamp: string; signature: string };
const VECTORS = fixture<Vector[]>('signature-vectors.json');

describe('generateSignature', () => {
  it.each(VECTORS)('signs the published timestamp $timestamp', ({ partnerId, apiKey, timestamp, signature }) => {
    expect(generateSignature({ partnerId, apiKey }, timestamp)).toEqual({ timestamp, signature });
  });

  it('signs now in the documented form', () => {
    const { timestamp, signature } = generateSignature(PARTNER);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(confirmSignature(PARTNER, timestamp, signature)).toBe(true);
  });

  it('says everything that is wrong at once, without the key', () => {
    const make = () => generateSignature({ partnerId: 85, apiKey: '' } as never, 1748001300 as never);
    expect(make).toThrow(
      'Nothing was signed: partnerId must be text, with its leading zeros; apiKey must be text; timestamp must be text, as it will be sent.',
    );
  });
});

describe('confirmSignature', () => {
  const { timestamp, signature } = generateSignature(PARTNER, '2025-05-23T11:40:07.809Z');

  it('takes any of several keys', () => {
    const key = { ...PARTNER, apiKey: 'the-new-key', verificationKeys: ['the-new-key', PARTNER.apiKey] };
    expect(confirmSignature(key, timestamp, signature)).toBe(true);
    expect(confirmSignature({ ...PARTNER, apiKey: 'the-new-key' }, timestamp, signature)).toBe(false);
  });

  it.each([
    ['another timestamp', '2025-05-23T11:40:07.810Z', signature],
    ['the same instant in another form', '2025-05-23T11:40:07.809+00:00', signature],
    ['a date', new Date('2025-05-23T11:40:07.809Z'), signature],
    ['no timestamp', undefined, signature],
    ['no signature', timestamp, undefined],
    ['an empty signature', timestamp, ''],
    ['characters behind the signature', timestamp, `${signature}junk`],
    ['a signature that is no text', timestamp, { length: 44 }],
  ])('is false for %s, and throws nothing', (_, time, value) => {
    expect(confirmSignature(PARTNER, time, value)).toBe(false);
  });

  it.each([undefined, {}, { partnerId: 85, apiKey: 'a-test-api-key' }, { partnerId: '085', apiKey: undefined }])(
    'is false for the key %j',
    (key) => expect(confirmSignature(key as never, timestamp, signature)).toBe(false),
  );
});
