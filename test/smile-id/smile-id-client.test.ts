import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createPackage } from '../../smile-id/package-zip.ts';
import { isGenuine, sign } from '../../smile-id/signature.ts';
import type { SmileIdClient } from '../../smile-id/smile-id-client.ts';
import { clientsAt } from './client.ts';
import { fixture, fixtureBytes, KEYS, PARTNER } from './fixture.ts';
import { withServer, withSockets } from './server.ts';

const NOW = Date.UTC(2025, 4, 23, 11, 43, 55, 120);
const { withAnswer, withClient } = clientsAt(NOW);
const JOB = { jobType: 6, jobId: 'job_docv_0001', userId: 'user_chi_0003' };
const TICKET = { ref_id: '085-0000001106-abc', smile_job_id: '0000001106', camera_config: 'null', code: '2202' };

function signedAnswer(body: object): object {
  return { timestamp: 't', signature: sign(PARTNER, 't'), ...body };
}

const failure = (kind: string, code?: string) =>
  expect.objectContaining({ name: 'VerificationFailure', kind, ...(code === undefined ? {} : { code }) });

describe('prepareUpload', () => {
  it('sends the newest documented form, freshly signed', async () => {
    const request = {
      ...JOB,
      callbackUrl: 'https://partner.example.com/webhooks/smile-id',
      partnerParams: { branch: '7', job_id: 'x' },
    };
    await withAnswer(200, fixture('prep-upload.response.document-verification.json'), async (client, seen) => {
      await client.prepareUpload(request);
      expect(seen[0]).toMatchObject({ url: '/v1/upload', headers: { 'content-type': 'application/json' } });
      const sent = JSON.parse(seen[0]?.text ?? '');
      expect(sent).toEqual({
        ...fixture<object>('prep-upload.request.document-verification.json'),
        file_name: 'selfie.zip',
        partner_params: { branch: '7', job_id: JOB.jobId, user_id: JOB.userId, job_type: 6 },
      });
    });
  });

  it('returns the URL, its end and the number of the job', async () => {
    const answer = fixture('prep-upload.response.document-verification.json');
    await withAnswer(200, answer, async (client) => {
      expect(await client.prepareUpload(JOB)).toEqual({
        kind: 'prepared',
        uploadUrl: answer.upload_url,
        expiresAtMs: Number(/Expires=(\d+)/.exec(String(answer.upload_url))?.[1]) * 1000,
        smileJobId: '0000001106',
        refId: answer.ref_id,
      });
    });
  });

  it.each([
    ['https://s3.example/p?X-Amz-Date=20250523T114355Z&X-Amz-Expires=60', Date.UTC(2025, 4, 23, 11, 44, 55)],
    ['https://s3.example/p', NOW + 15 * 60_000],
    ['https://s3.example/p?Expires=soon', NOW + 15 * 60_000],
  ])('reads the end of %s', async (upload_url, expiresAtMs) => {
    await withAnswer(200, { ...TICKET, upload_url }, async (client) => {
      expect(await client.prepareUpload(JOB)).toMatchObject({ expiresAtMs });
    });
  });

  it.each([[400], [409], [500], [200]])('calls 2215 an existing job with HTTP %d', async (status) => {
    for (const file of ['error.upload.2215.json', 'error.upload.2215-numeric-code.json']) {
      await withAnswer(status, fixtureBytes(file).toString(), async (client) => {
        expect(await client.prepareUpload(JOB)).toEqual({ kind: 'job-exists' });
      });
    }
  });

  it.each([
    ['no upload_url', TICKET],
    ['an empty upload_url', { ...TICKET, upload_url: '' }],
    ['an upload_url that is none', { ...TICKET, upload_url: 'selfie.zip' }],
    ['an upload_url in plain http to another machine', { ...TICKET, upload_url: 'http://s3.example/p' }],
    ['no number of the job', { upload_url: 'https://s3.example/p' }],
    ['HTML', '<html>'],
    ['nothing', ''],
    ['a list', []],
  ])('does not know whether the job exists after a 200 with %s', async (_, answer) => {
    await withAnswer(200, answer, async (client) => {
      await expect(client.prepareUpload(JOB)).rejects.toEqual(failure('outcome-unknown'));
    });
  });

  it.each([400, 403, 500])('believes no URL that comes with HTTP %d', async (status) => {
    const answer = { ...TICKET, upload_url: 'https://s3.example/p' };
    await withAnswer(status, answer, async (client) => {
      await expect(client.prepareUpload(JOB)).rejects.toEqual(failure(expect.any(String) as never));
    });
  });

  it.each([
    [400, fixture('error.upload.2205.json'), 'not-authorised', '2205'],
    [400, fixture('error.upload.2209.json'), 'user-state', '2209'],
    [400, fixture('error.upload.2212.json'), 'request-refused', '2212'],
    [429, fixture('error.rate-limit.2222.json'), 'rate-limited', '2222'],
    [500, fixture('error.upload.2201.json'), 'outcome-unknown', '2201'],
    [502, '<html><body>Bad Gateway</body></html>', 'outcome-unknown', undefined],
    [403, { message: 'Forbidden' }, 'not-authorised', undefined],
  ])('names HTTP %d by who must act', async (status, answer, kind, code) => {
    await withAnswer(status, answer, async (client) => {
      await expect(client.prepareUpload(JOB)).rejects.toEqual(failure(kind, code));
    });
  });

  it.each([
    ['never answers', ''],
    ['stalls after the headers', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n'],
  ])('does not know whether the job exists when the server %s', async (_, answer) => {
    await withSockets(
      (socket) => socket.write(answer),
      (origin) =>
        withClient(origin, (client) => expect(client.prepareUpload(JOB)).rejects.toEqual(failure('outcome-unknown')), {
          requestTimeoutMs: 100,
        }),
    );
  });

  it('throws the reason of the signal when it is aborted', async () => {
    const reason = new Error('shutting down');
    await withServer(
      () => {},
      (origin) =>
        withClient(origin, async (client) => {
          const controller = new AbortController();
          const rejected = client.prepareUpload(JOB, { signal: controller.signal });
          setTimeout(() => controller.abort(reason), 20);
          await expect(rejected).rejects.toBe(reason);
        }),
    );
  });
});

describe('putPackage', () => {
  const put = (client: SmileIdClient, url: string) =>
    client.putPackage(url, Readable.from([Buffer.from('zip')]), { bytes: 3 });

  it.each([[200], [201], [204]])('calls HTTP %d stored and sends the bytes to the verbatim URL', async (status) => {
    const target = "/videos/selfie.zip?Content-Type=application%2Fzip&Signature=Zm%2Fr%3D&x=a%20b+c&q=%7e'";
    await withAnswer(status, '', async (client, seen, origin) => {
      expect(await put(client, origin + target)).toEqual({ kind: 'stored' });
      expect(seen[0]).toMatchObject({
        url: target,
        text: 'zip',
        headers: { 'content-type': 'application/zip', 'content-length': '3' },
      });
    });
  });

  it('sends a package of pictures as it was made', async () => {
    const open = () => Readable.from([Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2)]);
    const made = createPackage({ images: [{ role: 'selfie', bytes: 200_000, open }] });
    const sent: number[] = [];
    let received = Buffer.alloc(0);
    await withServer(
      async (request, response) => {
        received = await buffer(request);
        response.end();
      },
      (origin) =>
        withClient(origin, async (client) => {
          const options = { bytes: made.bytes, onProgress: (bytes: number) => sent.push(bytes) };
          expect(await client.putPackage(`${origin}/p`, made.stream(), options)).toEqual({ kind: 'stored' });
        }),
    );
    expect(received.equals(await buffer(made.stream()))).toBe(true);
    expect(sent.at(-1)).toBe(made.bytes);
  });

  it('blames a picture that has not the size it was announced with', async () => {
    const open = () => Readable.from([Buffer.alloc(9)]);
    const made = createPackage({ images: [{ role: 'selfie', bytes: 10, open }] });
    await withAnswer(200, '', async (client, _, origin) => {
      const rejected = client.putPackage(`${origin}/p`, made.stream(), { bytes: made.bytes });
      await expect(rejected).rejects.toEqual(failure('invalid-request'));
    });
  });

  it.each([
    ['expired', { kind: 'url-expired' }],
    ['signature-mismatch', failure('request-refused')],
    ['slow-down', failure('unavailable')],
  ])('understands the XML of %s', async (name, outcome) => {
    const { httpStatus, body } = fixture<{ httpStatus: number; body: string }>(`s3-put.error.${name}.json`);
    await withAnswer(httpStatus, body, async (client, _, origin) => {
      expect(await put(client, `${origin}/p`).catch((error) => error)).toEqual(outcome);
    });
  });

  it.each(['ExpiredToken', 'RequestTimeTooSkewed'])('wants another URL after %s', async (code) => {
    const body = `<Error><Code>${code}</Code><Message>Later.</Message></Error>`;
    await withAnswer(403, body, async (client, _, origin) => {
      expect(await put(client, `${origin}/p`)).toEqual({ kind: 'url-expired' });
    });
  });

  it('gives an upload longer than a request', async () => {
    await withServer(
      (request, response) => request.resume().on('end', () => setTimeout(() => response.end(), 300)),
      (origin) =>
        withClient(origin, async (client) => expect(await put(client, `${origin}/p`)).toEqual({ kind: 'stored' }), {
          requestTimeoutMs: 100,
        }),
    );
  });

  it('does not know the outcome when the answer never comes', async () => {
    await withSockets(
      (socket) => socket.once('data', () => socket.destroy()),
      (origin) =>
        withClient(origin, (client) => expect(put(client, `${origin}/p`)).rejects.toEqual(failure('outcome-unknown'))),
    );
  });

  it('blames the package, without its path, when that cannot be read', async () => {
    await withAnswer(200, '', async (client, _, origin) => {
      const body = new Readable({
        read() {
          this.destroy(new Error('/pictures/ada.jpg'));
        },
      });
      const rejected = client.putPackage(`${origin}/p`, body, { bytes: 3 });
      await expect(rejected).rejects.toMatchObject({
        kind: 'unavailable',
        message: expect.not.stringContaining('ada'),
      });
    });
  });

  it('sends no picture over plain http to another machine', async () => {
    await withAnswer(200, '', async (client) => {
      const body = Readable.from([Buffer.from('zip')]);
      const rejected = client.putPackage('http://s3.example/p', body, { bytes: 3 });
      await expect(rejected).rejects.toEqual(failure('untrusted-response'));
      expect(body.destroyed).toBe(true);
    });
  });
});

describe('readJobStatus', () => {
  const QUERY = { jobId: JOB.jobId, userId: JOB.userId };

  it('asks for history and links, freshly signed', async () => {
    await withAnswer(200, fixture('job-status.response.incomplete.json'), async (client, seen) => {
      expect(await client.readJobStatus(QUERY)).toEqual({ kind: 'processing' });
      const { timestamp, signature, ...sent } = JSON.parse(seen[0]?.text ?? '');
      expect(seen[0]?.url).toBe('/v1/job_status');
      expect(sent).toEqual({
        partner_id: '085',
        user_id: QUERY.userId,
        job_id: QUERY.jobId,
        history: true,
        image_links: true,
      });
      expect(isGenuine(KEYS, timestamp, signature)).toBe(true);
    });
  });

  it('returns the reported result', async () => {
    await withAnswer(200, fixture('job-status.response.document-verification.approved.json'), async (client) => {
      expect(await client.readJobStatus(QUERY)).toMatchObject({
        kind: 'reported',
        messages: [{ code: '0810', declaredFinal: true }],
        pictures: [{ role: 'selfie' }],
      });
    });
  });

  it('verifies with every key', async () => {
    const answer = fixture('job-status.response.document-verification.approved.json');
    await withAnswer(
      200,
      answer,
      async (client) => {
        expect(await client.readJobStatus(QUERY)).toMatchObject({ kind: 'reported' });
      },
      { apiKeys: `new-key,${PARTNER.apiKey}` },
    );
    await withAnswer(
      200,
      answer,
      async (client) => {
        await expect(client.readJobStatus(QUERY)).rejects.toEqual(failure('untrusted-response'));
      },
      { apiKeys: 'new-key' },
    );
  });

  it.each([
    ['job-status.response.no-zip.json', 'no-zip'],
    ['job-status.response.no-zip-hmac.json', 'no-zip'],
    ['job-status.response.zip-not-processed.json', 'no-zip'],
    ['job-status.response.incomplete-string-result.json', 'processing'],
  ])('reads %s as %s', async (file, kind) => {
    await withAnswer(200, fixture(file), async (client) => {
      expect(await client.readJobStatus(QUERY)).toEqual({ kind });
    });
  });

  it('takes an unverifiable 2314 for "not yet" and never for more', async () => {
    const forged = { code: '2314', timestamp: '1', signature: 'x', result: { ResultCode: '0810' } };
    await withAnswer(200, forged, async (client) => {
      expect(await client.readJobStatus(QUERY)).toEqual({ kind: 'no-zip-unverified' });
    });
  });

  it.each([
    ['unsigned', { code: '2302', result: { ResultCode: '0810' } }],
    ['signed in the legacy way', fixture('job-status.response.legacy-sec-key.json')],
    [
      'about another job',
      signedAnswer({ code: '2302', result: { ResultCode: '0810', PartnerParams: { job_id: 'x' } } }),
    ],
    [
      'about another user',
      signedAnswer({ code: '2302', result: { ResultCode: '0810', PartnerParams: { user_id: 'x' } } }),
    ],
    ['without any field', signedAnswer({})],
    ['of an unknown code', signedAnswer({ code: '2399' })],
    ['no JSON', '<html>'],
    ['nested too deeply', '['.repeat(60)],
  ])('does not trust an answer that is %s', async (_, answer) => {
    await withAnswer(200, answer, async (client) => {
      await expect(client.readJobStatus(QUERY)).rejects.toEqual(failure('untrusted-response'));
    });
  });

  it.each([
    [400, fixture('error.job-status.2304.json'), 'request-refused', '2304'],
    [400, fixture('error.job-status.2305.json'), 'not-authorised', '2305'],
    [400, fixture('error.job-status.2313.json'), 'request-refused', '2313'],
    [200, signedAnswer({ code: '2301' }), 'unavailable', '2301'],
    [503, '', 'unavailable', undefined],
  ])('names HTTP %d by who must act', async (status, answer, kind, code) => {
    await withAnswer(status, answer, async (client) => {
      await expect(client.readJobStatus(QUERY)).rejects.toEqual(failure(kind, code));
    });
  });

  it('takes 2314 as an error for no package', async () => {
    await withAnswer(400, { error: 'No zip file received', code: '2314' }, async (client) => {
      expect(await client.readJobStatus(QUERY)).toEqual({ kind: 'no-zip' });
    });
  });
});

describe('fetchPicture', () => {
  it('returns the bytes', async () => {
    await withAnswer(200, 'jpeg', async (client, _, origin) => {
      expect((await client.fetchPicture(`${origin}/p?X-Amz-Signature=a%2F`)).toString()).toBe('jpeg');
    });
  });

  it.each([
    [302, 'request-refused'],
    [403, 'request-refused'],
    [500, 'unavailable'],
  ])('names HTTP %d by who must act', async (status, kind) => {
    await withAnswer(status, '', async (client, _, origin) => {
      await expect(client.fetchPicture(`${origin}/p`)).rejects.toEqual(failure(kind));
    });
  });

  it('stops at 10 MB', async () => {
    await withAnswer(200, 'x'.repeat(10_000_001), async (client, _, origin) => {
      await expect(client.fetchPicture(`${origin}/p`)).rejects.toEqual(failure('untrusted-response'));
    });
  });

  it.each([['http://pictures.example/p'], ['file:///etc/passwd'], ['ftp://127.0.0.1/p'], ['p.jpg']])(
    'does not go to %s',
    async (url) => {
      await withAnswer(200, '', async (client) => {
        await expect(client.fetchPicture(url)).rejects.toEqual(failure('untrusted-response'));
      });
    },
  );

  it('takes https only when Smile ID is not a local server', async () => {
    await withServer(
      (_, response) => response.end('jpeg'),
      (origin) =>
        withClient('https://127.0.0.1', async (client) => {
          await expect(client.fetchPicture(`${origin}/p`)).rejects.toEqual(failure('untrusted-response'));
        }),
    );
  });
});
