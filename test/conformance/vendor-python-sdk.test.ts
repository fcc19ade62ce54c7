import { readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { withReceiver } from '../simulator/receiver.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { itWithPython } from '../vendor-sdk/it-with-python.ts';
import { type PythonCall, type PythonVendor, withPythonVendor } from '../vendor-sdk/python-vendor.ts';
import { paramsOf } from '../vendor-sdk/submissions.ts';
import { DOCUMENT, REGISTRATION } from './pictures.ts';
import { jobsWith } from './vendor-jobs.ts';

interface Circumstances {
  readonly vendor: PythonVendor;
  readonly simulator: Simulator;
  /** What comes to the callback URL. */
  nextCallback(): Promise<{ body: { ResultCode: string } }>;
}

/** A test with the vendor's package as published, and the simulator that it talks to. */
function itWithVendor(title: string, check: (circumstances: Circumstances) => Promise<void>): void {
  itWithPython(title, (python) =>
    withReceiver([200], async ({ url: callbackUrl, next: nextCallback }) => {
      const simulator = await startSimulator({ processingMs: 0, timeScale: 100 });
      try {
        await withPythonVendor(python, { origin: simulator.url, callbackUrl }, (vendor) =>
          check({ vendor, simulator, nextCallback }),
        );
      } finally {
        await simulator.close();
      }
    }),
  );
}

const file = (type: number, path: string) => ({ image_type_id: type, file_name: path });
const base64 = (type: number, path: string) => ({ image_type_id: type, image: readFileSync(path).toString('base64') });

const SELFIE = [file(0, REGISTRATION.selfie), ...REGISTRATION.liveness.map((path) => file(4, path))];
const INLINE_SELFIE = [base64(2, REGISTRATION.selfie), ...REGISTRATION.liveness.map((path) => base64(6, path))];
const CARD = [file(1, DOCUMENT.documentFront), file(5, DOCUMENT.documentBack)];
const INLINE_CARD = [base64(3, DOCUMENT.documentFront), base64(7, DOCUMENT.documentBack)];
const PERSON = { country: 'KE', id_type: 'NATIONAL_ID', id_number: '12345670', entered: true };
const BUSINESS = { country: 'NG', id_type: 'BUSINESS_REGISTRATION', id_number: '0000000', business_type: 'co' };
const LEFT_TO_CALLBACK = { return_job_status: false };
const WAITED_FOR = { return_job_status: true, return_history: true, return_images: true };
/** Its pauses of 2 and 4 s last 100 and 200 ms. */
const HASTE = { hurry: 20 };

const JOBS = jobsWith({ SELFIE, INLINE_SELFIE, CARD, INLINE_CARD, PERSON });

/** The answer of an authority that knows the number. */
const answerTo = (jobId: string) => ({
  kind: 'resolved',
  value: { ResultCode: '1012', PartnerParams: { job_id: jobId } },
});

const warningsOf = (simulator: Simulator) => simulator.journal().filter(({ kind }) => kind === 'warning');

describe("The vendor's Python SDK, as published, against the simulator", () => {
  for (const [product, jobType, files, inline, idInfo, code] of JOBS) {
    itWithVendor(`sends a job of ${product}, and is told of its callback`, async (all) => {
      const { vendor, simulator, nextCallback } = all;
      if (jobType === 2) simulator.enrol('user-of-job-1');
      const params = paramsOf('job-1', jobType);
      const sent = await vendor.call('WebApi', 'submit_job', params, files, idInfo, LEFT_TO_CALLBACK);
      const [job] = simulator.jobs();
      expect(sent).toEqual({ kind: 'resolved', value: { success: true, smile_job_id: job?.smileJobId } });
      const codes: string[] = [];
      // Biometric KYC has one about the lookup before.
      for (let results = jobType === 1 ? 2 : 1; results > 0; results -= 1)
        codes.push((await nextCallback()).body.ResultCode);
      expect(codes).toContain(code);
      expect(warningsOf(simulator)).toEqual([]);
    });

    itWithVendor(`sends a job of ${product} in base64, and waits for its result`, async ({ vendor, simulator }) => {
      if (jobType === 2) simulator.enrol('user-of-job-1');
      const submit: PythonCall = ['submit_job', paramsOf('job-1', jobType), inline, idInfo, WAITED_FOR];
      expect(await vendor.calls('WebApi', [submit], HASTE)).toMatchObject([
        {
          kind: 'resolved',
          value: {
            job_complete: true,
            job_success: true,
            result: { ResultCode: code },
            history: [{ ResultCode: code }, ...(jobType === 1 ? [{}] : [])],
            image_links: { selfie_image: expect.stringMatching(/^http:/) },
          },
        },
      ]);
      expect(warningsOf(simulator)).toEqual([]);
    });
  }

  itWithVendor('uses the selfie on file', async ({ vendor }) => {
    const params = { ...paramsOf('job-2', 6), user_id: 'user-of-job-1' };
    const options = { ...WAITED_FOR, use_enrolled_image: true };
    const finished = await vendor.calls(
      'WebApi',
      [
        ['submit_job', paramsOf('job-1', 4), SELFIE, {}, WAITED_FOR],
        ['submit_job', params, CARD, { country: 'KE' }, options],
      ],
      HASTE,
    );
    expect(finished).toMatchObject([
      { value: { result: { ResultCode: '0840' } } },
      { value: { result: { ResultCode: '0810' } } },
    ]);
  });

  itWithVendor('reads the status of a job with history and links to pictures, and polls it', async (all) => {
    const { vendor, simulator } = all;
    const params = paramsOf('job-1', 4);
    await vendor.call('WebApi', 'submit_job', params, SELFIE, {}, LEFT_TO_CALLBACK);
    await simulator.nextJournalEntry(({ kind }) => kind === 'result', { afterSeq: 0 });
    const shown = {
      kind: 'resolved',
      value: {
        job_complete: true,
        code: '2302',
        history: [{ ResultCode: '0840' }],
        image_links: { selfie_image: expect.stringMatching(/^http:/) },
      },
    };
    expect(await vendor.call('Utilities', 'get_job_status', params, WAITED_FOR)).toMatchObject(shown);
    const poll: PythonCall = ['poll_job_status', 0, params, WAITED_FOR, null];
    expect(await vendor.calls('WebApi', [poll], HASTE)).toMatchObject([shown]);
  });

  itWithVendor('asks for Enhanced KYC, and gets the answer at once', async ({ vendor }) => {
    expect(await vendor.call('IdApi', 'submit_job', paramsOf('job-1', 5), PERSON)).toMatchObject(answerTo('job-1'));
    // The same through the other class.
    const handedOn = await vendor.call('WebApi', 'submit_job', paramsOf('job-2', 5), [], PERSON, {});
    expect(handedOn).toMatchObject(answerTo('job-2'));
  });

  itWithVendor('asks for Business Verification, and gets the answer at once', async ({ vendor }) => {
    const asked = await vendor.call('BusinessVerification', 'submit_job', paramsOf('job-1', 7), BUSINESS);
    expect(asked).toMatchObject(answerTo('job-1'));
    // The same through the other classes, which hand it on.
    const byIdApi = await vendor.call('IdApi', 'submit_job', paramsOf('job-2', 7), BUSINESS);
    expect(byIdApi).toMatchObject(answerTo('job-2'));
    const byWebApi = await vendor.call('WebApi', 'submit_job', paramsOf('job-3', 7), [], BUSINESS, {});
    expect(byWebApi).toMatchObject(answerTo('job-3'));
  });

  itWithVendor('gets a web token', async ({ vendor }) => {
    expect(await vendor.call('WebApi', 'get_web_token', 'user-1', 'job-1', 'smartselfie')).toMatchObject({
      kind: 'resolved',
      value: { success: true, token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) },
    });
  });

  itWithVendor('signs as this library does, and each confirms the other', async ({ vendor }) => {
    const { timestamp, signature } = generateSignature(PARTNER);
    const another = generateSignature({ ...PARTNER, apiKey: 'another-key' }, timestamp);
    const [theirs, same, ...confirmed] = await vendor.calls('Signature', [
      ['generate_signature'],
      ['generate_signature', timestamp],
      ['confirm_signature', timestamp, signature],
      ['confirm_signature', timestamp, another.signature],
    ]);
    if (theirs?.kind !== 'resolved') throw new Error('Nothing was signed.');
    expect(confirmSignature(PARTNER, theirs.value.timestamp, theirs.value.signature)).toBe(true);
    expect(same).toEqual({ kind: 'resolved', value: { timestamp, signature } });
    expect(confirmed).toEqual([
      { kind: 'resolved', value: true },
      { kind: 'resolved', value: false },
    ]);
  });
});
