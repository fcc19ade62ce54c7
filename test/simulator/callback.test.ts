import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { signTimestamp } from '../../simulator/signature.ts';
import { readFixture, withoutVolatile } from './fixture.ts';
import { withSimulator } from './partner.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies are compared with recorded ones, not typed
type Received = { headers: http.IncomingHttpHeaders; body: any };

/** Lends a receiver that answers with these statuses in turn, the last one for ever; null: never answers. */
async function withReceiver(
  statuses: (number | null)[],
  use: (receiver: { url: string; next(): Promise<Received>; received: Received[] }) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  let read = 0;
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const status = statuses[Math.min(received.length, statuses.length - 1)] ?? null;
    received.push({ headers: request.headers, body: JSON.parse(text) });
    server.emit('callback');
    if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/smile?secret=1`;
  async function next(): Promise<Received> {
    while (received.length <= read) await once(server, 'callback');
    read += 1;
    return received[read - 1] as Received;
  }
  try {
    await use({ url, next, received });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const recordings: [string, number, string, number][] = [
  ['approved', 4, 'approve', 1],
  ['rejected', 4, 'reject', 1],
  ['rejected-quality', 4, 'reject-quality', 1],
  ['provisional-legacy', 4, 'provisional', 1],
  ['under-review', 4, 'under-review', 1],
  ['human-approved', 4, 'review-approve', 2],
  ['human-rejected', 4, 'review-reject-spoof', 2],
  ['approved', 2, 'approve', 1],
  ['rejected', 2, 'reject', 1],
  ['no-face', 2, 'no-face', 1],
  ['provisional', 2, 'provisional', 1],
  ['under-review', 2, 'under-review', 1],
  ['human-approved', 2, 'review-approve', 2],
  ['human-rejected', 2, 'review-reject', 2],
];

describe('a callback', () => {
  it.each(recordings)('%s of job type %d is what was recorded', (name, job_type, sandbox_scenario, nth) =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
        if (job_type === 2) simulator.enrol('user-1');
        await partner.submit({ job_type, sandbox_scenario }, undefined, { callback_url: url });
        let callback = await next();
        if (nth === 2) callback = await next();
        const product = job_type === 2 ? 'authentication' : 'registration';
        const recorded = readFixture(`callback.smartselfie-${product}.${name}`);
        const { body, headers } = callback;
        expect(headers['content-type']).toBe('application/json');
        expect(Object.keys(body)).toEqual(Object.keys(recorded));
        expect(Object.keys(body.Actions)).toEqual(Object.keys(recorded.Actions));
        expect(withoutVolatile(body)).toEqual(withoutVolatile(recorded));
        expect(body.PartnerParams).toEqual({ job_id: 'job-1', user_id: 'user-1', job_type, sandbox_scenario });
        expect(body.signature).toBe(signTimestamp('a-test-api-key', '085', body.timestamp));
      }),
    ),
  );

  it('is repeated, signed anew, until it is taken', () =>
    withReceiver([500, 302, 204], ({ url, next, received }) =>
      withSimulator({ callbacks: { retryDelaysMs: [20, 20, 20] } }, async (simulator, partner) => {
        const taken = simulator.nextJournalEntry((entry) => entry.kind === 'callback' && entry.httpStatus === 204);
        await partner.submit({}, undefined, { callback_url: url });
        await next();
        await next();
        expect(await taken).toMatchObject({ jobId: 'job-1', resultCode: '0840', attempt: 3 });
        const attempts = simulator.journal().filter((entry) => entry.kind === 'callback');
        expect(attempts).toMatchObject([{ httpStatus: 500 }, { httpStatus: 302 }, { httpStatus: 204 }]);
        expect(new Set(received.map(({ body }) => body.signature)).size).toBe(3);
      }),
    ));

  it('is given up after the last retry', () =>
    withReceiver([503], ({ url, received }) =>
      withSimulator({ callbacks: { retryDelaysMs: [1] } }, async (simulator, partner) => {
        const last = simulator.nextJournalEntry((entry) => entry.kind === 'callback' && entry.attempt === 2);
        await partner.submit({}, undefined, { callback_url: url });
        await last;
        expect(received).toHaveLength(2);
      }),
    ));

  it('times out on a receiver that does not answer', () =>
    withReceiver([null], ({ url }) =>
      withSimulator({ callbacks: { timeoutMs: 50, retryDelaysMs: [] } }, async (simulator, partner) => {
        const attempt = simulator.nextJournalEntry((entry) => entry.kind === 'callback');
        await partner.submit({}, undefined, { callback_url: url });
        expect(await attempt).toMatchObject({ attempt: 1, error: 'TimeoutError' });
      }),
    ));

  it('to an address that is none fails without harm', () =>
    withSimulator({ callbacks: { retryDelaysMs: [] } }, async (simulator, partner) => {
      const attempt = simulator.nextJournalEntry((entry) => entry.kind === 'callback');
      await partner.submit({}, undefined, { callback_url: 'www.default_callback.com' });
      expect(await attempt).toMatchObject({ error: expect.any(String) });
      expect((await partner.status()).body.job_complete).toBe(true);
    }));

  it('in flight is dropped when the simulator closes', () =>
    withReceiver([null], async ({ url, next }) => {
      await withSimulator({}, async (_simulator, partner) => {
        await partner.submit({}, undefined, { callback_url: url });
        await next();
      });
    }));

  it('says whether it is final under the quirk', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ quirks: { finalityInCallbacks: true } }, async (_simulator, partner) => {
        await partner.submit({ sandbox_scenario: 'provisional' }, undefined, { callback_url: url });
        const { body } = await next();
        expect(body).toMatchObject({ ResultType: 'SAIA', IsFinalResult: 'false', IsMachineResult: 'true' });
      }),
    ));
});
