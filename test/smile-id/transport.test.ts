import { once } from 'node:events';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createTransport, type ExchangeRequest } from '../../smile-id/transport.ts';
import { withServer, withSockets } from './server.ts';

const transport = createTransport();
afterAll(() => transport.close());

function exchange(request: Partial<ExchangeRequest> & { url: string }) {
  return transport.exchange({ method: 'POST', deadlineMs: 2_000, maxResponseBytes: 1_000, ...request });
}

const failure = (reason: string, reachedServer: string) =>
  expect.objectContaining({ name: 'TransportError', reason, reachedServer });

describe('transport', () => {
  it('returns status, headers and body of any answer', async () => {
    await withServer(
      (_, response) => response.writeHead(418, { 'x-a': 'b' }).end('tea'),
      async (url) => {
        const { status, headers, body } = await exchange({ url, body: '{}' });
        expect([status, headers['x-a'], body.toString()]).toEqual([418, 'b', 'tea']);
      },
    );
  });

  it('follows no redirect and asks for no compression', async () => {
    const seen: unknown[] = [];
    await withServer(
      (request, response) => {
        seen.push(request.headers['accept-encoding']);
        response.writeHead(302, { location: '/elsewhere' }).end();
      },
      async (url) => expect((await exchange({ method: 'GET', url })).status).toBe(302),
    );
    expect(seen).toEqual([undefined]);
  });

  it('sends the path and query byte for byte', async () => {
    const target = "/videos/085/selfie.zip?Content-Type=application%2Fzip&Signature=a%2bB%3D&odd='|*~;x=%7e&empty=&+";
    await withServer(
      (request, response) => response.end(request.url),
      async (url) => expect((await exchange({ method: 'PUT', url: url + target })).body.toString()).toBe(target),
    );
  });

  it('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    await withServer(
      (request, response) => {
        ports.add(request.socket.remotePort);
        response.end();
      },
      async (url) => {
        await exchange({ url });
        await exchange({ url });
      },
    );
    expect(ports.size).toBe(1);
  });

  it('knows that a refused connection reached nobody', async () => {
    const url = await withServer(
      () => {},
      async (origin) => origin,
    );
    await expect(exchange({ url })).rejects.toEqual(failure('refused', 'no'));
  });

  it('knows that an unresolved name reached nobody', async () => {
    await expect(exchange({ url: 'http://nowhere.invalid/' })).rejects.toEqual(failure('dns', 'no'));
  });

  it('knows that a failed TLS handshake reached nobody', async () => {
    await withServer(
      () => {},
      async (url) => {
        const rejected = exchange({ url: url.replace('http:', 'https:') });
        await expect(rejected).rejects.toEqual(failure('tls', 'no'));
      },
    );
  });

  it('knows that a handshake that never ends reached nobody', async () => {
    await withSockets(
      () => {},
      async (url) => {
        const rejected = exchange({ url: url.replace('http:', 'https:'), deadlineMs: 100 });
        await expect(rejected).rejects.toEqual(failure('timeout', 'no'));
      },
    );
  });

  it.each([
    ['never answers', ''],
    ['stalls after the headers', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'],
    ['stalls in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab'],
  ])('cuts off a server that %s', async (_, answer) => {
    await withSockets(
      (socket) => socket.write(answer),
      async (url) => expect(exchange({ url, deadlineMs: 100 })).rejects.toEqual(failure('timeout', 'maybe')),
    );
  });

  it('reports a body that is cut off as a broken connection', async () => {
    await withSockets(
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab'),
      async (url) => expect(exchange({ url })).rejects.toEqual(failure('reset', 'maybe')),
    );
  });

  it('reports a connection that is closed instead of an answer as possibly reached', async () => {
    await withSockets(
      (socket) => socket.once('data', () => socket.destroy()),
      async (url) => expect(exchange({ url })).rejects.toEqual(failure('reset', 'maybe')),
    );
  });

  it('opens a connection of its own where none may be used again', async () => {
    const ports = new Set<number | undefined>();
    await withServer(
      (request, response) => {
        ports.add(request.socket.remotePort);
        response.end();
      },
      async (url) => {
        await exchange({ url });
        await exchange({ url, reuse: 'never' });
        await exchange({ url, reuse: 'never' });
      },
    );
    expect(ports.size).toBe(3);
  });

  it('drops a connection that idles, and none whose answer takes longer', async () => {
    const own = createTransport({ idleMs: 100 });
    const sockets: Socket[] = [];
    await withSockets(
      (socket) => {
        sockets.push(socket);
        socket.on('data', () => setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 300));
      },
      async (url) => {
        const get = () => own.exchange({ method: 'GET', url, deadlineMs: 2_000, maxResponseBytes: 9 });
        await get();
        await get();
        const [only = new Socket(), ...others] = sockets;
        expect(others).toEqual([]);
        if (!only.destroyed) await once(only, 'close');
        await get();
        expect(sockets).toHaveLength(2);
      },
    );
    own.close();
  });

  it('takes a connection that dies on its second use as possibly reached', async () => {
    let uses = 0;
    await withServer(
      (request, response) => (++uses === 1 ? response.end() : request.socket.destroy()),
      async (url) => {
        await exchange({ url });
        await expect(exchange({ url })).rejects.toEqual(failure('reset', 'maybe'));
      },
    );
  });

  it('repeats what is harmless to repeat on a new connection, once', async () => {
    let uses = 0;
    await withServer(
      (request, response) => (++uses === 2 ? request.socket.destroy() : response.end(String(uses))),
      async (url) => {
        await exchange({ url });
        expect((await exchange({ url, reuse: 'repeatable' })).body.toString()).toBe('3');
      },
    );
  });

  it('repeats nothing that breaks on a new connection, or for the second time', async () => {
    let uses = 0;
    await withServer(
      (request, response) => (++uses === 1 ? response.end() : request.socket.destroy()),
      async (url) => {
        await exchange({ url });
        const repeated = exchange({ url, reuse: 'repeatable' });
        await expect(repeated).rejects.toEqual(failure('reset', 'maybe'));
        expect(uses).toBe(3);
        await expect(exchange({ url, reuse: 'repeatable' })).rejects.toEqual(failure('reset', 'maybe'));
        expect(uses).toBe(4);
      },
    );
  });

  it('reports an answer that is no HTTP', async () => {
    await withSockets(
      (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      async (url) => expect(exchange({ url })).rejects.toEqual(failure('other', 'maybe')),
    );
  });

  it('stops receiving as soon as an answer is too large', async () => {
    let sent = 0;
    await withServer(
      (_, response) => {
        const pour = () => {
          while (!response.destroyed && sent < 100e6) {
            sent += 1e4;
            if (!response.write('x'.repeat(1e4))) return response.once('drain', pour);
          }
        };
        pour();
      },
      async (url) => expect(exchange({ url })).rejects.toEqual(failure('too-large', 'maybe')),
    );
    expect(sent).toBeLessThan(20e6);
  });

  it('stops when it is aborted, before and during the exchange', async () => {
    await withServer(
      () => {},
      async (url) => {
        await expect(exchange({ url, signal: AbortSignal.abort() })).rejects.toEqual(failure('aborted', 'no'));
        const controller = new AbortController();
        const rejected = exchange({ url, signal: controller.signal });
        setTimeout(() => controller.abort(), 50);
        await expect(rejected).rejects.toEqual(failure('aborted', 'maybe'));
      },
    );
  });

  it('sends a stream with its length, unchunked, and reports progress', async () => {
    const progress: number[] = [];
    await withServer(
      async (request, response) => {
        let received = 0;
        for await (const chunk of request) received += (chunk as Buffer).length;
        response.end(`${received} ${request.headers['content-length']} ${request.headers['transfer-encoding']}`);
      },
      async (url) => {
        const body = Readable.from([Buffer.alloc(70_000), Buffer.alloc(30_000)]);
        const onUploadProgress = (bytes: number) => progress.push(bytes);
        const answer = await exchange({ method: 'PUT', url, body, bodyBytes: 100_000, onUploadProgress });
        expect(answer.body.toString()).toBe('100000 100000 undefined');
      },
    );
    expect(progress.at(-1)).toBe(100_000);
  });

  it('reads from the source no faster than the server takes', async () => {
    let made = 0;
    const body = Readable.from(
      (function* () {
        for (; made < 1_000; made++) yield Buffer.alloc(100_000);
      })(),
    );
    await withSockets(
      (socket) => socket.pause(),
      async (url) => {
        const rejected = exchange({ method: 'PUT', url, body, bodyBytes: 100e6, deadlineMs: 300 });
        await expect(rejected).rejects.toEqual(failure('timeout', 'maybe'));
      },
    );
    expect(made).toBeLessThan(400);
    expect(body.destroyed).toBe(true);
  });

  it.each([
    ['fails', () => Readable.from(failing()), 10],
    ['is too short', () => Readable.from([Buffer.alloc(9)]), 10],
    ['is too long and never ends', () => unending(11), 10],
  ])('fails when the source stream %s', async (_, open, bodyBytes) => {
    const body = open();
    await withServer(
      (request, response) => void request.resume().on('end', () => response.end()),
      async (url) =>
        expect(exchange({ method: 'PUT', url, body, bodyBytes })).rejects.toMatchObject({ reason: 'other' }),
    );
    expect(body.destroyed).toBe(true);
  });

  it('takes the answer of a server that refuses before it has read the body', async () => {
    const body = Readable.from(Array.from({ length: 500 }, () => Buffer.alloc(100_000)));
    await withServer(
      (_, response) => response.writeHead(403).end('expired'),
      async (url) => {
        const answer = await exchange({ method: 'PUT', url, body, bodyBytes: 50e6 });
        expect([answer.status, answer.body.toString()]).toEqual([403, 'expired']);
      },
    );
    expect(body.destroyed).toBe(true);
  });

  it('stops sending as soon as a server begins to refuse', async () => {
    let made = 0;
    const body = Readable.from(
      (async function* () {
        for (; made < 300; made++) {
          await sleep(1);
          yield Buffer.alloc(1_000);
        }
      })(),
    );
    await withServer(
      (request, response) => {
        request.resume();
        response.writeHead(403).flushHeaders();
        setTimeout(() => response.end(), 200);
      },
      async (url) => expect((await exchange({ method: 'PUT', url, body, bodyBytes: 3e5 })).status).toBe(403),
    );
    expect(made).toBeLessThan(60);
  });

  it('takes no success for a body that was not sent', async () => {
    const body = new Readable({ read() {} });
    await withServer(
      (_, response) => response.end(),
      async (url) => {
        const rejected = exchange({ method: 'PUT', url, body, bodyBytes: 10 });
        await sleep(20);
        body.push(Buffer.alloc(5));
        await expect(rejected).rejects.toEqual(failure('other', 'maybe'));
      },
    );
  });

  it('takes the answer to a whole body whose source has not said yet that it is whole', async () => {
    const body = new Readable({ read() {} });
    body.push(Buffer.alloc(10));
    await withServer(
      (request, response) => void request.resume().on('end', () => response.end()),
      async (url) => expect((await exchange({ method: 'PUT', url, body, bodyBytes: 10 })).status).toBe(200),
    );
    expect(body.destroyed).toBe(true);
  });

  it('lets an exchange under way go on when it is closed', async () => {
    const own = createTransport();
    await withServer(
      (_, response) => {
        own.close();
        response.end('all the same');
      },
      async (url) => {
        const { body } = await own.exchange({ method: 'GET', url, deadlineMs: 1_000, maxResponseBytes: 99 });
        expect(body.toString()).toBe('all the same');
      },
    );
  });

  it('drops its kept-alive connections when it is closed', async () => {
    const own = createTransport();
    const sockets: Socket[] = [];
    await withSockets(
      (socket) => {
        sockets.push(socket);
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
      },
      async (url) => {
        await own.exchange({ method: 'GET', url, deadlineMs: 1_000, maxResponseBytes: 1 });
        const closed = once(sockets[0] ?? new Socket(), 'close');
        own.close();
        await closed;
      },
    );
  });
});

function unending(bytes: number): Readable {
  const source = new Readable({ read() {} });
  source.push(Buffer.alloc(bytes));
  return source;
}

async function* failing() {
  yield Buffer.alloc(5);
  throw Object.assign(new Error('/people/ada.jpg'), { code: 'EIO' });
}
