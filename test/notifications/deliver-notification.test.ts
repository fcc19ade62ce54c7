import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createDeliverer, type Delivered } from '../../notifications/deliver-notification.ts';
import { withServer, withSockets } from '../smile-id/server.ts';

const message = (url: string, signal?: AbortSignal) => ({
  url,
  headers: { 'webhook-id': 'msg_1' },
  body: '{"type":"ü"}',
  ...(signal === undefined ? {} : { signal }),
});

async function deliverTo(url: string, timeoutMs?: number, signal?: AbortSignal): Promise<Delivered> {
  const deliverer = createDeliverer(timeoutMs === undefined ? {} : { timeoutMs });
  try {
    return await deliverer.deliver(message(url, signal));
  } finally {
    deliverer.close();
  }
}

const deliver = (handler: RequestListener, timeoutMs?: number) =>
  withServer(handler, (origin) => deliverTo(origin, timeoutMs));

describe('Delivering a notification', () => {
  it('posts the very body with its headers, once', async () => {
    const received: unknown[] = [];
    await deliver(async (request, response) => {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const { 'content-type': type, 'webhook-id': id, 'content-length': length } = request.headers;
      received.push([request.method, request.url, type, id, length, body]);
      response.end();
    });
    expect(received).toEqual([['POST', '/', 'application/json', 'msg_1', '13', '{"type":"ü"}']]);
  });

  it.each([200, 204, 302, 400, 410, 500, 503])('tells that the answer was %i, and follows nothing', async (status) => {
    let requests = 0;
    const delivered = await deliver((request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(status, { location: '/elsewhere', 'retry-after': '0' }).end();
    });
    expect({ delivered, requests }).toEqual({ delivered: { kind: 'answered', status }, requests: 1 });
  });

  it('uses no connection again, which the receiver may be closing in that moment', async () => {
    const connections = new Set<unknown>();
    const deliverer = createDeliverer();
    await withServer(
      (request, response) => {
        connections.add(request.socket);
        request.resume();
        response.end();
      },
      async (url) => {
        for (const _ of [1, 2, 3]) await deliverer.deliver(message(url));
      },
    );
    deliverer.close();
    expect(connections.size).toBe(3);
  });

  it('takes the status for the answer, however long the rest is', async () => {
    const delivered = await deliver((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(32_768), more);
      };
      more();
    });
    expect(delivered).toEqual({ kind: 'answered', status: 200 });
  });

  it('takes the status for the answer, where the rest never comes', async () => {
    const delivered = await deliver((_, response) => response.writeHead(202).flushHeaders(), 300);
    expect(delivered).toEqual({ kind: 'answered', status: 202 });
  });

  it('gives up on a receiver that never answers', async () => {
    expect(await deliver(() => undefined, 300)).toEqual({ kind: 'failed', reason: 'no answer within 0.3 s' });
  });

  it('tells in words why nobody answers, and nothing of the URL', async () => {
    const free = await withServer(
      () => undefined,
      async (origin) => origin,
    );
    expect(await deliverTo(`${free}/secret-path`)).toEqual({ kind: 'failed', reason: 'connection refused' });
    const broken = await withSockets((socket) => socket.once('data', () => socket.destroy()), deliverTo);
    expect(broken).toEqual({ kind: 'failed', reason: 'connection broken' });
    const notHttp = await withSockets((socket) => socket.once('data', () => socket.end('hello\r\n\r\n')), deliverTo);
    expect(notHttp).toEqual({ kind: 'failed', reason: 'connection failed' });
    const notTls = await withSockets(
      (socket) => socket.once('data', () => socket.end('hello')),
      (origin) => deliverTo(origin.replace('http:', 'https:')),
    );
    expect(notTls).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^(no TLS connection|certificate not trusted|connection failed)$/),
    });
  });

  it('ends at once where it is aborted', async () => {
    const stop = new AbortController();
    const delivered = await withServer(
      () => stop.abort(),
      (origin) => deliverTo(origin, undefined, stop.signal),
    );
    expect(delivered).toEqual({ kind: 'failed', reason: 'aborted' });
    expect(await deliverTo('http://127.0.0.1:9', undefined, AbortSignal.abort())).toMatchObject({ reason: 'aborted' });
  });
});
