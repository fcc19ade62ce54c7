import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { archiveOf, jpegs, picturesOf, selfie } from './archive.ts';
import { readFixture } from './fixture.ts';
import { credentials, withSimulator } from './partner.ts';

type Json = ReturnType<typeof readFixture>;

/** What one official component sends, in its own words (PROTOCOL 2.3, 5.1, 7.2). */
interface Form {
  /** Of an instant in the past: no component sends another form, and some use one signature for days. */
  timestamp: string;
  prepUpload: object;
  /** Made from the answer to the prep upload. */
  infoJson: (prepared: Json, proof: object) => object;
  /** Beside info.json. */
  files?: Record<string, Buffer | string>;
  /** The last letter of such a name is replaced afterwards, because no writer here writes two entries of one name. */
  twins?: string;
  jobStatus?: object;
  source: string;
}

const bytes = (image: string | undefined) => Buffer.from(image ?? '', 'base64');
const apiVersion = { buildNumber: 0, majorVersion: 2, minorVersion: 0 };
const userData = { isVerifiedProcess: false, name: '', firstName: 'Bill', email: '', countryCode: '+' };
const params = { user_id: 'user-1', job_id: 'job-1', job_type: 6 };
const front = { image_type_id: 3, image: jpegs[1], file_name: '' };
const selfieFile = { image_type_id: 0, image: '', file_name: 'selfie.jpg' };
const misc = { retry: 'false', partner_params: params, file_name: 'selfie.zip', smile_client_id: '085', userData };
const sdk = (source_sdk: string) => ({ file_name: 'selfie.zip', model_parameters: {}, source_sdk });

const forms: Record<string, Form> = {
  JavaScript: {
    timestamp: '2025-05-23T12:06:00.123Z',
    // All of id_info at the top level, and no signature in the zip.
    prepUpload: {
      ...sdk('javascript'),
      use_enrolled_image: false,
      country: 'NG',
      id_type: 'PASSPORT',
      entered: 'false',
    },
    infoJson: (prepared) => ({
      ...readFixture('info-json.sdk-javascript-3.2.1.document-verification'),
      server_information: prepared,
    }),
    files: { 'selfie.jpg': bytes(selfie) },
    jobStatus: { history: false, image_links: true },
    source: 'WebAPI - javascript',
  },
  Python: {
    timestamp: '2025-04-28T12:00:00.123456+00:00',
    prepUpload: { ...sdk('Python'), use_enrolled_image: false },
    infoJson: ({ upload_url }) => ({
      ...readFixture('info-json.sdk-python-3.0.1.document-verification'),
      server_information: upload_url,
      images: [selfieFile, front, { image_type_id: 7, image: jpegs[2], file_name: '' }],
    }),
    files: { 'selfie.jpg': bytes(selfie), base64imgStrinA: 'AAAAAA/9oACAEBAAA', base64imgStrinB: 'ABAAD//gAK' },
    twins: 'base64imgString',
    jobStatus: { history: false, image_links: false },
    source: 'WebAPI - python',
  },
  'Python without fraction': {
    timestamp: '2025-04-28T12:00:00+00:00',
    prepUpload: { ...sdk('Python'), use_enrolled_image: false },
    infoJson: ({ upload_url }, proof) => ({
      package_information: { apiVersion, language: 'python' },
      misc_information: { ...misc, ...proof },
      id_info: { country: 'NG', id_type: null, id_number: null, entered: null, first_name: null },
      images: [selfieFile, front],
      server_information: upload_url,
    }),
    files: { 'selfie.jpg': bytes(selfie) },
    source: 'WebAPI - python',
  },
  Ruby: {
    timestamp: '2022-10-27 13:25:43 +0000',
    prepUpload: sdk('Ruby'),
    infoJson: (prepared) => ({
      package_information: { apiVersion, language: 'ruby' },
      misc_information: { ...credentials('2022-10-27 13:25:44 +0000'), ...misc },
      id_info: { country: 'NG', entered: '' },
      images: [{ ...selfieFile, file_name: 'selfie.jpg' }, front, { image_type_id: 4, image: 'l.jpg', file_name: '' }],
      server_information: prepared,
    }),
    files: { 'selfie.jpg': bytes(selfie) },
    jobStatus: { image_links: true, history: true, source_sdk: 'Ruby', source_sdk_version: '2.2.4' },
    source: 'WebAPI - ruby',
  },
  PHP: {
    timestamp: '2022-10-27T13:25:43+00:00',
    // An option that was left out is null, and an empty array of PHP is a list in JSON.
    prepUpload: {
      ...sdk('php'),
      model_parameters: '',
      callback_url: null,
      partner_params: { ...params, job_type: 4 },
    },
    infoJson: (prepared, proof) => ({
      package_information: { apiVersion, language: 'php' },
      misc_information: { ...misc, ...proof },
      id_info: [],
      images: [selfieFile],
      server_information: prepared,
    }),
    files: { 'selfie.jpg': bytes(selfie) },
    jobStatus: { image_links: null, history: null, source_sdk: 'php', source_sdk_version: '5.0.1' },
    source: 'WebAPI - php',
  },
  Java: {
    timestamp: '2025-04-28T12:00:00.123456789Z',
    prepUpload: { ...sdk('java'), partner_params: { ...params, job_type: 1 } },
    infoJson: (prepared, proof) => ({
      package_information: { apiVersion, language: 'java' },
      misc_information: { ...misc, ...proof },
      id_info: { country: 'NG', id_type: 'NIN_V2', id_number: '00000000000', dob: '', entered: true },
      images: [{ image_type_id: 0, image: '', file_name: 'selfie.jpg' }],
      server_information: prepared,
    }),
    files: { 'selfie.jpg': bytes(selfie) },
    source: 'WebAPI - java',
  },
  Android: {
    timestamp: '2025-05-23T11:39:51.000Z',
    prepUpload: {
      source_sdk: 'android',
      partner_params: { ...params, job_type: 1 },
      use_enrolled_image: false,
      allow_new_enroll: 'false',
      retry: false,
      metadata: [{ name: 'client_ip', value: '127.0.0.1' }],
    },
    infoJson: () => readFixture('info-json.sdk-android-11.biometric-kyc'),
    files: {
      ...Object.fromEntries(
        jpegs.map((image, n) => [`si_${n === 0 ? 'selfie' : 'liveness'}_174800000000${n}.jpg`, bytes(image)]),
      ),
      'security_info.json': JSON.stringify({ timestamp: '2025-05-23T11:39:51.000Z', mac: 'AAAA' }),
    },
    source: 'WebAPI',
  },
  'older iOS': {
    timestamp: '1748000391000',
    prepUpload: {
      file_name: 'upload.zip',
      source_sdk: 'ios',
      allow_new_enroll: 'false',
      use_enrolled_image: false,
      retry: 'false',
    },
    infoJson: () => ({
      images: [
        { image_type_id: '0', file_name: 'selfie.jpg' },
        { image_type_id: '1', file_name: 'front.jpg' },
      ],
      id_info: { country: 'NG', entered: false },
    }),
    files: { 'selfie.jpg': bytes(selfie), 'front.jpg': bytes(jpegs[1]) },
    source: 'WebAPI',
  },
};

async function zipOf({ files = {}, twins }: Form, info: object): Promise<Buffer> {
  const zip = new JSZip();
  zip.file('info.json', `${JSON.stringify(info, null, 2)}\n`);
  for (const [name, content] of Object.entries(files)) zip.file(name, content);
  const written = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
  if (!twins) return written;
  const stem = twins.slice(0, -1);
  return Buffer.from(written.toString('latin1').replace(new RegExp(`${stem}[AB]`, 'g'), twins), 'latin1');
}

describe('the form of', () => {
  it.each(Object.keys(forms))('the %s SDK is taken from prep upload to job_status, under one signature', (name) =>
    withSimulator({ timeScale: 100 }, async (simulator, partner) => {
      const form = forms[name] as Form;
      const proof = credentials(form.timestamp);
      const request = { ...proof, smile_client_id: '085', partner_params: params, ...form.prepUpload };
      const prepared = await partner.prepare(request);
      expect([prepared.httpStatus, prepared.body.code]).toEqual([200, '2202']);
      const reported = simulator.nextJournalEntry((entry) => entry.kind === 'result' && entry.final);
      const zip = await zipOf(form, form.infoJson(prepared.body, proof));
      expect((await partner.put(prepared.body.upload_url, zip)).httpStatus).toBe(200);
      expect((await reported).partnerId).toBe('085');
      const { body } = await partner.status({ ...proof, ...form.jobStatus });
      expect(body).toMatchObject({ code: '2302', job_complete: true, job_success: true });
      expect(body.result.Source).toBe(form.source);
    }),
  );

  it('members as texts is taken where others send numbers and flags', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { httpStatus } = await partner.prepare(readFixture('prep-upload.request.string-types'));
      expect(httpStatus).toBe(200);
      const { user_id, job_id } = readFixture('job-status.request.string-flags');
      await partner.finish({ user_id, job_id: `${job_id}-2`, job_type: '6' });
      const request = { ...readFixture('job-status.request.string-flags'), job_id: `${job_id}-2` };
      const { body } = await partner.post('/v1/job_status', request);
      expect(body.result.PartnerParams.job_type).toBe(6);
      expect(body.history).toHaveLength(1);
      expect(Object.keys(body.image_links)).toEqual(['selfie_image']);
    }));

  it.each([
    [true, ['1012', '0810']],
    ['true', ['1012', '0810']],
    ['True', ['1012', '0810']],
    [false, ['0810']],
    ['false', ['0810']],
    ['False', ['0810']],
  ])(
    'an ID number that is entered, %j, decides whether the authority is asked or the ID card judged',
    (entered, codes) =>
      withSimulator({ timeScale: 100 }, async (simulator, partner) => {
        const images = [...picturesOf(1), front];
        await partner.finish({ job_type: 1 }, await archiveOf(1, { idInfo: { entered }, images }), codes.length);
        expect(simulator.jobs()[0]?.results.map(({ resultCode }) => resultCode)).toEqual(codes);
      }),
  );

  it('the web client, a token and inline pictures, is taken', () =>
    withSimulator({}, async (simulator, partner) => {
      const { job_type, ...ids } = params;
      const asked = { ...ids, partner_id: '085', product: 'doc_verification', callback_url: 'http://127.0.0.1:9/' };
      const { token } = (await partner.post('/v1/token', { ...credentials(), ...asked })).body;
      const { body } = await partner.prepare({
        token,
        smile_client_id: '085',
        partner_params: params,
        file_name: 'document_verification.zip',
        source_sdk: 'hosted_web',
      });
      expect(new URL(body.upload_url).pathname).toMatch(/\/document_verification\.zip$/);
      const reported = simulator.nextJournalEntry((entry) => entry.kind === 'result');
      const zip = new JSZip();
      const info = {
        package_information: { apiVersion, language: 'Hosted Web Integration' },
        id_info: { country: 'NG', id_type: 'PASSPORT', entered: 'true' },
        images: [{ image_type_id: 2, image: selfie, file_name: '' }, front],
      };
      zip.file('info.json', JSON.stringify(info)).file('security_info.json', '{"timestamp":"","mac":""}');
      await partner.put(body.upload_url, await zip.generateAsync({ type: 'nodebuffer' }));
      expect(await reported).toMatchObject({ resultCode: '0810' });
    }));
});
