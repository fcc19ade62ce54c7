import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import Fastify from 'fastify';
import { pino } from 'pino';
import { type CallbackReceiver, createCallbackReceiver } from '../../gateway/callback-receiver.ts';
import { readGatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { onePartner, SEVERAL_PARTNERS } from './partners.ts';
import { signedCallback } from './sign.ts';

const RECEIVE_MS = 500;
const ANSWER_MS = 500;
/** Longer than both limits, and much shorter than anything of node's own. */
const MOST_MS = 2_500;

function receiver(): CallbackReceiver {
  return createCallbackReceiver({
    partners: onePartner(),
    maxCallbackAgeMs: 900_000,
    receiveMs: RECEIVE_MS,
    answerMs: ANSWER_MS,
    smileflow: { signalCallback: async () => 'stored', isReachable: async () => true },
  });
}

interface Ending {
  readonly url: string;
  readonly shutDown: () => Promise<void>;
}

async function listening(server: Server, shutDown: () => Promise<void>): Promise<Ending> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, shutDown };
}

const SERVERS: { readonly [Kind in string]: () => Promise<Ending> } = {
  async node() {
    const callbacks = receiver();
    const server = createServer(callbacks.node);
    return listening(server, callbacks.shutdownOf(server));
  },
  async Express() {
    const callbacks = receiver();
    const server = createServer(express().use('/callbacks/smile-id', callbacks.express));
    return listening(server, callbacks.shutdownOf(server));
  },
  async fastify() {
    const callbacks = receiver();
    const app = Fastify();
    app.register(callbacks.fastify);
    const shutDown = callbacks.shutdownOf(app.server, () => app.close());
    return { url: await app.listen({ host: '127.0.0.1', port: 0 }), shutDown };
  },
  async 'the gateway'() {
    const config = readGatewayConfig({
      ...SEVERAL_PARTNERS,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      SMILEFLOW_GATEWAY_PORT: '0',
      SMILEFLOW_DEAD_LETTERS: 'off',
    });
    const logger = pino({ level: 'silent' });
    const { url, close } = await startGateway({ config, logger, receiveMs: RECEIVE_MS, answerMs: ANSWER_MS });
    return { url, shutDown: close };
  },
};

const START = 'POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\n';
const BODY = signedCallback('v-1');

/** Connects, says this, and goes on saying `more` for ever. */
async function dial(url: string, text = '', more = '') {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined);
  const talking = more === '' ? undefined : setInterval(() => socket.write(more), 20);
  const startedAt = performance.now();
  const ended = once(socket, 'close').then(() => {
    clearInterval(talking);
    return { text: Buffer.concat(received).toString(), afterMs: performance.now() - startedAt };
  });
  if (text !== '') socket.write(text);
  return { socket, ended, isAnswered: () => once(socket, 'data') };
}

/** The server knows of every connection that came before one that it has answered. */
async function untilSeen(url: string): Promise<void> {
  await (await fetch(`${url}/callbacks/smile-id`, { method: 'POST', body: '{}' })).arrayBuffer();
}

describe.each(Object.keys(SERVERS))('the end of %s', (kind) => {
  const open = SERVERS[kind] as () => Promise<Ending>;

  it('waits for nobody who is silent, whether or not there were requests before', async () => {
    const { url, shutDown } = await open();
    const silent = await dial(url);
    const kept = await dial(url, `${START}Content-Length: 2\r\n\r\n{}`);
    await kept.isAnswered();
    await untilSeen(url);
    const startedAt = performance.now();
    await shutDown();
    expect(performance.now() - startedAt).toBeLessThan(RECEIVE_MS);
    expect((await silent.ended).text).toBe('');
    expect((await kept.ended).text).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ['a body', `${START}Content-Length: 100000\r\n\r\n`, ' '],
    ['chunks', `${START}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
    ['headers', START, 'X-A: b\r\n'],
    ['half a body, and then nothing', `${START}Content-Length: 100\r\n\r\n{`, ''],
    ['half a header, and then nothing', 'POST /callb', ''],
  ])('cuts off a sender that is busy with %s, and ends in time', async (_, text, more) => {
    const { url, shutDown } = await open();
    const slow = await dial(url, text, more);
    await untilSeen(url);
    const startedAt = performance.now();
    await shutDown();
    expect(performance.now() - startedAt).toBeLessThan(MOST_MS);
    expect((await slow.ended).text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers what was begun and comes in time, and closes its connection', async () => {
    const { url, shutDown } = await open();
    // Temporal is away for the gateway, so that it has to be no callback there.
    const [body, status] = kind === 'the gateway' ? [Buffer.from('{"nothing":"of it"}'), 400] : [BODY, 200];
    const begun = await dial(url, `${START}Content-Length: ${body.length}\r\n\r\n`);
    begun.socket.write(body.subarray(0, 10));
    await untilSeen(url);
    const ended = shutDown();
    begun.socket.write(body.subarray(10));
    const { text } = await begun.ended;
    await ended;
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toMatch(/\r\nconnection: close\r\n/i);
  });
});

it('waits for no answer for ever, whatever the server around the receiver does', async () => {
  const callbacks = receiver();
  const server = createServer(() => undefined);
  const { url, shutDown } = await listening(server, callbacks.shutdownOf(server));
  const asked = once(server, 'request');
  const waiting = await dial(url, 'GET /orders HTTP/1.1\r\nHost: a\r\n\r\n');
  await asked;
  await shutDown();
  const { text, afterMs } = await waiting.ended;
  expect(text).toBe('');
  expect(afterMs).toBeGreaterThan(RECEIVE_MS + ANSWER_MS - 50);
  expect(afterMs).toBeLessThan(MOST_MS);
});
