import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import Fastify from 'fastify';
import type { SignalOutcome } from '../../client/signal-callback.ts';
import {
  type CallbackReceiver,
  type CallbackReceiverOptions,
  createCallbackReceiver,
} from '../../gateway/callback-receiver.ts';
import type { DeadLetter } from '../../gateway/dead-letters/dead-letter.ts';
import { readPartners } from '../../smile-id/partners.ts';
import { KENYA, onePartner, SEVERAL_PARTNERS } from './partners.ts';
import { signedCallback } from './sign.ts';

const MEGABYTE = 1024 * 1024;
const RECEIVED = [200, '{"status":"received"}'];

/** A receiver for which Temporal answers what it is told to. */
function receiver(changes: Partial<CallbackReceiverOptions> = {}, outcome: SignalOutcome = 'stored') {
  const said: string[] = [];
  const say = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`);
  const signals: string[] = [];
  const created = createCallbackReceiver({
    partners: onePartner(),
    maxCallbackAgeMs: 900_000,
    logger: { info: say, warn: say, error: say },
    smileflow: {
      async signalCallback({ verificationId }) {
        signals.push(verificationId);
        return outcome;
      },
      isReachable: async () => true,
    },
    ...changes,
  });
  return { ...created, said, signals };
}

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

type Adapter = 'node' | 'express' | 'fastify';

/** Lends a server whose callback receiver is mounted as the README says. */
async function withAdapter(
  adapter: Adapter,
  { node, express: middleware, fastify }: Pick<CallbackReceiver, Adapter>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  if (adapter === 'node') return withServer(node, use);
  if (adapter === 'express') return withServer(express().use('/callbacks/smile-id', middleware), use);
  const app = Fastify();
  app.register(fastify);
  try {
    await use(await app.listen({ host: '127.0.0.1', port: 0 }));
  } finally {
    await app.close();
  }
}

async function post(url: string, body: Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  return [response.status, await response.text()];
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a callback receiver', () => {
  it('answers a body and a path as a plain function', async () => {
    const { handle, signals } = receiver({ partners: readPartners(SEVERAL_PARTNERS) });
    const answer = { status: 200, body: { status: 'received' }, verdict: 'stored' };
    expect(await handle(signedCallback('v-1'))).toEqual(answer);
    expect(await handle(signedCallback('v-1'), '/my/callbacks/smile-id/v-1')).toEqual(answer);
    const kenyan = signedCallback('v-1', {}, Date.now(), KENYA);
    expect(await handle(kenyan, '/callbacks/smile-id/kenya/v-1')).toEqual(answer);
    expect(await handle(kenyan, '/callbacks/smile-id/v-1')).toMatchObject({ status: 401 });
    expect(signals).toHaveLength(3);
  });

  it("listens in node's own server, and reads no more than it has to", async () => {
    const { node, said } = receiver({ receiveMs: 500 });
    await withServer(node, async (url) => {
      const at = `${url}/callbacks/smile-id/v-1`;
      expect(await post(at, signedCallback('v-1', { Photo: 'x'.repeat(1.5 * MEGABYTE) }))).toEqual(RECEIVED);
      expect((await fetch(at)).status).toBe(405);
      expect(await post(at, gzipSync(signedCallback('v-1')), { 'content-encoding': 'gzip' })).toEqual([
        415,
        '{"status":"not compressed, please"}',
      ]);
      const tooMuch = Buffer.alloc(2 * MEGABYTE + 1, ' ');
      expect(await statusOf(at, tooMuch, { 'content-length': String(tooMuch.length) })).toBe(413);
      expect(await statusOf(at, tooMuch, { 'transfer-encoding': 'chunked' })).toBe(413);
      expect(await dripping(url)).toMatch(/^HTTP\/1\.1 408 /);
      expect(await post(at, signedCallback('v-1'))).toEqual(RECEIVED);
    });
    expect(said.join('\n')).toContain('callback {"verdict":"refused","status":415}');
  });

  it('is middleware for Express, wherever it is mounted', async () => {
    const { express: handler, signals } = receiver();
    const app = express();
    app.use('/hooks/callbacks/smile-id', handler satisfies RequestHandler);
    app.use(express.json());
    app.post('/orders', (request, response) => void response.json(request.body));
    await withServer(app, async (url) => {
      const at = `${url}/hooks/callbacks/smile-id`;
      expect(await post(`${at}/v-1`, signedCallback('v-1'), JSON_TYPE)).toEqual(RECEIVED);
      expect(await post(at, signedCallback('v-1'), JSON_TYPE)).toEqual(RECEIVED);
      expect((await post(`${at}/v-2`, signedCallback('v-1'), JSON_TYPE))[0]).toBe(404);
      expect(await post(`${url}/orders`, Buffer.from('{"a":1}'), JSON_TYPE)).toEqual([200, '{"a":1}']);
    });
    expect(signals).toEqual(['v-1', 'v-1']);
  });

  it('says how to mount it where another middleware has read the body before', async () => {
    const { express: handler, said, signals } = receiver();
    const app = express().use(express.json()).use(handler);
    await withServer(app, async (url) => {
      expect(await post(url, signedCallback('v-1'), JSON_TYPE)).toEqual([500, '{"status":"misconfigured"}']);
    });
    expect(said.join('\n')).toMatch(/mount the callback receiver before express\.json\(\)/);
    expect(signals).toEqual([]);
  });

  it('is a plugin for fastify that leaves the parsers and limits of the others alone', async () => {
    const { fastify, said } = receiver();
    const app = Fastify({ bodyLimit: 1_000 });
    app.register(fastify, { prefix: '/hooks' });
    app.post('/orders', async (request) => request.body);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const at = `${url}/hooks/callbacks/smile-id`;
    expect(await post(`${at}/v-1`, signedCallback('v-1', { Photo: 'x'.repeat(5_000) }), JSON_TYPE)).toEqual(RECEIVED);
    expect(await post(`${at}/v-2`, signedCallback('v-1'), JSON_TYPE)).toEqual([404, '{"status":"not found"}']);
    expect(await post(`${url}/orders`, Buffer.from('{"a":1}'), JSON_TYPE)).toEqual([200, '{"a":1}']);
    expect((await post(at, gzipSync(signedCallback('v-1')), { 'content-encoding': 'gzip' }))[0]).toBe(415);
    await app.close();
    expect(said.map((line) => /"verdict":"(\w+)"/.exec(line)?.[1])).toEqual(['stored', 'misdirected', 'refused']);
  });

  it.each(['node', 'express', 'fastify'] as const)(
    'takes a callback of whatever type in %s, and no other spelling of an address for the one of the portal',
    async (adapter) => {
      const { signals, ...callbacks } = receiver({ partners: readPartners(SEVERAL_PARTNERS) });
      const genuine = signedCallback('v-1');
      await withAdapter(adapter, callbacks, async (url) => {
        for (const type of ['application/json', 'text/plain', ';;;', 'a/b/c; =', ''])
          expect(await post(`${url}/callbacks/smile-id/v-1`, genuine, { 'content-type': type })).toEqual(RECEIVED);
        for (const path of ['smile%2Did/v-2', '%73mile-id/kenya/v-1', 'smile-id/%76-1', 'smile%2Did', 'smile-id%2Fv-2'])
          expect([path, (await post(`${url}/callbacks/${path}`, genuine))[0]]).toEqual([path, 404]);
        for (const path of ['/Callbacks/Smile-ID/v-2', '/CALLBACKS/smile-id/kenya/v-1', '/callbacks/smile-id//v-2'])
          expect([path, (await post(url + path, genuine))[0]]).toEqual([path, 404]);
      });
      expect(signals).toHaveLength(5);
    },
  );

  it('says 200 to an unknown job once the given store has it, 503 where it fails, and 404 without any', async () => {
    const kept: DeadLetter[] = [];
    const store = { keep: async (letter: DeadLetter) => void kept.push(letter), close: async () => undefined };
    const full = { ...store, keep: () => Promise.reject(new Error('the disk is full')) };
    const body = signedCallback('v-1', { FullName: 'Ada' });
    expect(await receiver({ deadLetterStore: store }, 'unknown').handle(body)).toMatchObject({
      status: 200,
      verdict: 'dead-letter',
    });
    expect(kept).toMatchObject([{ verificationId: 'v-1', claim: { code: '0840' } }]);
    expect(JSON.stringify(kept)).not.toMatch(/Ada|user-in-a-callback/);
    expect(await receiver({ deadLetterStore: full }, 'unknown').handle(body)).toEqual({
      status: 503,
      body: { status: 'try again' },
      verdict: 'dead-letters-away',
    });
    expect(await receiver({}, 'unknown').handle(body)).toMatchObject({ status: 404, verdict: 'unknown' });
  });

  it('waits at its end for what has begun', async () => {
    let store: (outcome: SignalOutcome) => void = () => undefined;
    const stored = new Promise<SignalOutcome>((resolve) => {
      store = resolve;
    });
    const { handle, close } = receiver({ smileflow: { signalCallback: () => stored, isReachable: async () => true } });
    const events: string[] = [];
    const answered = handle(signedCallback('v-1')).then(() => events.push('answered'));
    const closed = close().then(() => events.push('closed'));
    store('stored');
    await Promise.all([answered, closed]);
    expect(events).toEqual(['answered', 'closed']);
  });

  it('needs a client', () => {
    const options = { partners: onePartner(), maxCallbackAgeMs: 1 };
    expect(() => createCallbackReceiver(options)).toThrow('give smileflow or client');
  });
});

/** With node's own client, which tells the answer even where the server has stopped reading. */
function statusOf(url: string, body: Buffer, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

/** What a sender is told that is busy for ever. */
async function dripping(url: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.on('error', () => undefined);
  socket.write('POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
  const sending = setInterval(() => socket.write(' '), 50);
  const received: Buffer[] = [];
  for await (const chunk of socket) received.push(chunk as Buffer);
  clearInterval(sending);
  return Buffer.concat(received).toString();
}
