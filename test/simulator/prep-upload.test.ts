import { describe, expect, it } from '@jest/globals';
import { readFixture } from './fixture.ts';
import { credentials, registration, withSimulator } from './partner.ts';

const authentication = (params: object = {}) => registration({ job_type: 2, ...params });

describe('prep upload', () => {
  it('answers with the recorded keys in the recorded order', () =>
    withSimulator({}, async (simulator, partner) => {
      const { httpStatus, body } = await partner.prepare(registration());
      expect(httpStatus).toBe(200);
      expect(Object.keys(body)).toEqual(Object.keys(readFixture('prep-upload.response.smartselfie-registration')));
      expect(body).toMatchObject({ smile_job_id: '0000000001', camera_config: 'null', code: '2202' });
      expect(body.ref_id).toMatch(/^085-0000000001-[a-z0-9]{30}$/);
      const recorded = new URL(readFixture('prep-upload.response.smartselfie-registration').upload_url);
      const url = new URL(body.upload_url);
      expect(url.origin).toBe(simulator.url);
      expect(url.pathname).toBe(`/videos/085/${body.ref_id}/selfie.zip`);
      expect([...url.searchParams.keys()]).toEqual([...recorded.searchParams.keys()]);
      expect(Number(url.searchParams.get('Expires')) - Date.now() / 1000).toBeCloseTo(900, -1);
    }));

  it('takes the recorded request of each selfie product as it is', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user_ada_0001');
      const names = ['prep-upload.request.smartselfie-registration', 'prep-upload.request.smartselfie-authentication'];
      for (const name of names) expect((await partner.prepare(readFixture(name))).body.code).toBe('2202');
    }));

  it('counts Smile job ids per partner', () =>
    withSimulator(
      {
        partners: [
          { partnerId: '085', apiKey: 'a-test-api-key' },
          { partnerId: '7', apiKey: 'another' },
        ],
      },
      async (_simulator, partner) => {
        await partner.prepare(registration());
        const second = await partner.prepare(registration({ job_id: 'job-2', user_id: 'user-2' }));
        expect(second.body.smile_job_id).toBe('0000000002');
        const envelope = { smile_client_id: '7', ...credentials(undefined, '7', 'another') };
        expect((await partner.prepare(registration({}, envelope))).body.smile_job_id).toBe('0000000001');
      },
    ));

  it('names the zip after file_name and the host after publicUrl', () =>
    withSimulator({ publicUrl: 'https://smile.test' }, async (_simulator, partner) => {
      const { body } = await partner.prepare(registration({}, { file_name: 'my upload.zip' }));
      expect(body.upload_url).toMatch(/^https:\/\/smile\.test\/videos\/.*\/my%20upload\.zip\?/);
    }));

  const wrongKey = credentials(undefined, '085', 'another key');
  it.each<[string, string, unknown]>([
    ['2203', 'a body that is not JSON', '{"partner_params":'],
    ['2203', 'an empty body', ''],
    ['2204', 'a body that is an array', []],
    ['2204', 'partner_params as an array', registration({}, { partner_params: [] })],
    ['2204', 'a job_id that is a number', registration({ job_id: 17 })],
    ['2204', 'a partner id that is a number', registration({}, { smile_client_id: 85 })],
    ['2204', 'a timestamp that is an object', registration({}, { timestamp: {} })],
    ['2204', 'a retry flag that is no flag', registration({}, { retry: 'perhaps' })],
    ['2204', 'a callback_url that is a number', registration({}, { callback_url: 5 })],
    ['2205', 'a signature with another key', registration({}, wrongKey)],
    ['2205', 'no signature', registration({}, { signature: undefined })],
    ['2205', 'a timestamp other than the signed one', registration({}, { timestamp: '2025-05-23T11:42:30.350Z' })],
    ['2205', 'an unknown partner', registration({}, { smile_client_id: '086', ...credentials(undefined, '086') })],
    ['2205', 'a partner id without its leading zero', registration({}, { smile_client_id: '85' })],
    ['2210', 'an authentication of a stranger', authentication()],
    ['2212', 'partner_params null', registration({}, { partner_params: null })],
    ['2212', 'no job_type', registration({ job_type: undefined })],
    ['2212', 'a job_type that does not exist', registration({ job_type: 99 })],
    ['2212', 'a job_type that is not served yet', registration({ job_type: '8' })],
    ['2213', 'no job_id', registration({ job_id: undefined })],
    ['2213', 'an empty user_id', registration({ user_id: '' })],
    ['2213', 'no partner id', registration({}, { smile_client_id: undefined })],
    ['2213', 'no timestamp', registration({}, { timestamp: undefined })],
    ['2221', 'a web token instead of a signature', registration({}, { signature: undefined, token: 'a.b.c' })],
  ])('refuses with %s %s', (code, _title, request) =>
    withSimulator({}, async (simulator, partner) => {
      const { httpStatus, body } = await partner.prepare(request);
      expect(httpStatus).toBe(400);
      expect(body.code).toBe(code);
      expect(simulator.jobs()).toEqual([]);
      expect(simulator.journal()).toMatchObject([{ kind: 'prep-upload', httpStatus: 400, code }]);
    }),
  );

  it.each(['2204', '2205', '2210', '2212', '2213'])('words refusal %s as recorded', (code) =>
    withSimulator({}, async (_simulator, partner) => {
      const requests: Record<string, object> = {
        '2204': registration({ job_id: 17 }),
        '2205': registration({}, wrongKey),
        '2210': authentication(),
        '2212': registration({ job_type: 99 }),
        '2213': registration({ user_id: '' }),
      };
      expect((await partner.prepare(requests[code])).body).toEqual(readFixture(`error.upload.${code}`));
    }),
  );

  it.each([
    ['2207', 'disabled'],
    ['2208', 'deleted'],
    ['2211', 'must-reenrol'],
    ['2216', 'no-photo'],
  ])('refuses with %s to authenticate a user who is %s', (code, state) =>
    withSimulator({}, async (_simulator, partner) => {
      expect((await partner.post('/_simulator/enrolments', { user_id: 'user-1', state })).httpStatus).toBe(201);
      expect((await partner.prepare(authentication())).body.code).toBe(code);
    }),
  );

  it('refuses to register an enrolled user again unless the request allows it', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1');
      expect((await partner.prepare(registration())).body).toEqual(readFixture('error.upload.2209'));
      expect((await partner.prepare(registration({}, { allow_new_enroll: 'True' }))).body.code).toBe('2202');
    }));

  it('registers a user again who was deleted or has to', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1', '085', 'deleted');
      simulator.enrol('user-2', '085', 'must-reenrol');
      for (const n of [1, 2]) {
        const { body } = await partner.prepare(registration({ job_id: `job-${n}`, user_id: `user-${n}` }));
        expect(body.code).toBe('2202');
      }
    }));

  it('refuses a product that the partner has not activated', () =>
    withSimulator(
      { partners: [{ partnerId: '085', apiKey: 'a-test-api-key', activeJobTypes: [2] }] },
      async (_simulator, partner) => {
        expect((await partner.prepare(registration())).body).toEqual(readFixture('error.upload.2214'));
      },
    ));

  it('takes a legacy sec_key with a numeric timestamp, and a signature over the decimal text of one', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { sec_key, timestamp } = readFixture('legacy-sec-key.vector').outgoing;
      const legacy = registration({}, { signature: undefined, sec_key, timestamp });
      expect((await partner.prepare(legacy)).body.code).toBe('2202');
      const numeric = { ...credentials('1678216434434'), timestamp: 1678216434434 };
      expect((await partner.prepare(registration({ job_id: 'job-2' }, numeric))).body.code).toBe('2202');
    }));

  it('checks the timestamp only where a quirk asks for it', () =>
    withSimulator({ quirks: { strictTimestampFormat: true, maxSkewMs: 60_000 } }, async (_simulator, partner) => {
      const python = credentials(new Date().toISOString().replace('Z', '456+00:00'));
      expect((await partner.prepare(registration({}, python))).body.code).toBe('2204');
      expect((await partner.prepare(registration({}, credentials('2025-05-23T11:42:30.350Z')))).body.code).toBe('2205');
      expect((await partner.prepare(registration())).body.code).toBe('2202');
    }));

  it('writes refusal codes as numbers under the quirk', () =>
    withSimulator({ quirks: { numericErrorCodes: true } }, async (_simulator, partner) => {
      await partner.prepare(registration());
      expect((await partner.prepare(registration())).body).toEqual(readFixture('error.upload.2215-numeric-code'));
    }));
});
