import { describe, expect, it } from '@jest/globals';
import { readFixture } from './fixture.ts';
import { credentials, registration, withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

const ids = { user_id: 'user-1', job_id: 'job-1' };

/** A request for a token for a registration of `user-1` in `job-1`, with changes. */
const tokenRequest = (change: object = {}) => ({
  ...credentials(),
  ...ids,
  partner_id: '085',
  product: 'smartselfie',
  callback_url: 'https://partner.example.com/smile',
  ...change,
});

/** The prep upload of a web client: a token, and neither signature nor timestamp. */
const webUpload = (token: unknown, params: object = {}, change: object = {}) =>
  registration(params, { signature: undefined, timestamp: undefined, token, ...change });

const read = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));

describe('a web token', () => {
  it('is issued as recorded, for some 19 days, and journalled without a secret', () =>
    withSimulator({}, async (simulator, partner) => {
      const request = readFixture('web-token.request');
      const { httpStatus, body } = await partner.post('/v1/token', request);
      expect(httpStatus).toBe(200);
      const recorded = readFixture('web-token.response');
      expect(body).toEqual({ success: true, token: expect.any(String) });
      const [[header, claims], [recordedHeader, recordedClaims]] = [read(body.token), read(recorded.token)];
      expect(header).toEqual(recordedHeader);
      expect(Object.keys(claims)).toEqual(Object.keys(recordedClaims));
      expect(claims).toMatchObject({
        partner_params: recordedClaims.partner_params,
        callback_url: recordedClaims.callback_url,
      });
      expect(claims.exp - claims.iat).toBe(recordedClaims.exp - recordedClaims.iat);
      expect(Math.abs(Date.now() / 1000 - claims.iat)).toBeLessThan(5);
      const [entry, ...others] = simulator.journal();
      expect([entry, others]).toMatchObject([
        { kind: 'token', partnerId: '085', jobId: request.job_id, httpStatus: 200, code: '2402' },
        [],
      ]);
      expect(JSON.stringify(entry)).not.toContain(body.token);
    }));

  it.each([
    ['authentication', 2],
    ['smartselfie', 4],
    ['basic_kyc', 5],
    ['enhanced_kyc', 5],
    ['identity_verification', 5],
    ['biometric_kyc', 1],
    ['ekyc_smartselfie', 1],
    ['doc_verification', 6],
    ['document_verification', 6],
    ['enhanced_document_verification', 11],
    ['e_signature', undefined],
  ])('for %s is about job type %j', (product, jobType) =>
    withSimulator({}, async (_simulator, partner) => {
      const { body } = await partner.post('/v1/token', tokenRequest({ product }));
      expect(read(body.token)[1].partner_params).toEqual({ ...ids, ...(jobType && { job_type: jobType }) });
    }),
  );

  it.each<[string, string, unknown, number?]>([
    ['2217', 'an unknown product', tokenRequest({ product: 'selfie' })],
    ['2403', 'a body that is not JSON', '{"product":'],
    ['2404', 'a product that is a number', tokenRequest({ product: 4 })],
    ['2405', 'a signature with another key', tokenRequest(credentials(undefined, '085', 'another key'))],
    ['2405', 'no signature', tokenRequest({ signature: undefined })],
    ['2405', 'an unknown partner', tokenRequest({ partner_id: '086', ...credentials(undefined, '086') })],
    ...['user_id', 'job_id', 'product', 'callback_url', 'partner_id', 'timestamp'].map(
      (key) => ['2413', `no ${key}`, tokenRequest({ [key]: undefined })] as [string, string, unknown],
    ),
  ])('is refused with %s for %s', (code, _title, request) =>
    withSimulator({}, async (simulator, partner) => {
      const { httpStatus, body } = await partner.post('/v1/token', request);
      expect([httpStatus, body]).toEqual([400, { error: expect.any(String), code }]);
      expect(simulator.journal()).toMatchObject([{ kind: 'token', httpStatus: 400, code }]);
    }),
  );

  it('for an unknown product is refused in the recorded words', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { body } = await partner.post('/v1/token', tokenRequest({ product: 'selfie' }));
      expect(body).toEqual(readFixture('error.token.2217'));
    }));

  it('is issued for a legacy sec_key as well', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { sec_key, timestamp } = readFixture('legacy-sec-key.vector').outgoing;
      const { body } = await partner.post('/v1/token', tokenRequest({ signature: undefined, sec_key, timestamp }));
      expect(body.success).toBe(true);
    }));

  it('meets faults by rule', () =>
    withSimulator(
      { faults: { rules: [{ fault: 'server-error', on: 'token', jobId: 'job-1' }] } },
      async (simulator, partner) => {
        expect((await partner.post('/v1/token', tokenRequest())).httpStatus).toBe(500);
        expect((await partner.post('/v1/token', tokenRequest({ job_id: 'job-2' }))).httpStatus).toBe(200);
        expect(simulator.journal()[0]).toMatchObject({ kind: 'fault', endpoint: 'token', jobId: 'job-1' });
      },
    ));

  it('takes the place of a signature in a prep upload, and its callback URL that of a missing one', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({}, async (_simulator, partner) => {
        const { token } = (await partner.post('/v1/token', tokenRequest({ callback_url: url }))).body;
        await partner.submit({}, undefined, { signature: undefined, timestamp: undefined, token });
        expect((await next()).body).toMatchObject({ ResultCode: '0840', PartnerParams: ids });
      }),
    ));

  it.each<[string, (token: string) => object]>([
    ['another job', (token) => webUpload(token, { job_id: 'job-2' })],
    ['another user', (token) => webUpload(token, { user_id: 'user-2' })],
    ['nobody', (token) => webUpload(token, {}, { partner_params: null })],
    ['another partner', (token) => webUpload(token, {}, { smile_client_id: '086' })],
  ])('is refused with 2221 where it is used for %s', (_title, request) => {
    const partners = ['085', '086'].map((partnerId) => ({ partnerId, apiKey: 'a-test-api-key' }));
    return withSimulator({ partners }, async (simulator, partner) => {
      const { token } = (await partner.post('/v1/token', tokenRequest())).body;
      const { httpStatus, body } = await partner.prepare(request(token));
      expect([httpStatus, body.code]).toEqual([400, '2221']);
      expect(simulator.jobs()).toEqual([]);
    });
  });

  it.each<[string, (token: string) => unknown]>([
    ['altered', (token) => token.replace(/\.[^.]+\./, (payload) => `${payload.slice(0, -2)}x.`)],
    ['cut', (token) => token.slice(0, -1)],
    ['longer', (token) => `${token}.more`],
    ['of no scheme at all', () => ({ token: true })],
    ['of another process', () => readFixture('web-token.response').token],
  ])('that is %s is refused with 2221', (_title, spoil) =>
    withSimulator({}, async (_simulator, partner) => {
      const { token } = (await partner.post('/v1/token', tokenRequest())).body;
      expect((await partner.prepare(webUpload(spoil(token)))).body.code).toBe('2221');
    }),
  );

  it('that has expired is refused with 2221', () =>
    withSimulator({ webTokenLifeMs: -1000 }, async (_simulator, partner) => {
      const { token } = (await partner.post('/v1/token', tokenRequest())).body;
      expect((await partner.prepare(webUpload(token))).body.code).toBe('2221');
    }));

  it('does not help a signature that is wrong', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { token } = (await partner.post('/v1/token', tokenRequest())).body;
      const request = registration({}, { token, ...credentials(undefined, '085', 'another key') });
      expect((await partner.prepare(request)).body.code).toBe('2205');
    }));
});
