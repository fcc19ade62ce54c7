import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { goodArchive, inlineArchive, jpegs, png, selfie, zipOf } from './archive.ts';
import { readFixture, withoutVolatile } from './fixture.ts';
import { withSimulator } from './partner.ts';

const info = (images: unknown) => ({ ...readFixture('info-json.smartselfie-registration.files'), images });
const selfieBytes = Buffer.from(selfie, 'base64');
const selfieFile = { image_type_id: 0, image: '', file_name: 'selfie.jpg' };
const unreadable = 'Data Invalid - Unable to extract zip file';
const corrupt = 'Data Invalid - Images corrupt or not present';
const missing = 'A required parameter is missing';

/** The size of the picture is in the frame header: an edit that leaves every marker in place. */
function withoutHeight(jpeg: Buffer): Buffer {
  const copy = Buffer.from(jpeg);
  copy.writeUInt16BE(0, copy.indexOf(Buffer.from([0xff, 0xc0])) + 5);
  return copy;
}

/** jszip would not write such a name: it is put in afterwards, at the same length. */
async function traversal(): Promise<Buffer> {
  const zip = await zipOf({ 'info.json': info([selfieFile]), 'selfie.jpg': selfieBytes, 'aa/evil.txt': 'x' });
  return Buffer.from(zip.toString('latin1').replaceAll('aa/evil.txt', '../evil.txt'), 'latin1');
}

async function bomb(): Promise<Buffer> {
  const zip = new JSZip();
  zip.file('info.json', Buffer.alloc(201 * 1024 * 1024));
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

describe('an archive', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['files beside info.json', goodArchive],
    ['pictures inside info.json', () => inlineArchive([{ image_type_id: 2, image: selfie, file_name: '' }])],
    [
      'the keys of Android: type ids as text, no image key, no package_information',
      () => zipOf({ 'info.json': { images: [{ image_type_id: '0', file_name: 's.jpg' }] }, 's.jpg': selfieBytes }),
    ],
    [
      'the published spelling Image_type_id',
      () => inlineArchive([{ Image_type_id: 2, image: selfie, file_name: null }]),
    ],
    ['a data URL', () => inlineArchive([{ image_type_id: 2, image: `data:image/jpeg;base64,${selfie}` }])],
    ['a PNG', () => inlineArchive([{ image_type_id: 2, image: png }])],
    [
      'entries nobody lists',
      () =>
        zipOf({
          'info.json': info([selfieFile]),
          'selfie.jpg': selfieBytes,
          base64imgString: 'x',
          'security_info.json': {},
        }),
    ],
    [
      'the path that the JS SDK sends instead of a liveness picture',
      () =>
        inlineArchive([
          { image_type_id: 2, image: selfie },
          { image_type_id: 4, image: '/home/me/l.jpg', file_name: '' },
        ]),
    ],
  ])('is judged with %s', (_title, archive) =>
    withSimulator({}, async (simulator, partner) => {
      await partner.finish({}, await archive());
      expect(simulator.jobs()).toMatchObject([{ paid: true, results: [{ resultCode: '0840' }] }]);
    }),
  );

  it.each<[string, string, string, () => Promise<Buffer> | Buffer]>([
    ['0001', unreadable, 'that is no zip', () => Buffer.from('hello')],
    ['0001', unreadable, 'that is empty', () => Buffer.alloc(0)],
    ['0001', unreadable, 'that is cut', async () => (await goodArchive()).subarray(0, -100)],
    ['0001', unreadable, 'without info.json', () => zipOf({ 'selfie.jpg': selfieBytes })],
    ['0001', unreadable, 'with info.json in a folder', () => zipOf({ 'upload/info.json': info([]) })],
    ['0001', unreadable, 'with an entry outside of itself', traversal],
    ['0001', unreadable, 'that inflates without end', bomb],
    [
      '0001',
      unreadable,
      'of a thousand entries',
      () => zipOf(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`${n}.txt`, 'x']))),
    ],
    ['2203', 'Invalid JSON', 'whose info.json is not JSON', () => zipOf({ 'info.json': '{' })],
    ['2203', 'Invalid JSON', 'whose images are no list', () => zipOf({ 'info.json': info({}) })],
    [
      '2203',
      'Invalid JSON',
      'with a type id that does not exist',
      () => inlineArchive([{ image_type_id: 9, image: selfie }]),
    ],
    ['2213', missing, 'without images', () => zipOf({ 'info.json': { package_information: {} } })],
    ['2213', missing, 'with an image without a type id', () => inlineArchive([{ image: selfie, file_name: '' }])],
    ['0001', corrupt, 'with a listed file that is absent', () => zipOf({ 'info.json': info([selfieFile]) })],
    [
      '0001',
      corrupt,
      'whose picture is text',
      () => zipOf({ 'info.json': info([selfieFile]), 'selfie.jpg': 'a face' }),
    ],
    [
      '0001',
      corrupt,
      'whose JPEG is cut',
      () => zipOf({ 'info.json': info([selfieFile]), 'selfie.jpg': selfieBytes.subarray(0, -2) }),
    ],
    [
      '0001',
      corrupt,
      'whose JPEG has no height',
      () => zipOf({ 'info.json': info([selfieFile]), 'selfie.jpg': withoutHeight(selfieBytes) }),
    ],
    ['0001', corrupt, 'whose PNG is cut', () => inlineArchive([{ image_type_id: 2, image: png.slice(0, 80) }])],
    ['0001', corrupt, 'whose selfie is not base64', () => inlineArchive([{ image_type_id: 2, image: 'no base64!' }])],
    ['0001', 'Data Invalid', 'without a selfie', () => inlineArchive([{ image_type_id: 6, image: jpegs[1] }])],
    ['0001', 'Data Invalid', 'without any picture', () => inlineArchive([])],
  ])('gets %s "%s" %s', (code, text, _title, archive) =>
    withSimulator({}, async (simulator, partner) => {
      await partner.finish({}, await archive());
      const { body } = await partner.status();
      expect(body).toMatchObject({
        job_complete: true,
        job_success: false,
        result: { ResultCode: code, ResultText: text, IsFinalResult: 'true' },
      });
      expect(simulator.jobs()).toMatchObject([{ paid: true }]);
      expect(simulator.journal()).toContainEqual(
        expect.objectContaining({ kind: 'warning', jobId: 'job-1', message: expect.stringContaining(text) }),
      );
    }),
  );

  it('that is unreadable is reported with the recorded steps', () =>
    withSimulator({}, async (simulator, partner) => {
      simulator.enrol('user-1');
      await partner.finish({ job_type: 2 }, Buffer.from('hello'));
      const recorded = readFixture('callback.smartselfie-authentication.zip-unreadable');
      expect((await partner.status()).body.result).toMatchObject(withoutVolatile(recorded));
    }));
});
