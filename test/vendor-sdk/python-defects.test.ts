import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
import { sample, withFolder } from '../media/pictures.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { type BothSides, type Circumstances, withBothSides } from './both-sides.ts';
import { itWithPython } from './it-with-python.ts';
import { type PythonCall, type PythonVendor, withPythonVendor } from './python-vendor.ts';
import type { Front, OwnAnswer } from './recording-front.ts';
import { FRONT, hashOfFile, LIVENESS, lastArchive, paramsOf, registrationOf, SELFIE } from './submissions.ts';

type Sides = Pick<BothSides, 'ours' | 'front' | 'simulator'>;

interface Case {
  readonly title: string;
  readonly circumstances?: Circumstances;
  /** What the vendor's package does. */
  theirs(sides: Sides & { readonly vendor: PythonVendor }): Promise<void>;
  /** What is done here, at the same front and simulator. */
  ours(sides: Sides): Promise<void>;
}

const JOB = { jobId: 'ours-1', userId: 'user-of-ours-1' };
const KENYAN = { country: 'KE', id_type: 'NATIONAL_ID', id_number: '12345670' };
const REFUSAL = '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>No</Message></Error>';
const GATEWAY_ERROR = '<html>Bad Gateway</html>';
const PICTURE = { image_type_id: 0, file_name: SELFIE };
const BY_CALLBACK = { return_job_status: false };
const BY_STATUS = { return_job_status: true };

/** A registration with the vendor's package, which does not wait for the result. */
function submitted(jobId: string, images: readonly object[] = [PICTURE], own = {}): PythonCall {
  return ['submit_job', paramsOf(jobId, 4, own), images, {}, BY_CALLBACK];
}

/** What is answered instead, by path; upload URLs all count as PUT. */
function answering(answers: { readonly [pathOrPut: string]: OwnAnswer }): Circumstances {
  return { answer: ({ method, path }) => answers[method] ?? answers[path] };
}

function fieldsSent(front: Front, path: string, field: string): readonly unknown[] {
  return front.seen(path).map(({ text }) => JSON.parse(text)[field]);
}

/** What a class of the vendor's package offers. */
async function membersOf(vendor: PythonVendor, className: 'WebApi' | 'IdApi'): Promise<readonly string[]> {
  const listed = await vendor.call(className, '__dir__');
  if (listed.kind !== 'resolved') throw new Error(listed.message);
  return (listed.value as string[]).filter((name) => !name.startsWith('_')).sort();
}

const CASES: readonly Case[] = [
  {
    title: 'P1: every request has a signature of its own',
    async theirs({ vendor, front }) {
      const polled: PythonCall = ['submit_job', paramsOf('vendor-2', 4), [PICTURE], {}, BY_STATUS];
      await vendor.calls('WebApi', [submitted('vendor-1'), polled], { hurry: 20 });
      const signed = ['/v1/upload', '/v1/job_status'].flatMap((path) => fieldsSent(front, path, 'signature'));
      expect(signed.length).toBeGreaterThanOrEqual(3);
      expect(new Set(signed).size).toBe(1);
    },
    async ours({ ours, front }) {
      const before = front.seen().length;
      await ours.submitJob(registrationOf('ours-1'));
      await ours.jobStatus(JOB);
      const signed = front.seen().filter(({ method }, n) => n >= before && method === 'POST');
      expect(new Set(signed.map(({ text }) => JSON.parse(text).signature)).size).toBe(2);
    },
  },
  {
    title: 'P2: pictures given as base64 make one entry each, under names of their own',
    async theirs({ vendor, front }) {
      const [first, ...others] = [SELFIE, ...LIVENESS].map((path) => sample(path).toString('base64'));
      const images = [{ image_type_id: 2, image: first }, ...others.map((image) => ({ image_type_id: 6, image }))];
      await vendor.call('WebApi', ...submitted('vendor-1', images));
      const { entries, info } = await lastArchive(front);
      expect(info.images).toEqual(images.map((image) => ({ ...image, file_name: '' })));
      // The pictures are in info.json, these beside it are remnants of their text.
      expect(entries).toEqual(['info.json', ...Array(9).fill('base64imgString')]);
    },
    async ours({ ours, front }) {
      const [selfie, ...liveness] = [SELFIE, ...LIVENESS].map((path) => ({
        base64: sample(path).toString('base64'),
      }));
      if (selfie === undefined) throw new Error('There is no selfie.');
      await ours.submitJob({ ...registrationOf('ours-1'), selfie, liveness });
      const { entries, info } = await lastArchive(front);
      expect(entries).toEqual(['info.json', 'selfie.jpg', ...liveness.map((_, n) => `liveness_0${n + 1}.jpg`)]);
      expect(info.images).toHaveLength(9);
    },
  },
  {
    title: 'P3: the upload URL stays out of the archive',
    async theirs({ vendor, front }) {
      await vendor.call('WebApi', ...submitted('vendor-1'));
      expect((await lastArchive(front)).info.server_information).toMatch(/^http.*\/videos\//);
    },
    async ours({ ours, front }) {
      await ours.submitJob(registrationOf('ours-1'));
      expect(JSON.stringify((await lastArchive(front)).info)).not.toContain('/videos/');
    },
  },
  {
    title: 'P4: a callback URL of one job goes with that job',
    async theirs({ vendor, front }) {
      const options = { ...BY_CALLBACK, optional_callback: 'https://partner.invalid/one' };
      await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [PICTURE], {}, options);
      expect(fieldsSent(front, '/v1/upload', 'callback_url')).toEqual([`${front.url}/callbacks`]);
      expect((await lastArchive(front)).info.misc_information.callback_url).toBe(`${front.url}/callbacks`);
    },
    async ours({ ours, front }) {
      await ours.submitJob({ ...registrationOf('ours-1'), callbackUrl: 'https://partner.invalid/one' });
      expect(fieldsSent(front, '/v1/upload', 'callback_url').at(-1)).toBe('https://partner.invalid/one');
    },
  },
  {
    title: 'P5: an error of S3 is told by its word, though it is XML',
    circumstances: answering({ PUT: { status: 403, body: REFUSAL } }),
    async theirs({ vendor }) {
      const sent = await vendor.call('WebApi', ...submitted('vendor-1'));
      expect(sent).toMatchObject({ kind: 'rejected', name: 'JSONDecodeError' });
      expect(JSON.stringify(sent)).not.toMatch(/403|SignatureDoesNotMatch/);
    },
    async ours({ ours }) {
      await expect(ours.submitJob(registrationOf('ours-1'))).rejects.toMatchObject({
        kind: 'request-refused',
        httpStatus: 403,
        message: expect.stringContaining('SignatureDoesNotMatch'),
      });
    },
  },
  {
    title: 'P5: an error of a gateway is told by its HTTP status, though it is HTML',
    circumstances: answering({
      '/v1/upload': { status: 502, body: GATEWAY_ERROR },
      '/v1/job_status': { status: 502, body: GATEWAY_ERROR },
    }),
    async theirs({ vendor }) {
      const asked = await Promise.all([
        vendor.call('WebApi', ...submitted('vendor-1')),
        vendor.call('Utilities', 'get_job_status', paramsOf('vendor-1', 4), {}),
      ]);
      for (const outcome of asked) {
        expect(outcome).toMatchObject({ kind: 'rejected', name: 'JSONDecodeError' });
        expect(JSON.stringify(outcome)).not.toMatch(/502|Bad Gateway/);
      }
    },
    async ours({ ours }) {
      await expect(ours.jobStatus(JOB)).rejects.toMatchObject({ kind: 'unavailable', httpStatus: 502 });
    },
  },
  {
    title: 'P6: ID data that are left out are no reason to crash, or to send a job without them',
    async theirs({ vendor, front }) {
      const submit = (jobId: string, jobType: number, idInfo: object | null): PythonCall => [
        'submit_job',
        paramsOf(jobId, jobType),
        [PICTURE],
        idInfo,
        BY_CALLBACK,
      ];
      const [registration, kyc, emptyKyc] = await vendor.calls('WebApi', [
        submit('vendor-1', 4, null),
        submit('vendor-2', 1, null),
        submit('vendor-3', 1, {}),
      ]);
      for (const outcome of [registration, kyc])
        expect(outcome).toMatchObject({ kind: 'rejected', name: 'AttributeError' });
      expect(emptyKyc).toMatchObject({ kind: 'resolved', value: { success: true } });
      const { id_info: sent } = (await lastArchive(front)).info;
      expect(sent).toMatchObject({ country: null, id_type: null, id_number: null, entered: false });
    },
    async ours({ ours, front }) {
      const before = front.seen().length;
      // As from JavaScript, where nobody keeps null away.
      for (const idInfo of [null as never, {}]) {
        const asked = ours.submitJob({ ...registrationOf('ours-1'), product: 'biometric-kyc', idInfo });
        await expect(asked).rejects.toMatchObject({
          kind: 'invalid-request',
          problems: expect.arrayContaining([expect.stringContaining('idInfo')]),
        });
      }
      expect(front.seen()).toHaveLength(before);
      expect(await ours.submitJob(registrationOf('ours-2'))).toMatchObject({ isNew: true });
    },
  },
  {
    title: 'P7: Biometric KYC with neither a number nor a picture of the card is refused before it is sent',
    async theirs({ vendor, simulator }) {
      const idInfo = { country: 'KE', id_type: 'NATIONAL_ID' };
      const params = paramsOf('vendor-1', 1);
      const sent = await vendor.call('WebApi', 'submit_job', params, [PICTURE], idInfo, BY_CALLBACK);
      expect(sent).toMatchObject({ kind: 'resolved', value: { success: true } });
      expect(simulator.jobs()).toMatchObject([{ jobId: 'vendor-1' }]);
    },
    async ours({ ours, front }) {
      const before = front.seen().length;
      const idInfo = { country: 'KE', idType: 'NATIONAL_ID' };
      const asked = ours.submitJob({ ...registrationOf('ours-1'), product: 'biometric-kyc', idInfo });
      await expect(asked).rejects.toMatchObject({ problems: [expect.stringContaining('idInfo.idNumber is missing')] });
      expect(front.seen()).toHaveLength(before);
    },
  },
  {
    title: 'P8: the status of a job can be read without naming its type',
    async theirs({ vendor, front }) {
      const { user_id, job_id } = paramsOf('vendor-1', 4);
      expect(await vendor.call('Utilities', 'get_job_status', { user_id, job_id }, {})).toMatchObject({
        kind: 'rejected',
        name: 'ValueError',
        message: 'Please ensure job_type is a number',
      });
      expect(front.seen()).toEqual([]);
    },
    async ours({ ours, simulator }) {
      await ours.submitJob(registrationOf('ours-1'));
      await simulator.nextJournalEntry(({ kind }) => kind === 'result', { afterSeq: 0 });
      expect(await ours.jobStatus(JOB)).toMatchObject({ status: 'final', result: { category: 'approved' } });
    },
  },
  {
    title: 'P9: options that leave one out lose no job that has been sent',
    async theirs({ vendor, simulator }) {
      const options = { return_history: true };
      const sent = await vendor.call('WebApi', 'submit_job', paramsOf('vendor-1', 4), [PICTURE], {}, options);
      expect(sent).toMatchObject({ kind: 'rejected', name: 'KeyError', message: "'return_job_status'" });
      // Sent and paid for; the caller has not even its smile_job_id.
      const [job] = simulator.jobs();
      expect(job).toMatchObject({ jobId: 'vendor-1', paidRuns: 1 });
      expect(JSON.stringify(sent)).not.toContain(job?.smileJobId);
    },
    async ours({ ours, simulator }) {
      const { smileJobId } = await ours.submitJob(registrationOf('ours-1'), {});
      expect(simulator.jobs()).toContainEqual(expect.objectContaining({ jobId: 'ours-1', smileJobId, paidRuns: 1 }));
    },
  },
  {
    title: 'P10: a picture is a file whatever its name ends in',
    theirs: ({ vendor, front }) =>
      withFolder(async (folder) => {
        const nameless = await namelessSelfie(folder);
        await vendor.call('WebApi', ...submitted('vendor-1', [{ image_type_id: 0, file_name: nameless }]));
        const archive = await lastArchive(front);
        expect(archive.entries).toEqual(['info.json', 'upload.tmp']);
        // In the place of base64, and no file is named.
        expect(archive.info.images).toEqual([{ image_type_id: 0, image: nameless, file_name: '' }]);
      }),
    ours: ({ ours, front }) =>
      withFolder(async (folder) => {
        await ours.submitJob({ ...registrationOf('ours-1'), selfie: await namelessSelfie(folder) });
        const archive = await lastArchive(front);
        expect(archive.info.images).toEqual([{ image_type_id: 0, image: '', file_name: 'selfie.jpg' }]);
        expect(await archive.hashOf('selfie.jpg')).toBe(hashOfFile(SELFIE));
      }),
  },
  {
    title: 'P11: two pictures whose files have the same name both arrive',
    theirs: ({ vendor, front }) =>
      withFolder(async (folder) => {
        const card = { image_type_id: 1, file_name: await cardNamedSelfie(folder) };
        const params = paramsOf('vendor-1', 6);
        await vendor.call('WebApi', 'submit_job', params, [PICTURE, card], { country: 'KE' }, BY_CALLBACK);
        const { entries, info } = await lastArchive(front);
        expect(entries).toEqual(['info.json', 'selfie.jpg', 'selfie.jpg']);
        expect(info.images).toMatchObject([{ file_name: 'selfie.jpg' }, { file_name: 'selfie.jpg' }]);
      }),
    ours: ({ ours, front }) =>
      withFolder(async (folder) => {
        await ours.submitJob({
          ...registrationOf('ours-1'),
          product: 'document-verification',
          idInfo: { country: 'KE' },
          documentFront: await cardNamedSelfie(folder),
        });
        const own = await lastArchive(front);
        expect(own.entries).toEqual(['info.json', 'selfie.jpg', 'id_front.jpg']);
        expect(await own.hashOf('selfie.jpg')).toBe(hashOfFile(SELFIE));
        expect(await own.hashOf('id_front.jpg')).toBe(hashOfFile(FRONT));
      }),
  },
  {
    title: 'P13: a web token that is refused is an error',
    circumstances: answering({ '/v1/token': { status: 400, body: { error: 'Invalid product.', code: '2217' } } }),
    async theirs({ vendor }) {
      expect(await vendor.call('WebApi', 'get_web_token', 'user-1', 'vendor-1', 'smartselfie')).toEqual({
        kind: 'resolved',
        value: { error: 'Invalid product.', code: '2217' },
      });
    },
    async ours({ ours }) {
      const asked = ours.webToken({ ...JOB, product: 'smartselfie', callbackUrl: 'https://partner.invalid' });
      await expect(asked).rejects.toMatchObject({ kind: 'request-refused', code: '2217' });
    },
  },
  // P14 is a branch that nothing reaches, so that nothing of it can be seen.
  {
    title: 'P15: a first poll that finds no package yet, in the legacy signature, means not yet',
    circumstances: { quirks: { legacyHashOn2314: true } },
    async theirs({ vendor, front }) {
      const params = paramsOf('vendor-1', 4, { sandbox_scenario: 'no-zip' });
      const submit: PythonCall = ['submit_job', params, [PICTURE], {}, BY_STATUS];
      expect(await vendor.calls('WebApi', [submit], { hurry: 20 })).toMatchObject([
        {
          kind: 'rejected',
          name: 'ServerError',
          message: 'Unable to confirm validity of the job_status response',
        },
      ]);
      expect(front.seen('/v1/job_status')).toHaveLength(1);
    },
    async ours({ ours }) {
      const noZip = { sandbox_scenario: 'no-zip' };
      const sent = await ours.submitJob(registrationOf('ours-1', noZip), { wait: { forMs: 2_500 } });
      expect(sent.report).toMatchObject({ status: 'pending' });
    },
  },
  {
    title: 'P16: a timestamp or a signature of any kind is genuine or not, and no crash',
    async theirs({ vendor }) {
      const { timestamp, signature } = generateSignature(PARTNER);
      const outcomes = await vendor.calls('Signature', [
        ['confirm_signature', Date.now(), signature],
        ['confirm_signature', ['now'], signature],
        ['confirm_signature', '\ud800', signature],
        ['confirm_signature', timestamp, null],
        ['confirm_signature', timestamp, 'é'.repeat(44)],
      ]);
      const crash = (name: string) => expect.objectContaining({ kind: 'rejected', name });
      const told = { kind: 'resolved', value: false };
      const crashes = ['AttributeError', 'AttributeError', 'UnicodeEncodeError'].map(crash);
      expect(outcomes).toEqual([...crashes, told, told]);
    },
    async ours() {
      const { timestamp, signature } = generateSignature(PARTNER);
      for (const wrong of [Date.now(), ['now'], '\ud800', undefined, null])
        expect(confirmSignature(PARTNER, wrong, signature)).toBe(false);
      for (const wrong of [undefined, null, '', 'é'.repeat(44)])
        expect(confirmSignature(PARTNER, timestamp, wrong)).toBe(false);
    },
  },
  {
    title: 'P17: a product has a name, so that its type cannot be of the wrong type',
    async theirs({ vendor, front }) {
      const params = { ...paramsOf('vendor-1', 4), job_type: '4' };
      expect(await vendor.call('WebApi', 'submit_job', params, [PICTURE], {}, BY_CALLBACK)).toMatchObject({
        kind: 'rejected',
        name: 'ValueError',
        message: 'Please ensure job_type is a number',
      });
      expect(front.seen()).toEqual([]);
    },
    async ours({ ours, front }) {
      await ours.submitJob(registrationOf('ours-1'));
      expect(fieldsSent(front, '/v1/upload', 'partner_params')).toMatchObject([{ job_type: 4 }]);
    },
  },
  {
    title: 'P18: an upload whose URL expires on the way is made good under the same job_id, and paid for once',
    circumstances: {
      faults: {
        rules: ['vendor-1', 'ours-1'].map((jobId) => ({ fault: 'expired-url', on: 'upload', times: 1, jobId })),
      },
    },
    async theirs({ vendor, simulator }) {
      const [failed, repeated] = await vendor.calls('WebApi', [submitted('vendor-1'), submitted('vendor-1')]);
      expect(failed).toMatchObject({ kind: 'rejected' });
      expect(repeated).toMatchObject({ name: 'ServerError', message: expect.stringContaining('2215') });
      expect(simulator.jobs()).toMatchObject([{ jobId: 'vendor-1', state: 'awaiting-zip', paidRuns: 0 }]);
    },
    async ours({ ours, simulator }) {
      const { smileJobId } = await ours.submitJob(registrationOf('ours-1'));
      expect(simulator.jobs()).toContainEqual(expect.objectContaining({ jobId: 'ours-1', smileJobId, paidRuns: 1 }));
    },
  },
  {
    title: 'P18: the answer to a look-up may come by callback',
    async theirs({ vendor }) {
      const account = ['api_key', 'partner_id', 'sid_server', 'url', 'utilities'];
      expect(await membersOf(vendor, 'IdApi')).toEqual([...account, 'submit_job'].sort());
    },
    async ours({ ours, front }) {
      const idInfo = { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670' };
      const callback = { answerByCallback: true, callbackUrl: `${front.url}/callbacks` };
      await ours.enhancedKyc({ ...JOB, idInfo, ...callback });
      await front.haveSeen('/callbacks', 1);
      expect(fieldsSent(front, '/callbacks', 'PartnerParams')).toMatchObject([{ job_id: 'ours-1' }]);
    },
  },
  {
    title: 'P18: SmartSelfie Compare is there',
    async theirs({ vendor }) {
      const offered = await membersOf(vendor, 'WebApi');
      expect(offered).toContain('get_web_token');
      expect(offered.filter((name) => name.includes('compare'))).toEqual([]);
    },
    async ours({ ours }) {
      const pictures = { selfie: SELFIE, comparison: LIVENESS[0] ?? '', liveness: LIVENESS.slice(0, 4) };
      const compared = await ours.compareSelfies({ ...JOB, ...pictures, comparisonType: 'PORTRAIT' });
      expect(compared.report).toMatchObject({ status: 'final', result: { code: '0840' } });
    },
  },
];

async function namelessSelfie(folder: string): Promise<string> {
  const path = join(folder, 'upload.tmp');
  await copyFile(SELFIE, path);
  return path;
}

async function cardNamedSelfie(folder: string): Promise<string> {
  const path = join(folder, 'selfie.jpg');
  await copyFile(FRONT, path);
  return path;
}

const KENYAN_ID = { country: 'KE', idType: 'NATIONAL_ID', idNumber: '12345670' };

/** Of the vendor's package and of ours, one call whose request is never answered, and what ours ends with. */
const SILENCES = [
  {
    what: 'a prep upload',
    path: '/v1/upload',
    theirs: ['WebApi', submitted('vendor-1')],
    ours: ({ submitJob }) => submitJob(registrationOf('ours-1')),
    kind: 'outcome-unknown',
  },
  {
    what: 'a job status',
    path: '/v1/job_status',
    theirs: ['Utilities', ['get_job_status', paramsOf('vendor-1', 4), {}]],
    ours: ({ jobStatus }) => jobStatus(JOB),
    kind: 'unavailable',
  },
  {
    what: 'a lookup',
    path: '/v1/id_verification',
    theirs: ['IdApi', ['submit_job', paramsOf('vendor-1', 5), KENYAN]],
    ours: ({ enhancedKyc }) => enhancedKyc({ ...JOB, idInfo: KENYAN_ID }),
    kind: 'outcome-unknown',
  },
] as const satisfies readonly Silence[];

interface Silence {
  readonly what: string;
  readonly path: string;
  readonly theirs: readonly [Parameters<PythonVendor['start']>[0], PythonCall];
  ours(smileId: BothSides['ours']): Promise<unknown>;
  readonly kind: string;
}

describe("The defects of the vendor's Python SDK are absent, too", () => {
  for (const { title, circumstances = {}, theirs, ours } of CASES)
    itBeside(title, circumstances, async (sides, vendor) => {
      if (vendor !== undefined) await theirs({ ...sides, vendor });
      await ours(sides);
    });

  // That the pictures and the zip are held in memory is seen from outside as little as with J7's zip.
  for (const { what, path, theirs, ours, kind } of SILENCES) {
    const circumstances = { ...answering({ [path]: 'silence' }), requestTimeoutMs: 500 };
    itBeside(
      `P12: ${what} that is never answered is not waited for without end`,
      circumstances,
      async (sides, vendor) => {
        const [className, call] = theirs;
        const hanging = vendor?.start(className, [call]);
        if (hanging !== undefined) await sides.front.haveSeen(path, 1);
        await expect(ours(sides.ours)).rejects.toMatchObject({ kind });
        // Ours has given up; the package, which asked before, still waits.
        if (hanging !== undefined) expect(hanging.hasEnded()).toBe(false);
      },
    );
  }
});

/** A test of both sides, or where the vendor's package cannot be had, of ours alone. */
function itBeside(
  title: string,
  circumstances: Circumstances,
  check: (sides: Sides, vendor: PythonVendor | undefined) => Promise<void>,
): void {
  itWithPython(
    title,
    (python) =>
      withBothSides(circumstances, (sides) => {
        const place = { origin: sides.front.url, callbackUrl: `${sides.front.url}/callbacks` };
        return withPythonVendor(python, place, (vendor) => check(sides, vendor));
      }),
    () => withBothSides(circumstances, (sides) => check(sides, undefined)),
  );
}
