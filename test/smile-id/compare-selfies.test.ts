import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { CompareRequest, PicturePart } from '../../smile-id/compare-selfies.ts';
import { isGenuine } from '../../smile-id/signature.ts';
import { clientsAt } from './client.ts';
import { fixture, KEYS } from './fixture.ts';
import { withServer, withSockets } from './server.ts';

const NOW = Date.UTC(2025, 4, 23, 11, 49, 58);
const { withAnswer, withClient } = clientsAt(NOW);

interface DocumentedPart {
  readonly name: string;
  readonly value?: string;
  readonly contentType?: string;
}

const DOCUMENTED = fixture<{ parts: DocumentedPart[] }>('smart-selfie-compare.request.json').parts;

/** Pictures that tell when they are opened, and how many are open at once. */
function pictures(bytes = 1_000) {
  const opened: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const sources: Readable[] = [];
  const part = (name: string): PicturePart => ({
    bytes,
    open: () => {
      opened.push(name);
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      const source = Readable.from([Buffer.alloc(bytes, name)]);
      source.once('close', () => {
        open -= 1;
      });
      sources.push(source);
      return source;
    },
  });
  return { part, opened, sources, mostOpen: () => mostOpen };
}

function request(part: (name: string) => PicturePart, change: Partial<CompareRequest> = {}): CompareRequest {
  return {
    jobId: 'job_cmp_0001',
    userId: 'user_fay_0006',
    partnerParams: {},
    selfie: part('selfie'),
    comparison: part('comparison'),
    comparisonType: 'ID_PHOTO',
    liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => part(`liveness ${number}`)),
    allowNewEnroll: false,
    callbackUrl: 'https://partner.example.com/webhooks/smile-id',
    ...change,
  };
}

describe('compareSelfies', () => {
  it('sends the documented parts in the documented order, with an exact length', async () => {
    const { part } = pictures();
    await withAnswer(200, fixture('smart-selfie-compare.response.match.json'), async (client, seen) => {
      await client.compareSelfies(request(part));
      const [sent] = seen;
      expect([sent?.method, sent?.url]).toEqual(['POST', '/v2/smart-selfie-compare']);
      expect(sent?.headers['content-length']).toBe(String(sent?.body.length));
      expect(sent?.headers['transfer-encoding']).toBeUndefined();
      const form = await new Response(new Uint8Array(sent?.body ?? []), {
        headers: { 'content-type': sent?.headers['content-type'] ?? '' },
      }).formData();
      expect([...form.keys()]).toEqual(DOCUMENTED.map(({ name }) => name));
      for (const [index, [, value]] of [...form.entries()].entries()) {
        const documented = DOCUMENTED[index];
        if (typeof value !== 'string') expect(value.type).toBe(documented?.contentType);
        else if (documented?.name !== 'partner_params') expect(value).toBe(documented?.value);
      }
      expect(JSON.parse(String(form.get('partner_params')))).toEqual({
        job_id: 'job_cmp_0001',
        user_id: 'user_fay_0006',
        job_type: '3',
      });
      const [selfie] = form.getAll('selfie_image') as unknown as Blob[];
      expect(Buffer.from((await selfie?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(Buffer.alloc(1_000, 'selfie'));
    });
  });

  it('signs in the headers, with exactly three digits of a second', async () => {
    await withAnswer(200, fixture('smart-selfie-compare.response.match.json'), async (client, seen) => {
      await client.compareSelfies(request(pictures().part));
      const headers = seen[0]?.headers ?? {};
      expect(headers['smileid-partner-id']).toBe('085');
      expect(headers['smileid-timestamp']).toBe(new Date(NOW).toISOString());
      expect(isGenuine(KEYS, headers['smileid-timestamp'], headers['smileid-request-signature'])).toBe(true);
    });
  });

  it('gives a comparison, with its ten pictures, longer than a request', async () => {
    const answer = JSON.stringify(fixture('smart-selfie-compare.response.match.json'));
    await withServer(
      (asked, response) => asked.resume().on('end', () => setTimeout(() => response.end(answer), 300)),
      (origin) =>
        withClient(
          origin,
          async (client) => {
            expect(await client.compareSelfies(request(pictures().part))).toMatchObject({ kind: 'answered' });
          },
          { requestTimeoutMs: 100 },
        ),
    );
  });

  it('streams one picture after the other', async () => {
    const { part, opened, mostOpen } = pictures(300_000);
    await withAnswer(200, fixture('smart-selfie-compare.response.match.json'), async (client) => {
      const asked = request(part);
      expect(opened).toEqual([]);
      await client.compareSelfies(asked);
      expect(opened).toHaveLength(10);
      expect(opened.slice(0, 2)).toEqual(['selfie', 'comparison']);
      expect(mostOpen()).toBeLessThanOrEqual(2);
    });
  });

  it.each([
    ['match', '0840', 'Match'],
    ['no-match', '0841', 'No Match'],
    ['identical', '0941', 'No Match - The compared images are identical.'],
  ])('reads the documented answer %s', async (name, code, text) => {
    await withAnswer(200, fixture(`smart-selfie-compare.response.${name}.json`), async (client) => {
      expect(await client.compareSelfies(request(pictures().part))).toMatchObject({
        kind: 'answered',
        message: {
          code,
          text,
          smileJobId: undefined,
          declaredFinal: true,
          fromReviewer: false,
          confidence: undefined,
        },
      });
    });
  });

  it.each([
    ['about another job', { partner_params: { job_id: 'job_of_somebody' } }],
    ['without a code', { code: undefined }],
  ])('does not know what became of a request whose answer is %s', async (_, change) => {
    const answer = { ...fixture('smart-selfie-compare.response.match.json'), ...change };
    await withAnswer(200, answer, async (client) => {
      await expect(client.compareSelfies(request(pictures().part))).rejects.toMatchObject({ kind: 'outcome-unknown' });
    });
  });

  it.each([
    ['error.compare.2201.json', 'outcome-unknown'],
    ['error.compare.2205.json', 'not-authorised'],
    ['error.compare.2209.json', 'user-state'],
    ['error.compare.2413.json', 'request-refused'],
    ['error.compare.2413-liveness.json', 'request-refused'],
  ])('names who must act on %s', async (file, kind) => {
    await withAnswer(400, fixture(file), async (client) => {
      await expect(client.compareSelfies(request(pictures().part))).rejects.toMatchObject({ kind });
    });
  });

  it('calls 2215 an existing job', async () => {
    await withAnswer(400, fixture('error.compare.2215.json'), async (client) => {
      expect(await client.compareSelfies(request(pictures().part))).toEqual({ kind: 'job-exists' });
    });
  });

  it('leaves no picture open when the connection breaks in the middle', async () => {
    const { part, sources } = pictures(2_000_000);
    await withSockets(
      (socket) => socket.once('data', () => socket.destroy()),
      (origin) =>
        withClient(origin, (client) =>
          expect(client.compareSelfies(request(part))).rejects.toMatchObject({ kind: 'outcome-unknown' }),
        ),
    );
    await Promise.all(
      sources.map((source) => source.closed || new Promise((resolve) => source.once('close', resolve))),
    );
    expect(sources.length).toBeLessThan(10);
  });

  it('sends nothing more when a picture cannot be read', async () => {
    const { part } = pictures();
    const broken: PicturePart = {
      bytes: 1_000,
      open: () =>
        new Readable({
          read() {
            this.destroy(new Error('the disk is gone'));
          },
        }),
    };
    await withServer(
      () => undefined,
      (origin) =>
        withClient(origin, (client) =>
          expect(client.compareSelfies(request(part, { comparison: broken }))).rejects.toMatchObject({
            name: 'VerificationFailure',
          }),
        ),
    );
  });

  it('is unavailable, and nothing was sent, where nobody listens', async () => {
    const gone = await withServer(
      () => undefined,
      async (origin) => origin,
    );
    await withClient(gone, (client) =>
      expect(client.compareSelfies(request(pictures().part))).rejects.toMatchObject({ kind: 'unavailable' }),
    );
  });
});
