import { describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { jpegs } from './archive.ts';
import { readFixture, withoutVolatile } from './fixture.ts';
import { credentials, withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

type Json = ReturnType<typeof readFixture>;

const SERVICES = [
  {
    path: '/v1/id_verification',
    asyncPath: '/v1/async_id_verification',
    jobType: 5,
    idType: 'NIN_V2',
    approved: '1012',
  },
  { path: '/v2/verify', asyncPath: '/v2/verify_async', jobType: 5, idType: 'NIN_V2', approved: '1020' },
  {
    path: '/v1/business_verification',
    asyncPath: '/v1/async_business_verification',
    jobType: 7,
    idType: 'BUSINESS_REGISTRATION',
    approved: '1012',
  },
] as const;

function lookup({ jobType, idType }: { jobType: number; idType: string }, params: object = {}, change: object = {}) {
  return {
    ...credentials(),
    partner_id: '085',
    country: 'NG',
    id_type: idType,
    id_number: '00000000000',
    partner_params: { job_id: 'job-1', user_id: 'user-1', job_type: jobType, ...params },
    ...change,
  };
}

async function ask(simulator: Simulator, path: string, body: object): Promise<{ httpStatus: number; body: Json }> {
  const response = await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify(body) });
  return { httpStatus: response.status, body: await response.json() };
}

const jpeg = new Blob([new Uint8Array(Buffer.from(jpegs[0] ?? '', 'base64'))], { type: 'image/jpeg' });
const otherJpeg = new Blob([new Uint8Array(Buffer.from(jpegs[1] ?? '', 'base64'))], { type: 'image/jpeg' });

function compareForm(change: Record<string, string | null> = {}, params: object = {}): FormData {
  const form = new FormData();
  form.append('user_id', 'user-1');
  form.append('job_id', 'job-1');
  form.append('selfie_image', jpeg, 'selfie.jpg');
  form.append('comparison_image', otherJpeg, 'id.jpg');
  form.append('comparison_image_type', 'ID_PHOTO');
  for (let index = 0; index < 4; index += 1) form.append('liveness_images', jpeg, `liveness_${index}.jpg`);
  form.append('partner_params', JSON.stringify({ job_id: 'job-1', user_id: 'user-1', job_type: '3', ...params }));
  for (const [name, value] of Object.entries(change)) {
    form.delete(name);
    if (value !== null) form.append(name, value);
  }
  return form;
}

async function compare(simulator: Simulator, form: FormData, headers: Record<string, string> = {}) {
  const { timestamp, signature } = credentials();
  const response = await fetch(`${simulator.url}/v2/smart-selfie-compare`, {
    method: 'POST',
    headers: {
      'SmileID-Partner-ID': '085',
      'SmileID-Timestamp': timestamp,
      'SmileID-Request-Signature': signature,
      ...headers,
    },
    body: form,
  });
  return { httpStatus: response.status, body: (await response.json()) as Json };
}

describe('a lookup', () => {
  it('of Enhanced KYC is answered as recorded, signed', () =>
    withSimulator({}, async (simulator) => {
      const request = readFixture('id-verification.request');
      const { httpStatus, body } = await ask(simulator, '/v1/id_verification', request);
      const recorded = readFixture('id-verification.response.1012');
      expect([httpStatus, body.ResultCode]).toEqual([200, '1012']);
      expect(Object.keys(body)).toEqual(Object.keys(recorded));
      expect(body.signature).toBe(credentials(body.timestamp).signature);
    }));

  it.each([
    ['1', '1013'],
    ['2', '1014'],
    ['3', '1015'],
  ])('of a test number that ends in %s is answered with the recorded %s', (digit, code) =>
    withSimulator({}, async (simulator) => {
      const request = lookup(SERVICES[0], {}, { id_number: `0000000000${digit}` });
      const { body } = await ask(simulator, '/v1/id_verification', request);
      const { IDNumber, ...recorded } = withoutVolatile(readFixture(`id-verification.response.${code}`));
      expect(withoutVolatile(body)).toMatchObject(recorded);
    }),
  );

  it('of a test number that ends in 4 takes its data from partner_params', () =>
    withSimulator({}, async (simulator) => {
      const request = lookup(SERVICES[0], { FullName: 'Chosen Name' }, { id_number: '00000000004' });
      const { body } = await ask(simulator, '/v1/id_verification', request);
      expect(body).toMatchObject({ ResultCode: '1012', FullName: 'Chosen Name' });
    }));

  it('of Basic KYC tells how each field agrees, with the recorded keys', () =>
    withSimulator({}, async (simulator) => {
      const request = readFixture('basic-kyc.request');
      request.partner_params.sandbox_scenario = 'partial-match';
      const { body } = await ask(simulator, '/v2/verify', request);
      const recorded = readFixture('basic-kyc.response.1021');
      expect(body.ResultCode).toBe('1021');
      expect(Object.keys(body)).toEqual(Object.keys(recorded));
      expect(Object.keys(body.Actions)).toEqual(Object.keys(recorded.Actions));
    }));

  it.each([
    [{ first_name: 'Specimen', last_name: 'Person' }, '1020'],
    [{ first_name: 'Specimen', last_name: 'Somebody' }, '1021'],
    [{ first_name: 'Somebody', last_name: 'Else' }, '1022'],
  ])('of Basic KYC with %j is answered with %s', (claimed, code) =>
    withSimulator({}, async (simulator) => {
      const { body } = await ask(simulator, '/v2/verify', lookup(SERVICES[1], {}, claimed));
      expect(body.ResultCode).toBe(code);
      expect(body.Actions.Gender).toBe('Not Provided');
    }),
  );

  it('of a business is answered with the recorded keys', () =>
    withSimulator({}, async (simulator) => {
      const { body } = await ask(simulator, '/v1/business_verification', readFixture('business-verification.request'));
      expect(Object.keys(body)).toEqual(Object.keys(readFixture('business-verification.response.1012')));
    }));

  it.each([{ id_type: 'NIN_V2' }, { business_type: 'club' }])('of a business is refused with %j', (change) =>
    withSimulator({}, async (simulator) => {
      const { httpStatus, body } = await ask(simulator, '/v1/business_verification', lookup(SERVICES[2], {}, change));
      expect([httpStatus, body]).toEqual([400, readFixture('error.business-verification.2413')]);
    }),
  );

  it.each(SERVICES)('at $path needs every field, and the right key', (service) =>
    withSimulator({}, async (simulator) => {
      for (const field of ['country', 'id_type', 'id_number', 'partner_params', 'timestamp']) {
        const { httpStatus, body } = await ask(simulator, service.path, lookup(service, {}, { [field]: undefined }));
        expect([field, httpStatus, body.code.slice(2)]).toEqual([field, 400, '13']);
      }
      const forged = lookup(service, {}, credentials(undefined, '085', 'another-key'));
      expect((await ask(simulator, service.path, forged)).body.code.slice(2)).toBe('05');
      const { body } = await ask(simulator, service.path, lookup(service, { job_type: 1 }));
      expect(body.code).toBe('2212');
      expect(simulator.jobs()).toEqual([]);
    }),
  );

  it.each(SERVICES)('at $asyncPath needs a callback URL, is taken, and answered there', (service) =>
    withReceiver([200], (receiver) =>
      withSimulator({}, async (simulator) => {
        expect((await ask(simulator, service.asyncPath, lookup(service))).body.code.slice(2)).toBe('13');
        const request = lookup(service, {}, { callback_url: receiver.url });
        expect((await ask(simulator, service.asyncPath, request)).body).toEqual(
          readFixture('async-id-verification.response'),
        );
        const { body } = await receiver.next();
        const claimed = service.path === '/v2/verify' ? '1020' : service.approved;
        expect(body).toMatchObject({ ResultCode: claimed, IsFinalResult: 'true' });
        expect(body.signature).toBe(credentials(body.timestamp).signature);
        expect(simulator.jobs()).toMatchObject([{ paidRuns: 1 }]);
      }),
    ),
  );

  it('by callback is answered first with 1015 and later with the result where the issuer recovers', () =>
    withReceiver([200], (receiver) =>
      withSimulator({ timeScale: 1e6 }, async (simulator) => {
        const params = { sandbox_scenario: 'issuer-recovers' };
        await ask(simulator, '/v1/async_id_verification', lookup(SERVICES[0], params, { callback_url: receiver.url }));
        const codes = [(await receiver.next()).body.ResultCode, (await receiver.next()).body.ResultCode];
        expect(codes).toEqual(['1015', '1012']);
      }),
    ));

  it('of a scenario with a review is approved, because nothing is ever reviewed here', () =>
    withSimulator({}, async (simulator) => {
      for (const [n, params] of [{ sandbox_result: '2' }, { sandbox_scenario: 'review-reject' }].entries()) {
        const { body } = await ask(
          simulator,
          '/v1/id_verification',
          lookup(SERVICES[0], { ...params, job_id: `job-${n}` }),
        );
        expect(body.ResultCode).toBe('1012');
      }
      const { httpStatus } = await ask(
        simulator,
        '/v1/id_verification',
        lookup(SERVICES[0], { sandbox_scenario: 'system-error', job_id: 'job-9' }),
      );
      expect(httpStatus).toBe(500);
    }));

  it('of an inactive product is refused, and nobody pays', () =>
    withSimulator(
      { partners: [{ partnerId: '085', apiKey: 'a-test-api-key', activeJobTypes: [1] }] },
      async (simulator) => {
        expect((await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]))).body.code).toBe('2214');
        expect(simulator.jobs()).toEqual([]);
      },
    ));

  it('is blocked after thirty of one ID number, until that is reset', () =>
    withSimulator({}, async (simulator) => {
      for (let count = 0; count < 30; count += 1) {
        const { httpStatus } = await ask(
          simulator,
          '/v1/id_verification',
          lookup(SERVICES[0], { job_id: `job-${count}` }),
        );
        expect(httpStatus).toBe(200);
      }
      const next = lookup(SERVICES[0], { job_id: 'job-31' });
      const { httpStatus, body } = await ask(simulator, '/v1/id_verification', next);
      expect([httpStatus, body]).toEqual([429, readFixture('error.rate-limit.2222')]);
      await ask(simulator, '/v1/id_number_rate_limit_reset', {
        ...credentials(),
        partner_id: '085',
        country: 'NG',
        id_type: 'NIN_V2',
        id_number: '00000000000',
      });
      expect((await ask(simulator, '/v1/id_verification', next)).httpStatus).toBe(200);
    }));
});

describe('a job_id that was answered before', () => {
  it('is billed and answered again', () =>
    withSimulator({}, async (simulator) => {
      await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]));
      expect((await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]))).httpStatus).toBe(200);
      expect(simulator.jobs()).toMatchObject([{ jobId: 'job-1', paid: true, paidRuns: 2 }]);
    }));

  it('is refused where that is the quirk, and never taken for another user or product', () =>
    withSimulator({ quirks: { repeatedDirectJob: 'refused' } }, async (simulator) => {
      await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]));
      expect((await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]))).body.code).toBe('2215');
      expect((await ask(simulator, '/v2/verify', lookup(SERVICES[1]))).body.code).toBe('2215');
      expect(simulator.jobs()).toMatchObject([{ paidRuns: 1 }]);
    }));
});

describe('job_status of a request', () => {
  it('tells its result, signed, or 2314 where that is the quirk', async () => {
    await withSimulator({}, async (simulator, partner) => {
      await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]));
      const { body } = await partner.status({ history: true });
      expect(body).toMatchObject({ code: '2302', job_complete: true, job_success: true });
      expect(body.result).toMatchObject({ ResultCode: '1012', ResultType: 'ID Verification' });
    });
    await withSimulator({ quirks: { directJobsInJobStatus: false } }, async (simulator, partner) => {
      await ask(simulator, '/v1/id_verification', lookup(SERVICES[0]));
      expect((await partner.status()).body).toMatchObject({ code: '2314', job_complete: false });
    });
  });
});

describe('a comparison', () => {
  it('of two pictures is answered as recorded, enrols the user, and calls back', () =>
    withReceiver([200], (receiver) =>
      withSimulator({}, async (simulator) => {
        const { httpStatus, body } = await compare(simulator, compareForm({ callback_url: receiver.url }));
        const recorded = readFixture('smart-selfie-compare.response.match');
        expect(httpStatus).toBe(200);
        expect(Object.keys(body)).toEqual(Object.keys(recorded));
        expect(body).toMatchObject({ code: recorded.code, message: recorded.message, status: recorded.status });
        const { body: callback } = await receiver.next();
        expect(Object.keys(callback)).toEqual(Object.keys(readFixture('callback.smartselfie-compare.approved')));
        expect(simulator.journal().map(({ kind }) => kind)).toContain('enrolment');
        const again = await compare(simulator, compareForm({ job_id: 'job-2' }));
        expect(again.body).toMatchObject({ code: '2209', success: false });
        const allowed = await compare(simulator, compareForm({ job_id: 'job-3', allow_new_enroll: 'True' }));
        expect(allowed.body.code).toBe('0840');
      }),
    ));

  it.each([
    ['identical-pictures', 'smart-selfie-compare.response.identical'],
    ['no-face', 'smart-selfie-compare.response.no-face'],
  ])('with the scenario %s is answered as in %s', (sandbox_scenario, name) =>
    withSimulator({}, async (simulator) => {
      const { body } = await compare(simulator, compareForm({}, { sandbox_scenario }));
      const { code, message, status } = readFixture(name);
      expect(body).toMatchObject({ code, message, status });
    }),
  );

  it('without a clear face is answered with 400 where that is the quirk', () =>
    withSimulator({ quirks: { compareNoFaceStatus: 400 } }, async (simulator) => {
      const { httpStatus, body } = await compare(simulator, compareForm({}, { sandbox_scenario: 'no-face' }));
      expect([httpStatus, body]).toMatchObject([400, { code: '0941', status: 'rejected' }]);
      const other = await compare(simulator, compareForm({ job_id: 'job-2', user_id: 'user-2' }));
      expect([other.httpStatus, other.body.code]).toEqual([200, '0840']);
    }));

  it('of a picture with itself is told so', () =>
    withSimulator({}, async (simulator) => {
      const form = compareForm();
      form.set('comparison_image', jpeg, 'same.jpg');
      expect((await compare(simulator, form)).body).toMatchObject({ code: '0941', status: 'rejected' });
    }));

  it.each(['user_id', 'selfie_image', 'comparison_image', 'comparison_image_type', 'partner_params'])(
    'without %s is refused',
    (name) =>
      withSimulator({}, async (simulator) => {
        const { httpStatus, body } = await compare(simulator, compareForm({ [name]: null }));
        expect([httpStatus, body]).toEqual([400, { error: `${name} is required.`, code: '2413', success: false }]);
      }),
  );

  it('takes the job_id from partner_params as well', () =>
    withSimulator({}, async (simulator) => {
      expect((await compare(simulator, compareForm({ job_id: null }))).body.job_id).toBe('job-1');
    }));

  it('with three liveness pictures, or with a text as picture, is refused', () =>
    withSimulator({}, async (simulator) => {
      expect((await compare(simulator, compareForm({ liveness_images: null }))).body).toEqual(
        readFixture('error.compare.2413-liveness'),
      );
      const form = compareForm();
      form.set('selfie_image', new Blob(['no picture']), 'selfie.jpg');
      expect((await compare(simulator, form)).body.code).toBe('2413');
    }));

  it('with a wrong signature, or a timestamp of another form, is refused', () =>
    withSimulator({}, async (simulator) => {
      const forged = { 'SmileID-Request-Signature': credentials(undefined, '085', 'another-key').signature };
      expect((await compare(simulator, compareForm(), forged)).body).toEqual(readFixture('error.compare.2205'));
      const { timestamp, signature } = credentials('2026-01-01T00:00:00Z');
      const { body } = await compare(simulator, compareForm(), {
        'SmileID-Timestamp': timestamp,
        'SmileID-Request-Signature': signature,
      });
      expect(body.code).toBe('2204');
    }));
});

describe('what else is served', () => {
  it('the list of services needs no key and is shaped as recorded', () =>
    withSimulator({}, async (simulator) => {
      const body: Json = await (await fetch(`${simulator.url}/v1/services`)).json();
      const recorded = readFixture('services.response');
      expect(Object.keys(body)).toEqual(Object.keys(recorded));
      expect(body.id_types.NG.NIN_V2).toEqual(recorded.id_types.NG.NIN_V2);
      expect(body.id_types.NG.BANK_ACCOUNT).toEqual(recorded.id_types.NG.BANK_ACCOUNT);
      for (const { id_types: types } of Object.values<Json>(body.hosted_web.enhanced_kyc))
        for (const { test_data: number, id_number_regex: regex } of Object.values<Json>(types))
          if (regex) expect(number).toMatch(new RegExp(regex));
    }));

  it('a receipt is a PDF, for as long as its link is in force', () =>
    withSimulator({}, async (_, partner) => {
      await partner.finish({ job_type: 1 }, undefined, 2);
      const { kyc_receipt: link } = (await partner.status()).body;
      const response = await fetch(link);
      expect(response.headers.get('content-type')).toBe('application/pdf');
      expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
      const altered = new URL(link);
      altered.searchParams.set('timestamp', '2020-01-01T00:00:00.000Z');
      expect((await fetch(altered)).status).toBe(403);
    }));
});
