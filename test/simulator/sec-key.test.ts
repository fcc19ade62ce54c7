import { constants, createHash, generateKeyPairSync, publicDecrypt, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PartnerOptions } from '../../simulator/options.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { readFixture } from './fixture.ts';
import { credentials, registration, withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

const newPair = (modulusLength = 2048) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const pair = newPair();
const partners: PartnerOptions[] = [
  { partnerId: '085', apiKey: 'a-test-api-key', legacyPrivateKey: pair.privateKey },
  { partnerId: '086', apiKey: 'another' },
];

const hashOf = (timestamp: number, partner = 85) =>
  createHash('sha256').update(`${partner}:${timestamp}`).digest('hex');
const seal = (text: string, key = pair.publicKey) =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');

/** What an SDK of before 2023 sends instead of a signature. */
const secKey = (timestamp = Math.floor(Date.now() / 1000)) => ({
  signature: undefined,
  timestamp,
  sec_key: `${seal(hashOf(timestamp))}|${hashOf(timestamp)}`,
});

type LegacyAnswer = { timestamp: unknown; signature: string };

/** Checks an answer as these SDKs do. */
function isGenuine({ timestamp, signature }: LegacyAnswer, publicKey = pair.publicKey): boolean {
  const [sealed = '', hash] = signature.split('|');
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return hash === hashOf(Number(timestamp)) && publicDecrypt(key, Buffer.from(sealed, 'base64')).toString() === hash;
}

function expectLegacyProof(answer: LegacyAnswer): void {
  expect(isGenuine(answer)).toBe(true);
  expect(Number.isInteger(answer.timestamp)).toBe(true);
  expect(Math.abs(Date.now() / 1000 - Number(answer.timestamp))).toBeLessThan(5);
}

const lookups = [
  ['/v1/id_verification', 5, 'NIN_V2'],
  ['/v2/verify', 5, 'NIN_V2'],
  ['/v1/business_verification', 7, 'BUSINESS_REGISTRATION'],
] as const;
const lookup = (proof: object, job_type: number, id_type: string) => ({
  ...proof,
  partner_id: '085',
  country: 'NG',
  id_type,
  id_number: '00000000000',
  partner_params: { job_id: 'job-1', user_id: 'user-1', job_type },
});

describe('a sec_key', () => {
  it('is taken by its hash alone where the simulator has no private key', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { sec_key, timestamp } = readFixture('legacy-sec-key.vector').outgoing;
      const prepare = (envelope: object) => partner.prepare(registration({}, { signature: undefined, ...envelope }));
      expect((await prepare({ sec_key, timestamp: timestamp + 1 })).body.code).toBe('2205');
      expect((await prepare({ sec_key: 'no bar in here', timestamp })).body.code).toBe('2205');
      expect((await prepare({ sec_key: `anything|${hashOf(timestamp)}`, timestamp })).body.code).toBe('2202');
    }));

  it('is checked here as the recorded answer of Smile ID can be', () => {
    const { apiKeyBase64OfPem } = readFixture('legacy-sec-key.vector');
    const publicKey = Buffer.from(apiKeyBase64OfPem, 'base64').toString();
    expect(isGenuine(readFixture('job-status.response.legacy-sec-key'), publicKey)).toBe(true);
  });

  it('that was recorded is taken by job_status, and answered by HMAC', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { user_id, job_id, ...request } = readFixture('job-status.request.legacy-sec-key');
      await partner.submit({ user_id, job_id });
      const { body } = await partner.post('/v1/job_status', { user_id, job_id, ...request });
      expect(body.code).toBe('2302');
      expect(body.signature).toBe(credentials(body.timestamp).signature);
    }));

  it.each<[string, string, (hash: string) => string]>([
    ['2202', 'the hash, encrypted', (hash) => seal(hash)],
    ['2202', 'the same in lines of 60, as Ruby writes base64', (hash) => seal(hash).replace(/(.{60})/g, '$1\n')],
    ['2205', 'another text', () => seal('a'.repeat(64))],
    ['2205', 'the hash under another key', (hash) => seal(hash, newPair().publicKey)],
    ['2205', 'a block of another length', (hash) => seal(hash, newPair(1024).publicKey)],
    ['2205', 'no ciphertext', () => ''],
  ])('is answered with %s for %s where it has the key', (code, _title, sealed) =>
    withSimulator({ partners }, async (_simulator, partner) => {
      const { timestamp } = secKey();
      const hash = hashOf(timestamp);
      const proof = { signature: undefined, timestamp, sec_key: `${sealed(hash)}|${hash}` };
      expect((await partner.prepare(registration({}, proof))).body.code).toBe(code);
    }),
  );

  it('of one partner is not taken for another', () =>
    withSimulator({ partners }, async (_simulator, partner) => {
      const request = registration({}, { ...secKey(), smile_client_id: '086' });
      expect((await partner.prepare(request)).body.code).toBe('2205');
    }));

  it('on job_status is answered in its own scheme at every stage', () =>
    withSimulator({ partners, processingMs: 3_600_000 }, async (_simulator, partner) => {
      await partner.prepare(registration({}, secKey()));
      const waiting = (await partner.status(secKey())).body;
      expect(waiting.code).toBe('2314');
      expectLegacyProof(waiting);
      await partner.submit({ job_id: 'job-2', user_id: 'user-2' });
      const processing = (await partner.status({ ...secKey(), job_id: 'job-2', user_id: 'user-2' })).body;
      const { result, ...recorded } = processing;
      expect(Object.keys(recorded)).toEqual(Object.keys(readFixture('job-status.response.legacy-sec-key')));
      expect(processing).toMatchObject({ code: '2302', job_complete: false });
      expectLegacyProof(processing);
    }));

  it('on job_status of a finished job leads to a receipt that opens', () =>
    withSimulator({ partners }, async (_simulator, partner) => {
      await partner.finish({ job_type: 1 }, undefined, 2);
      const { body } = await partner.status(secKey());
      expect(body).toMatchObject({ job_complete: true, result: { ResultCode: '0810' } });
      expectLegacyProof(body);
      expect((await fetch(body.kyc_receipt)).status).toBe(200);
    }));

  it.each(lookups)('on %s is answered in its own scheme, and a signature by HMAC', (path, jobType, idType) =>
    withSimulator({ partners }, async (_simulator, partner) => {
      const old = (await partner.post(path, lookup(secKey(), jobType, idType))).body;
      expectLegacyProof(old);
      const present = (await partner.post(path, lookup(credentials(), jobType, idType))).body;
      expect(present.signature).toBe(credentials(present.timestamp).signature);
      expect(Object.keys(old)).toEqual(Object.keys(present));
    }),
  );

  it('resets the rate limit', () =>
    withSimulator({ partners }, async (_simulator, partner) => {
      const idNumber = { country: 'NG', id_type: 'NIN_V2', id_number: '00000000000' };
      const request = { ...secKey(), partner_id: '085', ...idNumber };
      expect((await partner.post('/v1/id_number_rate_limit_reset', request)).body.success).toBe('true');
    }));

  it('changes nothing about callbacks, which are signed by HMAC', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ partners }, async (_simulator, partner) => {
        await partner.submit({}, undefined, { ...secKey(), callback_url: url });
        const { body } = await next();
        expect(body.signature).toBe(credentials(body.timestamp).signature);
      }),
    ));

  it.each([
    'no PEM',
    pair.publicKey,
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ])('cannot be of a key that is no private key of RSA: %#', async (legacyPrivateKey) => {
    const start = startSimulator({
      partners: [{ partnerId: '085', apiKey: 'a', legacyPrivateKey: `${legacyPrivateKey}` }],
    });
    await expect(start).rejects.toThrow(/: partners\[0\]\.legacyPrivateKey must be the PEM of an RSA private key$/);
  });
});
