import { describe, expect, it } from '@jest/globals';
import { legacyHash, signTimestamp } from '../../simulator/signature.ts';
import { inlineArchive, type JobType, selfie } from './archive.ts';
import { readFixture } from './fixture.ts';
import { credentials, registration, withSimulator } from './partner.ts';

describe('job status', () => {
  it.each<[string, string, object | string]>([
    ['2303', 'a body that is not JSON', '{'],
    ['2304', 'an unknown job', { job_id: 'job-9' }],
    ['2304', 'a job of another user', { user_id: 'user-9' }],
    ['2305', 'a signature with another key', credentials(undefined, '085', 'another')],
    ['2305', 'no signature', { signature: undefined }],
    ['2305', 'an unknown partner', { partner_id: '086' }],
    ['2313', 'no job_id', { job_id: undefined }],
    ['2313', 'a user_id that is a number', { user_id: 1 }],
    ['2313', 'no partner_id', { partner_id: undefined }],
    ['2313', 'no timestamp', { timestamp: undefined }],
  ])('refuses with %s %s', (code, _title, ids) =>
    withSimulator({}, async (_simulator, partner) => {
      await partner.prepare(registration());
      const { httpStatus, body } =
        typeof ids === 'string' ? await partner.post('/v1/job_status', ids) : await partner.status(ids);
      expect(httpStatus).toBe(400);
      expect(Object.keys(body)).toEqual(['error', 'code']);
      expect(body.code).toBe(code);
      if (code !== '2303') expect(body).toEqual(readFixture(`error.job-status.${code}`));
    }),
  );

  it('says 2314 before the zip, as recorded and verifiably signed', () =>
    withSimulator({}, async (_simulator, partner) => {
      await partner.prepare(registration());
      const { httpStatus, body } = await partner.status();
      const { timestamp, signature, ...rest } = readFixture('job-status.response.no-zip-hmac');
      expect(httpStatus).toBe(200);
      expect(body).toEqual({ ...rest, timestamp: expect.any(String), signature: expect.any(String) });
      expect(Object.keys(body)).toEqual(['timestamp', 'signature', ...Object.keys(rest)]);
      expect(body.signature).toBe(signTimestamp('a-test-api-key', '085', body.timestamp));
    }));

  it('signs 2314 the old way under the quirk', () =>
    withSimulator({ quirks: { legacyHashOn2314: true } }, async (_simulator, partner) => {
      await partner.prepare(registration());
      const { body } = await partner.status();
      expect(body.timestamp).toMatch(/^\d{13}$/);
      expect(body.signature).toBe(legacyHash('085', body.timestamp));
    }));

  it.each([
    ['string', 'job-status.response.incomplete-string-result'],
    ['absent', 'job-status.response.incomplete'],
  ] as const)('is incomplete while the job is processed, with the result %s', (resultWhileProcessing, fixture) =>
    withSimulator({ processingMs: 3_600_000, quirks: { resultWhileProcessing } }, async (_simulator, partner) => {
      await partner.submit();
      const { timestamp, signature, ...rest } = (await partner.status()).body;
      const { timestamp: _t, signature: _s, ...recorded } = readFixture(fixture);
      expect(rest).toEqual(recorded);
    }),
  );

  it.each([
    [4, 'approve', 'smartselfie-registration.approved'],
    [2, 'approve', 'smartselfie-authentication.approved'],
    [2, 'provisional', 'smartselfie-authentication.provisional'],
    [2, 'reject', 'smartselfie-authentication.rejected'],
  ])('answers for job type %d and scenario %s as recorded', (job_type, sandbox_scenario, name) =>
    withSimulator({}, async (simulator, partner) => {
      if (job_type === 2) simulator.enrol('user-1');
      await partner.finish({ job_type: String(job_type), sandbox_scenario });
      const { body } = await partner.status();
      const recorded = readFixture(`job-status.response.${name}`);
      expect(Object.keys(body)).toEqual(Object.keys(recorded));
      expect(Object.keys(body.result)).toEqual(Object.keys(recorded.result));
      expect(Object.keys(body.result.Actions)).toEqual(Object.keys(recorded.result.Actions));
      expect(body).toEqual({
        ...recorded,
        timestamp: expect.any(String),
        signature: signTimestamp('a-test-api-key', '085', body.timestamp),
        result: {
          ...recorded.result,
          SmileJobID: '0000000001',
          // Deprecated and recorded with other values in callbacks, which are the ones emitted.
          ConfidenceValue: '99',
          // The type was sent as text and comes back as a number.
          PartnerParams: { job_id: 'job-1', user_id: 'user-1', job_type, sandbox_scenario },
        },
      });
    }),
  );

  it.each<[string, JobType, string]>([
    ['biometric-kyc.approved', 1, 'approve'],
    ['biometric-kyc.not-enabled', 1, 'not-enabled'],
    ['document-verification.approved', 6, 'approve'],
    ['document-verification.rejected', 6, 'unsupported-document'],
    ['enhanced-document-verification.approved', 11, 'approve'],
  ])('answers %s with the recorded keys', (name, job_type, sandbox_scenario) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const recorded = readFixture(`job-status.response.${name}`);
      const done = simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.final);
      await partner.submit({ job_type, sandbox_scenario });
      await done;
      const { body } = await partner.status({ image_links: 'image_links' in recorded });
      expect(Object.keys(body)).toEqual(Object.keys(recorded));
      expect(Object.keys(body.result)).toEqual(Object.keys(recorded.result));
      expect(Object.keys(body.result.Actions)).toEqual(Object.keys(recorded.result.Actions));
      const { job_complete, job_success, result } = recorded;
      expect(body).toMatchObject({ job_complete, job_success });
      if (sandbox_scenario !== 'unsupported-document') {
        const { ResultCode, ResultText, ResultType, Actions, ConfidenceValue, IsFinalResult } = result;
        expect(body.result).toMatchObject({
          ResultCode,
          ResultText,
          ResultType,
          ConfidenceValue,
          IsFinalResult,
          Actions,
        });
      }
      expect(body.result.PartnerParams.job_type).toBe(job_type === 1 ? '1' : job_type);
    }),
  );

  it('is incomplete after the lookup of an ID number, which is in the history then and later', () =>
    withSimulator({ timeScale: 2 }, async (simulator, partner) => {
      await partner.finish({ job_type: 1, sandbox_scenario: 'approve', FullName: 'Ada Obi', DOB: '1990-01-31' });
      const before = (await partner.status({ history: true })).body;
      expect(before).toMatchObject({ job_complete: false, job_success: false, history: [{ ResultCode: '1012' }] });
      await simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.final);
      const { body } = await partner.status({ history: true });
      expect(body).toMatchObject({ job_complete: true, result: { ResultCode: '0810' } });
      expect(body.history).toMatchObject([{ ResultCode: '0810' }, { ResultCode: '1012' }]);
      const recorded = readFixture('job-status.response.biometric-kyc.history').history.at(-1);
      expect(Object.keys(body.history[1])).toEqual(Object.keys(recorded));
      const { PartnerParams, SmileJobID, ExpirationDate, ...rest } = recorded;
      expect(body.history[1]).toMatchObject({ ...rest, PartnerParams: { job_type: '1' } });
    }));

  it('names the SDK in Source and leaves liveness out when no picture shows it', () =>
    withSimulator({}, async (_simulator, partner) => {
      await partner.finish({}, await inlineArchive([{ image_type_id: 2, image: selfie }]));
      const { result } = (await partner.status()).body;
      expect(result.Source).toBe('WebAPI');
      expect(result.Actions.Liveness_Check).toBe('Not Applicable');
      expect(result.Actions.Register_Selfie).toBe('Approved');
    }));

  it('adds the history newest first and a link to the selfie, when asked', () =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      await partner.finish({ sandbox_scenario: 'review-approve' }, undefined, 2);
      const plain = (await partner.status()).body;
      expect([plain.history, plain.image_links]).toEqual([undefined, undefined]);
      const { body } = await partner.status({ history: 'true', image_links: true });
      expect(Object.keys(body).slice(-2)).toEqual(['image_links', 'history']);
      expect(body.history.map((entry: { ResultCode: string }) => entry.ResultCode)).toEqual(['1240', '0844']);
      expect(body.result).toMatchObject({ ResultCode: '1240', ResultType: 'DIVA', IsMachineResult: 'false' });
      const picture = await fetch(body.image_links.selfie_image);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
      expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(selfie);
      expect(simulator.journal().at(-1)).toMatchObject({ kind: 'picture', jobId: 'job-1', httpStatus: 200 });
      const altered = await fetch(body.image_links.selfie_image.replace('X-Amz-Expires=9', 'X-Amz-Expires=99'));
      expect(altered.status).toBe(403);
    }));

  it('lets picture links expire', () =>
    withSimulator({ pictureLinkLifeMs: 0 }, async (_simulator, partner) => {
      await partner.finish();
      const { body } = await partner.status({ image_links: true });
      const picture = await fetch(body.image_links.selfie_image);
      expect(picture.status).toBe(403);
      expect(await picture.text()).toContain('Request has expired');
    }));

  it('lists only this job in the history, or all jobs of the user under the quirk', async () => {
    for (const [historyScope, codes] of [
      ['job', ['0820']],
      ['user', ['0820', '0840']],
    ] as const) {
      await withSimulator({ quirks: { historyScope } }, async (_simulator, partner) => {
        await partner.finish();
        await partner.finish({ job_id: 'job-2', job_type: 2 });
        const { body } = await partner.status({ job_id: 'job-2', history: true });
        expect(body.history.map((entry: { ResultCode: string }) => entry.ResultCode)).toEqual(codes);
      });
    }
  });

  it('keeps a review to the callback under the quirk', () =>
    withSimulator({ timeScale: 1e6, quirks: { reviewerResultInJobStatus: false } }, async (_simulator, partner) => {
      await partner.finish({ sandbox_scenario: 'review-reject' }, undefined, 2);
      expect((await partner.status()).body.result.ResultCode).toBe('0844');
    }));

  it('calls every result final under the quirk', () =>
    withSimulator({ quirks: { alwaysFinal: true } }, async (_simulator, partner) => {
      await partner.finish({ sandbox_scenario: 'under-review' });
      expect((await partner.status()).body.result).toMatchObject({ ResultCode: '0844', IsFinalResult: 'true' });
    }));
});
