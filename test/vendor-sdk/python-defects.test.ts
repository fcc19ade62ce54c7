import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { sample, withFolder } from '../media/pictures.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { type BothSides, withBothSides } from './both-sides.ts';
import type { OwnAnswer } from './recording-front.ts';
import { hashOfFile, LIVENESS, lastArchive, registrationOf, SELFIE } from './submissions.ts';

type Sides = Pick<BothSides, 'ours' | 'front' | 'simulator'>;

interface Case {
  readonly title: string;
  /** Of the simulator. */
  readonly quirks?: { readonly legacyHashOn2314?: boolean };
  /** What is answered instead, by path; upload URLs all count as PUT. */
  readonly answers?: { readonly [pathOrPut: string]: OwnAnswer };
  check(sides: Sides): Promise<void>;
}

const JOB = { jobId: 'job-1', userId: 'user-of-job-1' };
const REFUSAL = '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>No</Message></Error>';

const CASES: readonly Case[] = [
  {
    title: 'P1: every request has a signature of its own',
    async check({ ours, front }) {
      await ours.submitJob(registrationOf('job-1'));
      await ours.jobStatus(JOB);
      const signed = front.seen().filter(({ method }) => method === 'POST');
      expect(new Set(signed.map(({ text }) => JSON.parse(text).signature)).size).toBe(2);
    },
  },
  {
    title: 'P2: pictures given as base64 make one entry each, under names of their own',
    async check({ ours, front }) {
      const [selfie, ...liveness] = [SELFIE, ...LIVENESS].map((path) => ({
        base64: sample(path).toString('base64'),
      }));
      if (selfie === undefined) throw new Error('There is no selfie.');
      await ours.submitJob({ ...registrationOf('job-1'), selfie, liveness });
      const { entries, info } = await lastArchive(front);
      expect(entries).toEqual(['info.json', 'selfie.jpg', ...liveness.map((_, n) => `liveness_0${n + 1}.jpg`)]);
      expect(info.images).toHaveLength(9);
    },
  },
  {
    title: 'P3: the upload URL stays out of the archive',
    async check({ ours, front }) {
      await ours.submitJob(registrationOf('job-1'));
      expect(JSON.stringify((await lastArchive(front)).info)).not.toContain('/videos/');
    },
  },
  {
    title: 'P4: a callback URL of one job goes with that job',
    async check({ ours, front }) {
      await ours.submitJob({ ...registrationOf('job-1'), callbackUrl: 'https://partner.invalid/one' });
      expect(JSON.parse(front.seen('/v1/upload')[0]?.text ?? '').callback_url).toBe('https://partner.invalid/one');
    },
  },
  {
    title: 'P5: an error of S3 is told by its word, though it is XML',
    answers: { PUT: { status: 403, body: REFUSAL } },
    async check({ ours }) {
      await expect(ours.submitJob(registrationOf('job-1'))).rejects.toMatchObject({
        kind: 'request-refused',
        httpStatus: 403,
        message: expect.stringContaining('SignatureDoesNotMatch'),
      });
    },
  },
  {
    title: 'P5: an error of a gateway is told by its HTTP status, though it is HTML',
    answers: { '/v1/job_status': { status: 502, body: '<html>Bad Gateway</html>' } },
    async check({ ours }) {
      await expect(ours.jobStatus(JOB)).rejects.toMatchObject({ kind: 'unavailable', httpStatus: 502 });
    },
  },
  {
    title: 'P7: Biometric KYC with neither a number nor a picture of the card is refused before it is sent',
    async check({ ours, front }) {
      const idInfo = { country: 'KE', idType: 'NATIONAL_ID' };
      const asked = ours.submitJob({ ...registrationOf('job-1'), product: 'biometric-kyc', idInfo });
      await expect(asked).rejects.toMatchObject({ problems: [expect.stringContaining('idInfo.idNumber is missing')] });
      expect(front.seen('/v1/upload')).toEqual([]);
    },
  },
  {
    title: 'P8: the status of a job can be read without naming its type',
    async check({ ours, simulator }) {
      await ours.submitJob(registrationOf('job-1'));
      await simulator.nextJournalEntry(({ kind }) => kind === 'result', { afterSeq: 0 });
      expect(await ours.jobStatus(JOB)).toMatchObject({ status: 'final', result: { category: 'approved' } });
    },
  },
  {
    title: 'P10: a picture is a file whatever its name ends in',
    check: ({ ours, front }) =>
      withFolder(async (folder) => {
        const nameless = join(folder, 'upload.tmp');
        await copyFile(SELFIE, nameless);
        await ours.submitJob({ ...registrationOf('job-1'), selfie: nameless });
        const archive = await lastArchive(front);
        expect(archive.info.images).toEqual([{ image_type_id: 0, image: '', file_name: 'selfie.jpg' }]);
        expect(await archive.hashOf('selfie.jpg')).toBe(hashOfFile(SELFIE));
      }),
  },
  {
    title: 'P13: a web token that is refused is an error',
    answers: { '/v1/token': { status: 400, body: { error: 'Invalid product.', code: '2217' } } },
    async check({ ours }) {
      const asked = ours.webToken({ ...JOB, product: 'smartselfie', callbackUrl: 'https://partner.invalid' });
      await expect(asked).rejects.toMatchObject({ kind: 'request-refused', code: '2217' });
    },
  },
  {
    title: 'P15: a first poll that finds no package yet, in the legacy signature, means not yet',
    quirks: { legacyHashOn2314: true },
    async check({ ours }) {
      const noZip = { sandbox_scenario: 'no-zip' };
      const sent = await ours.submitJob(registrationOf('job-1', noZip), { wait: { forMs: 2_500 } });
      expect(sent.report).toMatchObject({ status: 'pending' });
    },
  },
  {
    title: 'P16: a signature of anything but ASCII, or none, is not genuine, and no crash',
    async check() {
      const { timestamp } = generateSignature(PARTNER);
      for (const signature of [undefined, null, '', 'é'.repeat(44)])
        expect(confirmSignature(PARTNER, timestamp, signature)).toBe(false);
    },
  },
  {
    title: 'P18: SmartSelfie Compare is there',
    async check({ ours }) {
      const pictures = { selfie: SELFIE, comparison: LIVENESS[0] ?? '', liveness: LIVENESS.slice(0, 4) };
      const compared = await ours.compareSelfies({ ...JOB, ...pictures, comparisonType: 'PORTRAIT' });
      expect(compared.report).toMatchObject({ status: 'final', result: { code: '0840' } });
    },
  },
];

describe("The defects of the vendor's Python SDK are absent, too", () => {
  it.each(CASES.map((each) => [each.title, each] as const))('%s', (_, { quirks = {}, answers = {}, check }) =>
    withBothSides({ quirks, answer: ({ method, path }) => answers[method] ?? answers[path] }, (sides) => check(sides)),
  );
});
