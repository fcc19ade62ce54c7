import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { type Authentication, credentialsOf } from '../../smile-id/credentials.ts';
import { sign } from '../../smile-id/signature.ts';
import { fixture, PARTNER } from './fixture.ts';

interface Vector {
  readonly partnerId: string;
  readonly apiKeyBase64OfPem: string;
  readonly incoming: { readonly timestamp: number; readonly sec_key: string };
}
const LEGACY = fixture<Vector>('legacy-sec-key.vector.json');
const MOMENT = '2025-05-23T11:43:55.120Z';

/** A public key as the portal gave it, of somebody else. */
function strangersKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64');
}

function credentials(authentication: Authentication, partnerId: string, ...keys: readonly string[]) {
  return credentialsOf(
    readSmileIdConfig({
      SMILE_ID_PARTNER_ID: partnerId,
      SMILE_ID_API_KEY: keys.join(','),
      SMILE_ID_BASE_URL: 'http://127.0.0.1:9',
    }),
    authentication,
  );
}

/** What Smile ID signed with the last of an account's keys, and the account's other key. */
const SCHEMES: readonly (readonly [Authentication, string, string, () => string, number | string, string])[] = [
  ['signature', PARTNER.partnerId, PARTNER.apiKey, () => 'another-key', MOMENT, sign(PARTNER, MOMENT)],
  [
    'sec-key',
    LEGACY.partnerId,
    LEGACY.apiKeyBase64OfPem,
    strangersKey,
    LEGACY.incoming.timestamp,
    LEGACY.incoming.sec_key,
  ],
];

describe('Credentials', () => {
  it.each(SCHEMES)('believe an answer by %s with any key of the account, and with no other', (...scheme) => {
    const [authentication, partnerId, key, otherKey, timestamp, signature] = scheme;
    const other = otherKey();
    expect(credentials(authentication, partnerId, other, key).confirm(timestamp, signature)).toBe(true);
    expect(credentials(authentication, partnerId, other).confirm(timestamp, signature)).toBe(false);
    expect(credentials(authentication, partnerId, key).confirm(timestamp, undefined)).toBe(false);
  });

  it('are none in headers by sec_key, which SmartSelfie Compare does not take', () => {
    const { headers } = credentials('sec-key', LEGACY.partnerId, LEGACY.apiKeyBase64OfPem);
    expect(() => headers(Date.now())).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
  });
});
