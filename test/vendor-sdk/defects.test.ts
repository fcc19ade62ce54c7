import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { createSmileId } from '../../smile-id/smile-id.ts';
import { withFolder } from '../media/pictures.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { environmentFor, withBothSides, withVendor } from './both-sides.ts';
import type { OwnAnswer } from './recording-front.ts';
import {
  BACK,
  FRONT,
  hashOfFile,
  LIVENESS,
  lastArchive,
  paramsOf,
  registrationOf,
  SELFIE,
  VENDOR_SELFIE,
} from './submissions.ts';
import { watchProgram } from './synchronous-reads.ts';
import { startVendor, VENDOR_PROGRAM } from './vendor-process.ts';

/** The package polls this often before it gives up, if ever. */
const VENDOR_QUERIES = 22;
/** 4 s become 20 ms. */
const HURRY = 200;
const KENYAN = { country: 'KE', id_type: 'NATIONAL_ID', id_number: '12345670', first_name: 'Wanjiku' };

const pollFor = (jobId: string, own = {}) =>
  ({
    method: 'submit_job',
    given: [paramsOf(jobId, 4, own), [VENDOR_SELFIE], {}, { return_job_status: true }],
  }) as const;

const inJobStatus = (own: OwnAnswer) => ({
  answer: ({ path }: { path: string }) => (path === '/v1/job_status' ? own : undefined),
});

/** Resolves when the simulator has reported a result of a job. */
async function resultOf(simulator: Simulator, jobId: string): Promise<void> {
  await simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.jobId === jobId, { afterSeq: 0 });
}

describe("The defects of the vendor's JavaScript SDK are absent", () => {
  it('J1: liveness pictures and the back of a document, given as files, reach the server, and no path does', () =>
    withBothSides({}, async ({ vendor, ours, front }) => {
      const images = [
        VENDOR_SELFIE,
        { image_type_id: 1, image: FRONT },
        { image_type_id: 5, image: BACK },
        ...LIVENESS.map((image) => ({ image_type_id: 4, image })),
      ];
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 6), images, { country: 'KE' });
      const theirs = await lastArchive(front);
      expect(theirs.entries).toEqual(['info.json', 'selfie.jpg', 'front.jpg']);
      expect(theirs.info.images).toContainEqual({ image_type_id: 4, image: LIVENESS[0], file_name: '' });
      expect(theirs.info.images).toContainEqual({ image_type_id: 5, image: BACK, file_name: '' });

      await ours.submitJob({
        ...registrationOf('ours-1'),
        product: 'document-verification',
        idInfo: { country: 'KE' },
        liveness: LIVENESS,
        documentFront: FRONT,
        documentBack: BACK,
      });
      const own = await lastArchive(front);
      const sent = [SELFIE, FRONT, BACK, ...LIVENESS];
      expect(own.entries).toHaveLength(1 + sent.length);
      const named = own.info.images.map(({ file_name: name }: { file_name: string }) => own.hashOf(name));
      expect(await Promise.all(named)).toEqual(sent.map(hashOfFile));
      expect(JSON.stringify(own.info)).not.toContain('samples/');
    }));

  it.each([
    ['a refused key', { status: 400, body: { error: 'Invalid sec_key', code: '2305' } }, 'not-authorised', 1],
    ['an unknown job', { status: 400, body: { error: 'Job not found', code: '2304' } }, 'request-refused', 1],
    ['a path that is not there', { status: 404, body: { message: 'Not Found' } }, 'request-refused', 1],
    ['a service that is down', { status: 503, body: '<html>' }, 'unavailable', 3],
    ['answers without a genuine signature', { status: 200, body: { code: '2302' } }, 'untrusted-response', 3],
  ])('J2: polling ends at %s', (_, own, kind, mostPolls) =>
    withBothSides(inJobStatus(own), async ({ vendor, ours, front }) => {
      const polling = vendor.start('WebApi', { ...pollFor('vendor-1'), hurry: HURRY });
      await front.haveSeen('/v1/job_status', VENDOR_QUERIES + 5);
      expect(polling.hasEnded()).toBe(false);
      await polling.stop();

      const before = front.seen('/v1/job_status').length;
      const waiting = ours.submitJob(registrationOf('ours-1'), { wait: { forMs: 3_500 } });
      await expect(waiting).rejects.toMatchObject({
        name: 'VerificationFailure',
        kind,
        smileJobId: expect.any(String),
      });
      expect(front.seen('/v1/job_status').length - before).toBeLessThanOrEqual(mostPolls);
    }),
  );

  it('J3: "no zip" in the legacy signature means not yet', () =>
    withBothSides({ quirks: { legacyHashOn2314: true } }, async ({ vendor, ours }) => {
      const own = { sandbox_scenario: 'no-zip' };
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4, own), [VENDOR_SELFIE], {});
      expect(await vendor.call('WebApi', 'get_job_status', paramsOf('vendor-1', 4), {})).toMatchObject({
        kind: 'rejected',
        name: 'RangeError',
        message: 'Invalid time value',
      });

      await ours.submitJob(registrationOf('ours-1', own));
      const job = { jobId: 'ours-1', userId: 'user-of-ours-1' };
      expect(await ours.jobStatus(job)).toMatchObject({ status: 'pending', results: [] });
    }));

  it('J4, J22: info.json holds no misc_information, so neither its missing signature nor a first name "Bill"', () =>
    withBothSides({}, async ({ vendor, ours, front }) => {
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [VENDOR_SELFIE], {});
      const { misc_information: theirs } = (await lastArchive(front)).info;
      expect(theirs.timestamp).toBeDefined();
      expect(theirs.signature).toBeUndefined();
      expect(theirs.userData.firstName).toBe('Bill');

      await ours.submitJob(registrationOf('ours-1'));
      expect(Object.keys((await lastArchive(front)).info)).toEqual(['package_information', 'images']);
    }));

  it('J5: ID data are not spread into the prep upload, where they could replace what belongs there', () =>
    withBothSides({}, async ({ vendor, ours, front }) => {
      const idInfo = { ...KENYAN, entered: 'true', callback_url: 'https://elsewhere.invalid' };
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 1), [VENDOR_SELFIE], idInfo);
      const [theirs] = front.seen('/v1/upload');
      expect(JSON.parse(theirs?.text ?? '')).toMatchObject(idInfo);

      await ours.submitJob({
        ...registrationOf('ours-1'),
        product: 'biometric-kyc',
        idInfo: { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670', firstName: 'Wanjiku' },
      });
      const [, own] = front.seen('/v1/upload');
      for (const personal of ['id_number', '12345670', 'Wanjiku']) expect(own?.text).not.toContain(personal);
      expect((await lastArchive(front)).info.id_info).toMatchObject(KENYAN);
    }));

  it('J6: two pictures whose files have the same name both arrive', () =>
    withFolder((folder) =>
      withBothSides({}, async ({ vendor, ours, front }) => {
        const document = join(folder, 'selfie.jpg');
        await copyFile(FRONT, document);
        const images = [VENDOR_SELFIE, { image_type_id: 1, image: document }];
        await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 6), images, { country: 'KE' });
        const theirs = await lastArchive(front);
        expect(theirs.entries).toEqual(['info.json', 'selfie.jpg']);
        expect(await theirs.hashOf('selfie.jpg')).toBe(hashOfFile(FRONT));

        await ours.submitJob({
          ...registrationOf('ours-1'),
          product: 'document-verification',
          idInfo: { country: 'KE' },
          documentFront: document,
        });
        const own = await lastArchive(front);
        expect(own.entries).toEqual(['info.json', 'selfie.jpg', 'id_front.jpg']);
        expect(await own.hashOf('selfie.jpg')).toBe(hashOfFile(SELFIE));
        expect(await own.hashOf('id_front.jpg')).toBe(hashOfFile(FRONT));
      }),
    ));

  it('J7: no picture is read synchronously', () =>
    withBothSides({}, async ({ vendor, front, caFile }) => {
      const call = { method: 'submit_job', given: [paramsOf('vendor-1', 4), [VENDOR_SELFIE], {}] };
      const theirs = await watchProgram(VENDOR_PROGRAM, vendor.taskOf('WebApi', call), caFile);
      expect(JSON.parse(theirs.printed)).toMatchObject({ kind: 'resolved' });
      expect(theirs.synchronousReads.join()).toMatch(/readFileSync.*zipUpFile/s);

      const task = { env: environmentFor(front.url), submission: registrationOf('ours-1') };
      const own = await watchProgram(new URL('submit-ours.mjs', import.meta.url), task, caFile);
      expect(JSON.parse(own.printed)).toMatchObject({ smileJobId: expect.any(String) });
      expect(own.synchronousReads).toEqual([]);
    }));

  it('J8: a picture that is missing burns no job_id', () =>
    withFolder((folder) =>
      withBothSides({}, async ({ vendor, ours, front, simulator }) => {
        const late = join(folder, 'late', 'selfie.jpg');
        const submit = () =>
          vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [{ image_type_id: 0, image: late }], {});
        expect(await submit()).toMatchObject({ kind: 'rejected', message: expect.stringContaining('ENOENT') });
        expect(simulator.jobs()).toMatchObject([{ jobId: 'vendor-1', state: 'awaiting-zip' }]);
        const requests = front.seen().length;
        const submission = { ...registrationOf('ours-1'), selfie: late };
        await expect(ours.submitJob(submission)).rejects.toMatchObject({ kind: 'invalid-request' });
        expect(front.seen()).toHaveLength(requests);

        await mkdir(join(folder, 'late'));
        await copyFile(SELFIE, late);
        expect(await submit()).toMatchObject({ kind: 'rejected', logged: expect.stringContaining('2215') });
        expect(await ours.submitJob(submission)).toMatchObject({ isNew: true });
      }),
    ));

  it.each([
    ['an upload that S3 refuses for now', { fault: 'server-error', on: 'upload', times: 1 }],
    ['an upload whose URL expires on the way', { fault: 'expired-url', on: 'upload', times: 1 }],
    ['an upload URL that has expired before it is used', { fault: 'expired-url', on: 'prep-upload', times: 1 }],
  ] as const)('J9: %s is made good under the same job_id, and paid for once', (_, rule) => {
    const rules = ['vendor-1', 'ours-1'].map((jobId) => ({ ...rule, jobId }));
    return withBothSides({ faults: { rules } }, async ({ vendor, ours, simulator }) => {
      const submit = () => vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [VENDOR_SELFIE], {});
      expect(await submit()).toMatchObject({ kind: 'rejected' });
      expect(await submit()).toMatchObject({ kind: 'rejected', logged: expect.stringContaining('2215') });

      const { smileJobId } = await ours.submitJob(registrationOf('ours-1'));
      expect(simulator.jobs()).toMatchObject([
        { jobId: 'vendor-1', state: 'awaiting-zip', paidRuns: 0 },
        { jobId: 'ours-1', smileJobId, paidRuns: 1 },
      ]);
    });
  });

  it('J10: an upload that is answered 204 has arrived', () => {
    const answer = ({ method }: { method: string }) => (method === 'PUT' ? { status: 204 } : undefined);
    return withBothSides({ answer }, async ({ vendor, ours }) => {
      expect(await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [VENDOR_SELFIE], {})).toMatchObject({
        kind: 'rejected',
        message: 'Zip upload status code: 204',
      });
      expect(await ours.submitJob(registrationOf('ours-1'))).toMatchObject({ isNew: true });
    });
  });

  const TOKEN = { product: 'smartselfie' } as const;
  it.each([
    ['a prep upload', '/v1/upload', 'WebApi', pollFor('vendor-1'), 'outcome-unknown'],
    [
      'a job status',
      '/v1/job_status',
      'WebApi',
      { method: 'get_job_status', given: [paramsOf('vendor-1', 4), {}] },
      'unavailable',
    ],
    [
      'a lookup',
      '/v1/id_verification',
      'IDApi',
      { method: 'submit_job', given: [paramsOf('vendor-1', 5), KENYAN] },
      'outcome-unknown',
    ],
    [
      'a web token',
      '/v1/token',
      'WebApi',
      { method: 'get_web_token', given: [{ ...paramsOf('vendor-1', 4), ...TOKEN }] },
      'unavailable',
    ],
  ] as const)('J11: %s that is never answered is not waited for without end', (_, silent, className, call, kind) => {
    const answer = ({ path }: { path: string }) => (path === silent ? 'silence' : undefined);
    return withBothSides({ answer, requestTimeoutMs: 500 }, async ({ vendor, ours, front }) => {
      const hanging = vendor.start(className, call);
      await front.haveSeen(silent, 1);
      const ids = { jobId: 'ours-1', userId: 'user-of-ours-1' };
      const idInfo = { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670' };
      const calls = {
        '/v1/upload': () => ours.submitJob(registrationOf('ours-1')),
        '/v1/job_status': () => ours.jobStatus(ids),
        '/v1/id_verification': () => ours.enhancedKyc({ ...ids, idInfo }),
        '/v1/token': () => ours.webToken({ ...ids, ...TOKEN, callbackUrl: 'https://partner.invalid' }),
      };
      await expect(calls[silent]()).rejects.toMatchObject({ kind });
      // Ours has given up; the package, which asked before, still waits.
      expect(hanging.hasEnded()).toBe(false);
    });
  });

  it('J12: ID data and options that are left out are no reason to crash', () =>
    withBothSides({}, async ({ vendor, ours }) => {
      const crash = { kind: 'rejected', name: 'TypeError' };
      const params = paramsOf('vendor-1', 4);
      expect(await vendor.call('WebApi', 'submit_job', params, [VENDOR_SELFIE], null)).toMatchObject(crash);
      expect(await vendor.call('WebApi', 'submit_job', params, [VENDOR_SELFIE], {}, null)).toMatchObject(crash);

      // As from JavaScript, where nobody keeps null away.
      expect(await ours.submitJob(registrationOf('ours-1'), null as never)).toMatchObject({ isNew: true });
      const untyped = { ...registrationOf('ours-2'), idInfo: null as never };
      await expect(ours.submitJob(untyped)).rejects.toMatchObject({
        kind: 'invalid-request',
        problems: ['idInfo must be an object'],
      });
    }));

  it('J13: pictures are named for what they show, so that no type id can be of the wrong type', () =>
    withBothSides({}, async ({ vendor, ours, front }) => {
      const image = { ...VENDOR_SELFIE, image_type_id: '0' };
      expect(await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [image], {})).toMatchObject({
        kind: 'rejected',
        message: 'You need to send through at least one selfie image',
      });

      await ours.submitJob(registrationOf('ours-1'));
      expect((await lastArchive(front)).info.images).toMatchObject([{ image_type_id: 0 }]);
    }));

  it('J14: a server on this machine may speak plain http', () =>
    withBothSides({}, async ({ ours, front, caFile }) => {
      const place = { origin: front.url, callbackUrl: `${front.url}/callbacks`, caFile };
      const theirs = await withVendor(place, (vendor) =>
        vendor.call('WebApi', 'get_job_status', paramsOf('vendor-1', 4), {}),
      );
      // TLS spoken to a server that speaks none.
      expect(theirs).toMatchObject({ kind: 'rejected', logged: expect.stringContaining('EPROTO') });
      expect(front.seen()).toHaveLength(0);

      expect(await ours.submitJob(registrationOf('ours-1'))).toMatchObject({ isNew: true });
    }));

  it('J15: links to pictures come by the option that the documentation names', () =>
    withBothSides({}, async ({ vendor, ours, front, simulator }) => {
      await ours.submitJob(registrationOf('job-1'));
      await resultOf(simulator, 'job-1');
      const before = front.seen('/v1/job_status').length;
      const documented = { return_image_links: true };
      const theirs = await vendor.call('WebApi', 'get_job_status', paramsOf('job-1', 4), documented);
      expect(JSON.parse(front.seen('/v1/job_status')[before]?.text ?? '')).not.toHaveProperty('image_links');
      expect(theirs).toMatchObject({
        kind: 'resolved',
        value: expect.not.objectContaining({ image_links: expect.anything() }),
      });

      const job = { jobId: 'job-1', userId: 'user-of-job-1' };
      expect((await ours.jobStatus({ ...job, imageLinks: true })).pictures).not.toEqual([]);
      expect((await ours.jobStatus({ ...job, imageLinks: false })).pictures).toEqual([]);
    }));

  it('J16: a timestamp is signed as it is sent', () =>
    withBothSides({}, async ({ vendor, front }) => {
      const ask = async (pair: object) => {
        const body = JSON.stringify({ partner_id: '085', user_id: 'u', job_id: 'j', ...pair });
        const answer = await fetch(`${front.url}/v1/job_status`, { method: 'POST', body });
        return ((await answer.json()) as { code: string }).code;
      };
      const NOW = 1_748_000_407_809;
      const theirs = await vendor.call('Signature', 'generate_signature', NOW);
      if (theirs.kind !== 'resolved') throw new Error(theirs.message);
      expect(theirs.value.timestamp).toBe(NOW);
      expect(await ask(theirs.value)).toBe('2305');

      expect(await ask(generateSignature(PARTNER, String(NOW)))).toBe('2304');
      expect(() => generateSignature(PARTNER, NOW as never)).toThrow('timestamp must be text, as it will be sent');
    }));

  it('J17: a signature is confirmed or not, whatever it is, and only in canonical base64', () =>
    withBothSides({}, async ({ vendor }) => {
      const { timestamp, signature } = generateSignature(PARTNER);
      const wrong = [
        [timestamp, null, 'TypeError'],
        ['yesterday', signature, 'RangeError'],
        [null, signature, 'TypeError'],
      ] as const;
      for (const [time, proof, name] of wrong) {
        expect(await vendor.call('Signature', 'confirm_signature', time, proof)).toMatchObject({
          kind: 'rejected',
          name,
        });
        expect(confirmSignature(PARTNER, time, proof)).toBe(false);
      }
      // Ignored characters at the end, and another last character whose bits beyond the 32 bytes are ignored.
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
      const last = alphabet[alphabet.indexOf(signature.charAt(42)) + 1];
      for (const junk of [`${signature}!!!`, `${signature.slice(0, 42)}${last}=`]) {
        const theirs = await vendor.call('Signature', 'confirm_signature', timestamp, junk);
        expect(theirs).toEqual({ kind: 'resolved', value: true });
        expect(confirmSignature(PARTNER, timestamp, junk)).toBe(false);
      }
      expect(confirmSignature(PARTNER, timestamp, signature)).toBe(true);
    }));

  it('J18: a partner id that is a number is told by name', async () => {
    const theirs = startVendor({
      className: 'Signature',
      made: [85, PARTNER.apiKey],
      method: 'generate_signature',
      given: [],
    });
    expect(await theirs.outcome).toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/^The "data" argument/),
    });

    expect(() => generateSignature({ ...PARTNER, partnerId: 85 as never })).toThrow(
      'partnerId must be text, with its leading zeros',
    );
    const config = { ...readSmileIdConfig(environmentFor('https://smile-id.invalid')), partnerId: 85 as never };
    expect(() => createSmileId(config)).toThrow('partnerId must be text');
  });

  it('J19: an answer that is signed with another key is none', () => {
    const rules = [{ fault: 'wrong-signature', on: ['id-verification', 'business-verification'] }] as const;
    return withBothSides({ faults: { rules } }, async ({ vendor, ours }) => {
      const theirs = await vendor.call('IDApi', 'submit_job', paramsOf('vendor-1', 5), KENYAN);
      expect(theirs).toMatchObject({ kind: 'resolved', value: { ResultCode: '1012' } });

      const idInfo = { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670' };
      const asked = ours.enhancedKyc({ userId: 'user-1', idInfo, jobId: 'ours-1' });
      await expect(asked).rejects.toMatchObject({
        kind: 'outcome-unknown',
        message: expect.stringContaining('signed'),
      });
    });
  });

  it('J19: each query has a signature of its own, and its answer is verified', () => {
    const rules = [{ fault: 'wrong-signature', on: 'job-status', jobId: 'vendor-1' }] as const;
    const never = { sandbox_scenario: 'never' };
    return withBothSides({ faults: { rules } }, async ({ vendor, ours, front }) => {
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4, never), [VENDOR_SELFIE], {});
      const polled = await vendor.call('IDApi', 'pollJobStatus', paramsOf('vendor-1', 4), 2, 1);
      expect(polled).toMatchObject({ kind: 'resolved', value: { job_complete: false } });
      const asked = ours.jobStatus({ jobId: 'vendor-1', userId: 'user-of-vendor-1' });
      await expect(asked).rejects.toMatchObject({ kind: 'untrusted-response' });

      const signatures = (from: number) =>
        front
          .seen('/v1/job_status')
          .slice(from)
          .map(({ text }) => JSON.parse(text).signature);
      const [first, ...further] = signatures(0).slice(0, 3);
      expect(further).toEqual([first, first]);

      await ours.submitJob(registrationOf('ours-1', never), { wait: { forMs: 3_500 } });
      const own = signatures(4);
      expect(own.length).toBeGreaterThan(1);
      expect(new Set(own).size).toBe(own.length);
    });
  });

  it('J20: an error names what Smile ID said, and holds nothing secret or personal', () =>
    withBothSides({}, async ({ vendor, ours, front }) => {
      const idInfo = { ...KENYAN, entered: true };
      const submit = () => vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 1), [VENDOR_SELFIE], idInfo);
      await submit();
      const theirs = await submit();
      if (theirs.kind !== 'rejected') throw new Error('A job_id was taken twice.');
      expect(theirs.message).toBe('Request failed with status code 400');
      const { signature } = JSON.parse(front.seen('/v1/upload')[1]?.text ?? '');
      for (const secret of [signature, KENYAN.id_number, KENYAN.first_name]) expect(theirs.logged).toContain(secret);

      const submission = {
        ...registrationOf('vendor-1'),
        product: 'biometric-kyc',
        idInfo: { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670', firstName: 'Wanjiku' },
      } as const;
      const own = await ours.submitJob(submission).catch((error: unknown) => error);
      expect(own).toMatchObject({ kind: 'request-refused', code: '2215' });
      const { signature: ownSignature } = JSON.parse(front.seen('/v1/upload')[2]?.text ?? '');
      const logged = inspect(own, { depth: null, showHidden: true });
      for (const secret of [ownSignature, PARTNER.apiKey, KENYAN.id_number, KENYAN.first_name, SELFIE])
        expect(logged).not.toContain(secret);
    }));

  it('J21: a provisional result is told apart from a final one', () =>
    withBothSides({}, async ({ vendor, ours, simulator }) => {
      for (const [result, status] of [
        ['0', 'final'],
        ['2', 'provisional'],
      ] as const) {
        const own = { sandbox_result: result };
        const call = { ...pollFor(`vendor-${result}`, own), hurry: HURRY };
        expect(await vendor.start('WebApi', call).outcome).toMatchObject({
          kind: 'resolved',
          value: { job_complete: true, job_success: true },
        });

        const { jobId, userId } = await ours.submitJob(registrationOf(`ours-${result}`, own));
        await resultOf(simulator, jobId);
        expect(await ours.jobStatus({ jobId, userId })).toMatchObject({ status });
      }
    }));

  it('J23: a result code comes with its meaning', () =>
    withBothSides({}, async ({ vendor, ours, simulator }) => {
      const rejected = { sandbox_result: '1' };
      const theirs = await vendor.start('WebApi', { ...pollFor('vendor-1', rejected), hurry: HURRY }).outcome;
      expect(theirs).toMatchObject({ value: { result: { ResultCode: '0841' } } });

      const { jobId, userId } = await ours.submitJob(registrationOf('ours-1', rejected));
      await resultOf(simulator, jobId);
      const { result } = await ours.jobStatus({ jobId, userId });
      expect(result).toMatchObject({ code: '0841', category: 'rejected', remedy: 'new-attempt' });
    }));

  it('tells the smile_job_id of a job whose result does not come in time', () =>
    withBothSides({}, async ({ vendor, ours, simulator }) => {
      const never = { sandbox_scenario: 'never' };
      const theirs = await vendor.start('WebApi', { ...pollFor('vendor-1', never), hurry: HURRY }).outcome;
      if (theirs.kind !== 'rejected') throw new Error('A job without a result had one.');
      expect(theirs.message).toBe('Timeout waiting for job status response.');
      expect(theirs.logged).not.toContain(simulator.jobs()[0]?.smileJobId);

      const own = await ours.submitJob(registrationOf('ours-1', never), { wait: { forMs: 2_500 } });
      expect(own).toMatchObject({ smileJobId: simulator.jobs()[1]?.smileJobId, report: { status: 'pending' } });
    }));
});
