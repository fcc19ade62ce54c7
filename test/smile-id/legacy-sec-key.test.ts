import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { confirmSecKey, generateSecKey } from '../../smile-id/legacy-sec-key.ts';
import { fixture } from './fixture.ts';

interface Side {
  readonly timestamp: number;
  readonly hash: string;
  readonly sec_key: string;
}
const VECTOR = fixture<{ partnerId: string; apiKeyBase64OfPem: string; outgoing: Side; incoming: Side }>(
  'legacy-sec-key.vector.json',
);
const KEY = { partnerId: VECTOR.partnerId, apiKey: VECTOR.apiKeyBase64OfPem };
const { incoming, outgoing } = VECTOR;

describe('The legacy sec_key', () => {
  it('carries the published hash behind an encrypted part that is another one each time', () => {
    const [one, other] = [generateSecKey(KEY, outgoing.timestamp), generateSecKey(KEY, outgoing.timestamp)];
    expect(one.timestamp).toBe(outgoing.timestamp);
    const [encrypted = '', hash] = one.secKey.split('|');
    expect(hash).toBe(outgoing.hash);
    expect(Buffer.from(encrypted, 'base64')).toHaveLength(256);
    expect(other.secKey).not.toBe(one.secKey);
  });

  it('is about now, in milliseconds, where no time is given', () => {
    expect(Math.abs(generateSecKey(KEY).timestamp - Date.now())).toBeLessThan(5_000);
  });

  it.each([incoming.timestamp, String(incoming.timestamp)])(
    'of Smile ID is confirmed with its timestamp %j',
    (time) => {
      expect(confirmSecKey(KEY, time, incoming.sec_key)).toBe(true);
    },
  );

  it.each([
    ['another time', incoming.timestamp + 1, incoming.sec_key],
    ['a time that is none', 'soon', incoming.sec_key],
    ['no time', undefined, incoming.sec_key],
    ['one that was made with the public key, as by anybody', outgoing.timestamp, outgoing.sec_key],
    ['the hash alone', incoming.timestamp, `|${incoming.hash}`],
    ['no text', incoming.timestamp, 7],
    ['nothing', incoming.timestamp, undefined],
    ['noise', incoming.timestamp, `%%%|${incoming.hash}`],
  ])('is not confirmed with %s', (_, timestamp, secKey) => {
    expect(confirmSecKey(KEY, timestamp, secKey)).toBe(false);
  });

  it('is not confirmed for another partner, nor with a key that is none', () => {
    expect(confirmSecKey({ ...KEY, partnerId: '086' }, incoming.timestamp, incoming.sec_key)).toBe(false);
    expect(confirmSecKey({ ...KEY, apiKey: 'a-test-api-key' }, incoming.timestamp, incoming.sec_key)).toBe(false);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const apiKey = Buffer.from(pem).toString('base64');
    expect(confirmSecKey({ ...KEY, apiKey }, incoming.timestamp, incoming.sec_key)).toBe(false);
  });

  it.each([undefined, {}, { ...KEY, partnerId: 85 }, { ...KEY, apiKey: undefined }])(
    'is not confirmed for the account %j, and throws nothing',
    (account) => expect(confirmSecKey(account as never, incoming.timestamp, incoming.sec_key)).toBe(false),
  );

  it('is refused to those without such a key, with all that is wrong and without the key', () => {
    const make = () => generateSecKey({ partnerId: 'eighty-five', apiKey: 'a-test-api-key' }, 1.5);
    const problems = [expect.stringMatching(/no legacy key/), expect.stringMatching(/partner id is no text of digits/)];
    expect(make).toThrow(expect.objectContaining({ kind: 'invalid-request', problems }));
    expect(make).not.toThrow(/a-test-api-key|eighty/);
  });
});
