import { describe, expect, it } from '@jest/globals';
import type { PartnerOptions } from '../../simulator/options.ts';
import { archiveOf, type JobType, jpegs, picturesOf } from './archive.ts';
import { readFixture } from './fixture.ts';
import { credentials, registration, withSimulator } from './partner.ts';

const only = (...ids: number[]) => ids.map((image_type_id) => ({ image_type_id, image: jpegs[0], file_name: '' }));
const blocked = readFixture('error.rate-limit.2222');

describe('a prep upload', () => {
  it.each([
    'biometric-kyc',
    'document-verification',
    'document-verification-enrolled',
    'enhanced-document-verification',
  ])('recorded for %s is taken and answered with the recorded keys', (name) =>
    withSimulator({}, async (simulator, partner) => {
      if (name.endsWith('enrolled')) simulator.enrol('user_ada_0001');
      const { httpStatus, body } = await partner.prepare(readFixture(`prep-upload.request.${name}`));
      expect([httpStatus, body.code]).toEqual([200, '2202']);
      expect(Object.keys(body)).toEqual(Object.keys(readFixture(`prep-upload.response.${name}`)));
    }),
  );

  it.each([1, '6', 11])('of job type %j is refused for an enrolled user unless it may enrol again', (job_type) =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1');
      expect((await partner.prepare(registration({ job_type }))).body).toEqual(readFixture('error.upload.2209'));
      const again = registration({ job_type }, { allow_new_enroll: true });
      expect((await partner.prepare(again)).body.code).toBe('2202');
    }),
  );

  it.each([
    ['2210', undefined],
    ['2207', 'disabled'],
    ['2208', 'deleted'],
    ['2211', 'must-reenrol'],
    ['2216', 'no-photo'],
    ['2202', 'active'],
  ] as const)('with the enrolled image is answered with %s for a user who is %s', (code, state) =>
    withSimulator({}, async (simulator, partner) => {
      if (state) simulator.enrol('user-1', '085', state);
      for (const job_type of [6, 11]) {
        const request = registration({ job_type, job_id: `job-${job_type}` }, { use_enrolled_image: true });
        expect((await partner.prepare(request)).body.code).toBe(code);
      }
    }),
  );

  it.each([1, 4])('of job type %d knows no enrolled image', (job_type) =>
    withSimulator({}, async (simulator, partner) => {
      const request = registration({ job_type }, { use_enrolled_image: true });
      expect((await partner.prepare(request)).body.code).toBe('2202');
      simulator.enrol('user-1');
      const second = registration({ job_type, job_id: 'job-2' }, { use_enrolled_image: true });
      expect((await partner.prepare(second)).body.code).toBe('2209');
    }),
  );

  it.each([1, 6, 11])('of job type %d is refused while the product is not active', (job_type) => {
    const partners: PartnerOptions[] = [{ partnerId: '085', apiKey: 'a-test-api-key', activeJobTypes: [2, 4] }];
    return withSimulator({ partners }, async (_simulator, partner) => {
      expect((await partner.prepare(registration({ job_type }))).body).toEqual(readFixture('error.upload.2214'));
    });
  });
});

describe('a document compared with the enrolled image', () => {
  it.each([6, 11] as const)('needs no selfie in the zip and enrols nobody anew, job type %d', (job_type) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      await partner.finish({ job_type: 4 });
      const images = picturesOf(job_type).filter(({ image_type_id }) => image_type_id === 3);
      const zip = await archiveOf(job_type, { images });
      await partner.finish({ job_type, job_id: 'job-2' }, zip, 1, { use_enrolled_image: true });
      const { body } = await partner.status({ job_id: 'job-2', image_links: true });
      expect(body).toMatchObject({ job_success: true, result: { ResultCode: '0810' } });
      const picture = await fetch(body.image_links.selfie_image);
      expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(jpegs[0]);
      expect(simulator.journal().filter((entry) => entry.kind === 'enrolment')).toHaveLength(1);
    }),
  );

  it('leaves out a selfie that came along, and says so in the journal', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1');
      await partner.finish({ job_type: 6 }, undefined, 1, { use_enrolled_image: true });
      expect(simulator.jobs()).toMatchObject([{ results: [{ resultCode: '0810' }] }]);
      expect(simulator.journal()).toContainEqual(
        expect.objectContaining({ kind: 'warning', message: expect.stringContaining('enrolled') }),
      );
    }));
});

describe('an archive', () => {
  const missing = 'A required parameter is missing';
  const byCard = { entered: 'false', id_number: '' };
  it.each<[JobType, string, string, string, Parameters<typeof archiveOf>[1] | Buffer]>([
    [1, '0001', 'Data Invalid - Unable to extract zip file', 'that is no zip', Buffer.from('hello')],
    [1, '0001', 'Selfie image unusable', 'without a selfie', { images: only(6) }],
    [
      1,
      '0001',
      'Data Invalid - Images corrupt or not present',
      'with a bad picture',
      { images: [{ image_type_id: 2 }] },
    ],
    [1, '2213', missing, 'without country', { idInfo: { country: '' } }],
    [1, '2213', missing, 'without id_type', { idInfo: { id_type: null } }],
    [1, '2213', missing, 'without id_number', { idInfo: { id_number: '' } }],
    [1, '2213', missing, 'that does not enter the number and has no ID card', { idInfo: { entered: false } }],
    [1, '2203', 'Invalid JSON', 'with a number for id_number', { idInfo: { id_number: 5 } }],
    [6, '0001', 'Data Invalid', 'that is no zip', Buffer.from('hello')],
    [6, '0001', 'ID Card image not provided', 'without a document', { images: only(2) }],
    [6, '0001', 'ID Card image not provided', 'with the back alone', { images: only(2, 7) }],
    [6, '0001', 'Unable to Verify Document - Selfie unusable', 'without a selfie', { images: only(3) }],
    [
      6,
      '0001',
      'Data Invalid - Images corrupt or not present',
      'with a bad picture',
      { images: [{ image_type_id: 3 }] },
    ],
    [6, '2213', missing, 'without country', { idInfo: { country: '' } }],
    [11, '0001', 'Data Invalid', 'that is no zip', Buffer.from('hello')],
    [11, '0001', 'ID Card image not provided', 'without a document', { images: only(2) }],
    [11, '0001', 'Unable to Verify Document - Selfie unusable', 'without a selfie', { images: only(3) }],
    [11, '2213', missing, 'without country', { idInfo: { country: '' } }],
    [11, '2213', missing, 'without id_type', { idInfo: { id_type: '' } }],
  ])('of job type %d gets %s "%s" %s, and enrols nobody', (job_type, code, text, _title, changes) =>
    withSimulator({}, async (simulator, partner) => {
      await partner.finish({ job_type }, Buffer.isBuffer(changes) ? changes : await archiveOf(job_type, changes));
      expect((await partner.status()).body).toMatchObject({
        job_complete: true,
        job_success: false,
        result: { ResultCode: code, ResultText: text, IsFinalResult: 'true' },
      });
      expect(simulator.journal().filter((entry) => entry.kind === 'enrolment')).toEqual([]);
    }),
  );

  it.each<[JobType, string, Parameters<typeof archiveOf>[1]]>([
    [1, 'a number and no word on entering it', { idInfo: { entered: undefined } }],
    [1, 'a picture of the ID card instead of a number', { idInfo: byCard, images: only(2, 3) }],
    [6, 'no id_type', { idInfo: { id_type: undefined } }],
    [6, 'no back', { images: only(2, 3) }],
    [11, 'no back', { images: only(2, 3) }],
  ])('of job type %d is approved with %s', (job_type, _title, changes) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const done = simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.final);
      await partner.submit({ job_type }, await archiveOf(job_type, changes));
      expect(await done).toMatchObject({ resultCode: '0810' });
    }),
  );

  it('with an ID card asks no authority: no lookup, and the selfie is compared with the card', () =>
    withSimulator({}, async (simulator, partner) => {
      await partner.finish({ job_type: 1 }, await archiveOf(1, { idInfo: byCard, images: only(2, 3) }));
      expect(simulator.jobs()).toMatchObject([{ results: [{ resultCode: '0810' }] }]);
      expect((await partner.status()).body.result.Actions).toMatchObject({
        Selfie_To_ID_Card_Compare: 'Completed',
        Selfie_To_ID_Authority_Compare: 'Not Applicable',
        Verify_ID_Number: 'Not Applicable',
      });
    }));
});

describe('an ID number', () => {
  it.each([
    ['0', ['1012', '0810']],
    ['1', ['1013']],
    ['2', ['1014']],
    ['3', ['1015', '0908']],
    ['4', ['1012', '0810']],
    ['7', ['1012', '0810']],
  ])('ending in %s chooses the codes %j', (digit, codes) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const zip = await archiveOf(1, { idInfo: { id_number: `0000000000${digit}` } });
      await partner.finish({ job_type: 1 }, zip, codes.length);
      expect(simulator.jobs()[0]?.results.map((result) => result.resultCode)).toEqual(codes);
    }),
  );

  it.each([
    [1, { sandbox_scenario: 'reject' }, '0811'],
    [1, { sandbox_result: '0' }, '0810'],
    [11, {}, '0810'],
  ] as const)('chooses nothing for job type %d with %j', (job_type, params, code) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const done = simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.final);
      await partner.submit({ job_type, ...params }, await archiveOf(job_type, { idInfo: { id_number: '1' } }));
      expect(await done).toMatchObject({ resultCode: code });
    }),
  );

  it('is blocked by the 31st job: as a result, or with 429 when the prep upload names it', () =>
    withSimulator({}, async (simulator, partner) => {
      const zip = await archiveOf(1);
      for (let n = 1; n <= 30; n += 1) {
        await partner.finish(
          { job_type: 1, job_id: `job-${n}`, user_id: `user-${n}`, sandbox_scenario: 'lookup-only' },
          zip,
        );
      }
      expect(simulator.jobs().at(-1)?.results).toMatchObject([{ resultCode: '1012' }]);
      await partner.finish({ job_type: 1, job_id: 'job-31', user_id: 'user-31' }, zip);
      const { body } = await partner.status({ job_id: 'job-31', user_id: 'user-31' });
      expect(body).toMatchObject({ job_complete: true, job_success: false, result: { ResultCode: '2222' } });
      expect(body.result.ResultText).toBe(blocked.error);

      const idInfo = { country: 'NG', id_type: 'NIN_V2', id_number: '00000000000' };
      const refused = await partner.prepare(
        registration({ job_type: 1, job_id: 'job-32', user_id: 'user-32' }, idInfo),
      );
      expect(refused).toEqual({ httpStatus: 429, body: blocked });
      const others = [
        { ...idInfo, country: 'KE' },
        { ...idInfo, id_number: '00000000001' },
      ];
      for (const [n, other] of others.entries()) {
        const ids = { job_id: `other-${n}`, user_id: `other-${n}` };
        expect((await partner.prepare(registration({ job_type: 1, ...ids }, other))).body.code).toBe('2202');
      }
      const document = registration({ job_type: 6, job_id: 'document', user_id: 'document' }, idInfo);
      expect((await partner.prepare(document)).body.code).toBe('2202');
    }));

  it('is free again after a reset, which is answered as recorded', () =>
    withSimulator({}, async (simulator, partner) => {
      const idInfo = { country: 'NG', id_type: 'NIN_V2', id_number: '00000000000' };
      const prepare = async (n: number) => {
        const request = registration({ job_type: 1, job_id: `job-${n}`, user_id: `user-${n}` }, idInfo);
        return (await partner.prepare(request)).body.code;
      };
      for (let n = 1; n <= 30; n += 1) expect(await prepare(n)).toBe('2202');
      expect(await prepare(31)).toBe('2222');
      const path = '/v1/id_number_rate_limit_reset';
      const body = { ...credentials(), partner_id: '085', ...idInfo };
      for (const [code, changes] of Object.entries({ '2405': { signature: 'x' }, '2413': { id_number: '' } })) {
        const refused = await partner.post(path, { ...body, ...changes });
        expect([refused.httpStatus, refused.body.code]).toEqual([400, code]);
      }
      expect(await prepare(32)).toBe('2222');
      const reset = await partner.post(path, readFixture('rate-limit-reset.request'));
      expect(reset).toEqual({ httpStatus: 200, body: readFixture('rate-limit-reset.response') });
      expect(simulator.journal().at(-1)).toMatchObject({ kind: 'rate-limit-reset', partnerId: '085', httpStatus: 200 });
      expect(await prepare(33)).toBe('2202');
    }));

  it('named in the prep upload is counted once', () =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const zip = await archiveOf(1);
      const idInfo = { country: 'NG', id_type: 'NIN_V2', id_number: '00000000000' };
      for (let n = 1; n <= 30; n += 1) {
        const ids = { job_type: 1, job_id: `job-${n}`, user_id: `user-${n}`, sandbox_scenario: 'lookup-only' };
        await partner.finish(ids, zip, 1, idInfo);
      }
      expect(simulator.jobs().map((job) => job.results[0]?.resultCode)).toEqual(Array(30).fill('1012'));
    }));
});
