import { describe, expect, it } from '@jest/globals';
import { goodArchive } from './archive.ts';
import { readFixture } from './fixture.ts';
import { registration, withSimulator } from './partner.ts';

const retry = { retry: true };

describe('a repeated prep upload', () => {
  it('is refused without the retry flag', () =>
    withSimulator({}, async (simulator, partner) => {
      await partner.prepare(registration());
      expect((await partner.prepare(registration())).body).toEqual(readFixture('error.upload.2215'));
      expect(simulator.jobs()).toHaveLength(1);
    }));

  it('with the flag keeps the Smile job id and puts a new URL in the place of the old one', () =>
    withSimulator({}, async (simulator, partner) => {
      const first = (await partner.prepare(registration())).body;
      const second = (await partner.prepare(registration({}, { retry: 'true' }))).body;
      expect(second.smile_job_id).toBe(first.smile_job_id);
      expect(second.ref_id).not.toBe(first.ref_id);
      const refused = await partner.put(first.upload_url, await goodArchive());
      expect([refused.httpStatus, refused.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
      expect((await partner.put(second.upload_url, await goodArchive())).httpStatus).toBe(200);
      expect(simulator.jobs()).toMatchObject([{ paid: true, paidRuns: 1, issuedUrls: 2 }]);
    }));

  it('with the flag is refused once a zip is being processed', () =>
    withSimulator({ processingMs: 3_600_000 }, async (simulator, partner) => {
      await partner.submit();
      expect(simulator.jobs()).toMatchObject([{ state: 'processing' }]);
      expect((await partner.prepare(registration({}, retry))).body.code).toBe('2215');
    }));

  it('with the flag is refused when it names another user or product', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1');
      await partner.prepare(registration({}, { allow_new_enroll: true }));
      expect((await partner.prepare(registration({ user_id: 'user-2' }, retry))).body.code).toBe('2215');
      expect((await partner.prepare(registration({ job_type: 2 }, retry))).body.code).toBe('2215');
    }));

  it('with the flag for an unknown job is a first request', () =>
    withSimulator({}, async (_simulator, partner) => {
      expect((await partner.prepare(registration({}, retry))).body).toMatchObject({ smile_job_id: '0000000001' });
    }));

  it('pays twice for a careless client when retryKnowsProcessed is off', () =>
    withSimulator({ quirks: { retryKnowsProcessed: false } }, async (simulator, partner) => {
      await partner.finish();
      const { body } = await partner.prepare(registration({}, { ...retry, allow_new_enroll: true }));
      await partner.put(body.upload_url, await goodArchive());
      expect(simulator.jobs()).toMatchObject([{ paidRuns: 2 }]);
    }));
});
