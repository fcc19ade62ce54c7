import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { goodArchive } from './archive.ts';
import { readFixture } from './fixture.ts';
import { registration, withSimulator } from './partner.ts';

const mismatch = readFixture('s3-put.error.signature-mismatch').body.match(/<Message>.*<\/Message>/)[0];

async function answerOf(request: http.ClientRequest): Promise<{ httpStatus: number | undefined; text: string }> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { httpStatus: response.statusCode, text };
}

describe('the upload', () => {
  it('is stored with the headers of S3 and journalled with the hash of the bytes', () =>
    withSimulator({}, async (simulator, partner) => {
      const zip = await goodArchive();
      const { stored } = await partner.submit({}, zip);
      expect(stored).toMatchObject({ httpStatus: 200, text: '' });
      expect(stored.headers.get('etag')).toBe(`"${createHash('sha256').update(zip).digest('hex')}"`);
      expect(stored.headers.get('x-amz-server-side-encryption')).toBe('AES256');
      expect(stored.headers.get('content-length')).toBe('0');
      const sha256 = createHash('sha256').update(zip).digest('hex');
      expect(simulator.journal().slice(0, 4)).toMatchObject([
        { seq: 1, kind: 'prep-upload', jobId: 'job-1' },
        { seq: 2, kind: 'upload-started', jobId: 'job-1', expectedBytes: zip.length },
        { seq: 3, kind: 'upload', jobId: 'job-1', httpStatus: 200, bytes: zip.length, sha256, used: true },
        { seq: 4, kind: 'processing-started', jobId: 'job-1', sha256 },
      ]);
    }));

  it.each<[string, (url: string) => string]>([
    ['Expires', (url) => url.replace(/Expires=\d+/, 'Expires=4102444800')],
    ['Signature', (url) => url.replace(/Signature=[^&]+/, 'Signature=AAAA')],
    ['security token', (url) => url.replace('simulator%2F', 'simulator%2Fx')],
    ['file name', (url) => url.replace('selfie.zip', 'other.zip')],
    ['list of parameters', (url) => `${url}&x=1`],
  ])('is refused when the %s of its URL was altered', (_title, alter) =>
    withSimulator({}, async (simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const { httpStatus, headers, text } = await partner.put(alter(body.upload_url), await goodArchive());
      expect(httpStatus).toBe(403);
      expect(headers.get('content-type')).toMatch(/^application\/xml/);
      expect(text).toContain('<Code>SignatureDoesNotMatch</Code>');
      expect(text).toContain(mismatch);
      expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip', paid: false }]);
    }),
  );

  it('is taken at an URL whose parameters were only spelled differently', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const url = body.upload_url.replace('application%2Fzip', 'application/zip');
      expect((await partner.put(url, await goodArchive())).httpStatus).toBe(200);
    }));

  it.each(['application/octet-stream', 'application/zip; charset=utf-8', 'zip'])(
    'is refused under the content type %s',
    (type) =>
      withSimulator({}, async (_simulator, partner) => {
        const { body } = await partner.prepare(registration());
        const { httpStatus, text } = await partner.put(body.upload_url, await goodArchive(), { 'content-type': type });
        expect([httpStatus, text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
      }),
  );

  it('is taken under any content type when the quirk says so', () =>
    withSimulator({ quirks: { strictContentType: false } }, async (_simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const stored = await partner.put(body.upload_url, await goodArchive(), { 'content-type': 'text/plain' });
      expect(stored.httpStatus).toBe(200);
    }));

  it('is refused when the URL has expired', () =>
    withSimulator({ uploadUrlLifeMs: -1000 }, async (simulator, partner) => {
      const { stored } = await partner.submit();
      expect(stored.httpStatus).toBe(403);
      const tags = (xml: string) => xml.match(/<\w+>/g);
      expect(tags(stored.text)).toEqual(tags(readFixture('s3-put.error.expired').body));
      expect(stored.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
      expect(simulator.journal().at(-1)).toMatchObject({
        kind: 'upload',
        jobId: 'job-1',
        httpStatus: 403,
        s3Code: 'AccessDenied',
      });
    }));

  it('is refused without a length', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const request = http.request(body.upload_url, { method: 'PUT', headers: { 'content-type': 'application/zip' } });
      request.write('PK');
      request.end('PK');
      const { httpStatus, text } = await answerOf(request);
      expect([httpStatus, text]).toEqual([411, expect.stringContaining('<Code>MissingContentLength</Code>')]);
    }));

  it('is refused when it announces more than 50 MB', () =>
    withSimulator({}, async (_simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const headers = { 'content-type': 'application/zip', 'content-length': 50 * 1024 * 1024 + 1 };
      const request = http.request(body.upload_url, { method: 'PUT', headers });
      request.on('error', () => {}); // the rest of the body is never sent
      request.flushHeaders();
      const { httpStatus, text } = await answerOf(request);
      request.destroy();
      expect([httpStatus, text]).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')]);
    }));

  it('that breaks off leaves the job without a zip, and the URL good for another one', () =>
    withSimulator({}, async (simulator, partner) => {
      const { body } = await partner.prepare(registration());
      const aborted = simulator.nextJournalEntry((entry) => entry.kind === 'upload-aborted');
      const started = simulator.nextJournalEntry((entry) => entry.kind === 'upload-started');
      const headers = { 'content-type': 'application/zip', 'content-length': 1000 };
      const request = http.request(body.upload_url, { method: 'PUT', headers });
      request.on('error', () => {}); // destroyed below, on purpose
      request.write(Buffer.alloc(400));
      await started;
      request.destroy();
      expect(await aborted).toMatchObject({ jobId: 'job-1', expectedBytes: 1000 });
      expect((await partner.status()).body).toMatchObject({ code: '2314', result: 'No zip file received' });
      expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip', paid: false, zipSha256: null }]);
      expect((await partner.put(body.upload_url, await goodArchive())).httpStatus).toBe(200);
    }));

  it('waits for the hook after each chunk, and is stored whole', async () => {
    const sizes: number[] = [];
    let running = 0;
    let most = 0;
    const whileUploading = async ({ receivedBytes }: { receivedBytes: number }) => {
      running += 1;
      most = Math.max(most, running);
      for (let n = 0; n < 10; n += 1) await new Promise(setImmediate);
      sizes.push(receivedBytes);
      running -= 1;
    };
    await withSimulator({ hooks: { whileUploading } }, async (simulator, partner) => {
      const zip = randomBytes(1_000_000);
      await partner.submit({}, zip);
      expect(sizes.length).toBeGreaterThan(2);
      expect(most).toBe(1);
      expect(sizes.at(-1)).toBe(zip.length);
      const sha256 = createHash('sha256').update(zip).digest('hex');
      expect(simulator.jobs()).toMatchObject([{ zipSha256: sha256 }]);
    });
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('enough');
      },
    ],
    ['rejects', () => Promise.reject(new Error('enough'))],
  ])('is broken off where the hook %s', (_title, whileUploading) =>
    withSimulator({ hooks: { whileUploading } }, async (simulator, partner) => {
      await expect(partner.submit({}, Buffer.alloc(1_000_000))).rejects.toThrow('fetch failed');
      expect(simulator.journal().at(-1)).toMatchObject({ kind: 'upload-aborted', expectedBytes: 1_000_000 });
      expect(simulator.jobs()).toMatchObject([{ state: 'awaiting-zip', zipSha256: null }]);
    }),
  );

  it('replaces one that still waits', () =>
    withSimulator({ quirks: { zipLagMs: 300 } }, async (simulator, partner) => {
      const { prepared } = await partner.submit({}, Buffer.from('not a zip'));
      expect((await partner.status()).body).toMatchObject({ code: '2314', result: 'No zip uploaded' });
      const result = simulator.nextJournalEntry((entry) => entry.kind === 'result');
      await partner.put(prepared.upload_url, await goodArchive());
      expect(await result).toMatchObject({ resultCode: '0840' });
      expect(simulator.jobs()).toMatchObject([{ paidRuns: 1 }]);
    }));

  it('is answered with 200 and ignored once another one is processed', () =>
    withSimulator({ processingMs: 3_600_000 }, async (simulator, partner) => {
      const { prepared } = await partner.submit();
      const [job] = simulator.jobs();
      expect((await partner.put(prepared.upload_url, Buffer.from('not a zip'))).httpStatus).toBe(200);
      expect(simulator.jobs()).toEqual([job]);
      expect(simulator.journal().at(-1)).toMatchObject({ kind: 'upload', httpStatus: 200, used: false });
    }));
});
