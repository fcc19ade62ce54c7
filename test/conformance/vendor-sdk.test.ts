import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { withReceiver } from '../simulator/receiver.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { type Vendor, withVendor } from '../vendor-sdk/both-sides.ts';
import { withCertificate } from '../vendor-sdk/certificate.ts';
import { paramsOf } from '../vendor-sdk/submissions.ts';
import { startVendor } from '../vendor-sdk/vendor-process.ts';
import { DOCUMENT, REGISTRATION } from './pictures.ts';
import { jobsWith } from './vendor-jobs.ts';

interface Circumstances {
  readonly vendor: Vendor;
  readonly simulator: Simulator;
  readonly callbackUrl: string;
  /** What comes there. */
  nextCallback(): Promise<{ body: unknown }>;
}

/** Lends the vendor's package as published, and the simulator that it talks to over TLS, since it knows nothing else. */
function withVendorClient(use: (circumstances: Circumstances) => Promise<void>): Promise<void> {
  return withCertificate(({ caFile, ...tls }) =>
    withReceiver([200], async ({ url: callbackUrl, next }) => {
      const simulator = await startSimulator({ tls, processingMs: 0, timeScale: 100 });
      try {
        await withVendor({ origin: simulator.url, callbackUrl, caFile }, (vendor) =>
          use({ vendor, simulator, callbackUrl, nextCallback: next }),
        );
      } finally {
        await simulator.close();
      }
    }),
  );
}

const base64 = (path: string) => readFileSync(path).toString('base64');
/** Files where the package sends files, base64 elsewhere. */
const SELFIE = [
  { image_type_id: 0, image: REGISTRATION.selfie },
  ...REGISTRATION.liveness.map((path) => ({ image_type_id: 6, image: base64(path) })),
];
const INLINE_SELFIE = [{ image_type_id: 2, image: base64(REGISTRATION.selfie) }];
const CARD = [
  { image_type_id: 1, image: DOCUMENT.documentFront },
  { image_type_id: 7, image: base64(DOCUMENT.documentBack) },
];
const INLINE_CARD = [{ image_type_id: 3, image: base64(DOCUMENT.documentFront) }];
const PERSON = { country: 'KE', id_type: 'NATIONAL_ID', id_number: '12345670', entered: true };

const JOBS = jobsWith({ SELFIE, INLINE_SELFIE, CARD, INLINE_CARD, PERSON });

describe("The vendor's JavaScript SDK, as published, against the simulator", () => {
  it.each(JOBS)('sends a job of %s and is told of its callback', (_, jobType, images, __, idInfo, code) =>
    withVendorClient(async ({ vendor, simulator, nextCallback }) => {
      if (jobType === 2) simulator.enrol('user-of-job-1');
      const sent = await vendor.call('WebApi', 'submit_job', paramsOf('job-1', jobType), images, idInfo);
      const [job] = simulator.jobs();
      expect(sent).toEqual({ kind: 'resolved', value: { success: true, smile_job_id: job?.smileJobId } });
      const codes: unknown[] = [];
      // Biometric KYC has one about the lookup before.
      for (let results = jobType === 1 ? 2 : 1; results > 0; results -= 1)
        codes.push(((await nextCallback()).body as { ResultCode: string }).ResultCode);
      expect(codes).toContain(code);
      expect(simulator.journal().filter(({ kind }) => kind === 'warning')).toEqual([]);
    }),
  );

  it.each(JOBS)('sends a job of %s in base64 and waits for its result', (_, jobType, __, images, idInfo, code) =>
    withVendorClient(async ({ vendor, simulator }) => {
      if (jobType === 2) simulator.enrol('user-of-job-1');
      const given = [paramsOf('job-1', jobType), images, idInfo, { return_job_status: true, return_history: true }];
      const finished = await vendor.start('WebApi', { method: 'submit_job', given, hurry: 20 }).outcome;
      expect(finished).toMatchObject({
        kind: 'resolved',
        value: {
          job_complete: true,
          job_success: true,
          result: { ResultCode: code },
          history: [{ ResultCode: code }, ...(jobType === 1 ? [{}] : [])],
        },
      });
    }),
  );

  it('uses the selfie on file', () =>
    withVendorClient(async ({ vendor }) => {
      const wait = { return_job_status: true };
      const enrolled = { method: 'submit_job', given: [paramsOf('job-1', 4), INLINE_SELFIE, {}, wait], hurry: 20 };
      await vendor.start('WebApi', enrolled).outcome;
      const params = { ...paramsOf('job-2', 6), user_id: 'user-of-job-1' };
      const given = [params, INLINE_CARD, { country: 'KE' }, { ...wait, use_enrolled_image: true }];
      const finished = await vendor.start('WebApi', { method: 'submit_job', given, hurry: 20 }).outcome;
      expect(finished).toMatchObject({ kind: 'resolved', value: { result: { ResultCode: '0810' } } });
    }));

  it('reads the status of a job with history and links to pictures', () =>
    withVendorClient(async ({ vendor, simulator }) => {
      await vendor.call('WebApi', 'submit_job', paramsOf('job-1', 4), INLINE_SELFIE, {});
      await simulator.nextJournalEntry(({ kind }) => kind === 'result', { afterSeq: 0 });
      const wanted = { return_history: true, return_images: true };
      const shown = {
        kind: 'resolved',
        value: {
          job_complete: true,
          code: '2302',
          history: [{ ResultCode: '0840' }],
          image_links: { selfie_image: expect.stringMatching(/^https:/) },
        },
      };
      expect(await vendor.call('WebApi', 'get_job_status', paramsOf('job-1', 4), wanted)).toMatchObject(shown);
      expect(await vendor.call('Utilities', 'get_job_status', 'user-of-job-1', 'job-1', wanted)).toMatchObject(shown);
      const polled = await vendor.call('IDApi', 'pollJobStatus', paramsOf('job-1', 4), 1, 1, true, true);
      expect(polled).toMatchObject(shown);
    }));

  it.each([
    ['Enhanced KYC', 5, PERSON],
    [
      'Business Verification',
      7,
      { country: 'NG', id_type: 'BUSINESS_REGISTRATION', id_number: '0000000', business_type: 'co' },
    ],
  ] as const)('asks for %s, and gets the answer at once or by callback', (_, jobType, idInfo) =>
    withVendorClient(async ({ vendor, callbackUrl, nextCallback }) => {
      const result = { ResultCode: '1012', PartnerParams: { job_id: 'job-1' } };
      const direct = await vendor.call('IDApi', 'submit_job', paramsOf('job-1', jobType), idInfo);
      expect(direct).toMatchObject({ kind: 'resolved', value: result });
      // The same through the other class.
      const handedOn = await vendor.call('WebApi', 'submit_job', paramsOf('job-2', jobType), [], idInfo);
      expect(handedOn).toMatchObject({ kind: 'resolved', value: { ResultCode: '1012' } });

      const later = await vendor.call('IDApi', 'submitAsyncjob', paramsOf('job-3', jobType), idInfo, callbackUrl);
      expect(later).toEqual({ kind: 'resolved', value: { success: true } });
      expect((await nextCallback()).body).toMatchObject({ ResultCode: '1012', PartnerParams: { job_id: 'job-3' } });
    }),
  );

  it('gets a web token', () =>
    withVendorClient(async ({ vendor }) => {
      const request = { user_id: 'user-1', job_id: 'job-1', product: 'smartselfie' };
      expect(await vendor.call('WebApi', 'get_web_token', request)).toMatchObject({
        kind: 'resolved',
        value: { success: true, token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) },
      });
    }));

  it('signs as this library does, and each confirms the other', async () => {
    const { partnerId, apiKey } = PARTNER;
    const ask = (method: string, ...given: unknown[]) =>
      startVendor({ className: 'Signature', made: [partnerId, apiKey], method, given }).outcome;
    const theirs = await ask('generate_signature');
    if (theirs.kind !== 'resolved') throw new Error(theirs.message);
    expect(confirmSignature(PARTNER, theirs.value.timestamp, theirs.value.signature)).toBe(true);

    const { timestamp, signature } = generateSignature(PARTNER);
    expect(await ask('confirm_signature', timestamp, signature)).toEqual({ kind: 'resolved', value: true });
    const another = generateSignature({ ...PARTNER, apiKey: 'another-key' }, timestamp);
    expect(await ask('confirm_signature', timestamp, another.signature)).toEqual({ kind: 'resolved', value: false });
  });
});
