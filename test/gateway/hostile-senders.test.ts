import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, registration, type World } from '../integration/world.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { signed, signedCallback } from './sign.ts';

const MEGABYTE = 1024 * 1024;
const PATIENCE_MS = 5_000;

let world: World;
let close: () => Promise<void>;
let verificationId: string;
beforeAll(async () => {
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
  ({ verificationId } = await world.smileflow.start(registration()));
});
afterAll(() => close());

type Sender = (connections: number) => ReturnType<typeof sender>;

/** Lends a gateway process, and what opens kept connections to it. */
async function withGateway(
  env: Record<string, string>,
  use: (connected: Sender, gateway: GatewayProcess) => Promise<void>,
): Promise<void> {
  const gateway = await startGatewayProcess(world, env);
  const agents: Agent[] = [];
  try {
    await use((maxSockets) => {
      const agent = new Agent({ keepAlive: true, maxSockets });
      agents.push(agent);
      return sender(gateway, agent);
    }, gateway);
  } finally {
    for (const agent of agents) agent.destroy();
    gateway.child.kill('SIGTERM');
    expect((await gateway.ended).exitCode).toBe(0);
  }
}

/** Sends over connections that are kept, and tells the status. */
function sender({ url }: GatewayProcess, agent: Agent) {
  return (body: Buffer, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': String(body.length) };
      const options = { agent, method: 'POST', headers: { ...length, ...headers } };
      const sending = request(`${url}/callbacks/smile-id`, options, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      });
      sending.on('error', reject);
      sending.end(body);
    });
}

/** What is answered to headers alone, when the body never comes. */
function statusBeforeBody({ url }: GatewayProcess): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': '1000' };
    const waiting = request(`${url}/callbacks/smile-id`, { method: 'POST', headers }, ({ statusCode }) => {
      resolve(statusCode);
      waiting.destroy();
    });
    waiting.on('error', reject).flushHeaders();
  });
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work;
  expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
  return result;
}

describe('a gateway under attack', () => {
  it('answers every genuine callback among a thousand forgeries a second', () =>
    withGateway({}, async (connected) => {
      const forge = connected(64);
      const genuine = connected(4);
      const forgery = signed(JSON.parse(signedCallback(verificationId).toString()), Date.now(), { apiKey: 'no-key' });
      const forged: Promise<number | undefined>[] = [];
      const answered: Promise<number | undefined>[] = [];
      for (let tick = 0; tick < 150; tick += 1) {
        for (let count = 0; count < 20; count += 1) forged.push(forge(forgery));
        if (tick % 10 === 0) answered.push(inTime(genuine(signedCallback(verificationId, {}, Date.now() - tick))));
        await sleep(20);
      }
      expect(new Set(await Promise.all(answered))).toEqual(new Set([200]));
      expect(new Set(await Promise.all(forged))).toEqual(new Set([401]));
      expect(forged).toHaveLength(3_000);
    }));

  it('answers genuine callbacks among bodies that are made to cost time and memory', () =>
    withGateway({}, async (connected) => {
      const send = connected(16);
      const bombs = [
        Buffer.from(`{"a":[${'[],'.repeat((2 * MEGABYTE) / 3 - 10)}[]]}`),
        Buffer.from(`[${'[],'.repeat((2 * MEGABYTE) / 3 - 10)}[]]`),
        Buffer.from(`{${'"":1,'.repeat((2 * MEGABYTE) / 5 - 10)}"":1}`),
        Buffer.from('['.repeat(2 * MEGABYTE)),
        Buffer.from(`{"a":"${'\\"'.repeat(MEGABYTE - 10)}`),
      ];
      const bombing = Array.from({ length: 40 }, (_, index) => send(bombs[index % bombs.length] as Buffer));
      const genuine = [0, 1, 2, 3].map((age) => inTime(send(signedCallback(verificationId, {}, Date.now() - age))));
      expect(await Promise.all(genuine)).toEqual([200, 200, 200, 200]);
      expect(new Set(await Promise.all(bombing))).toEqual(new Set([400]));
    }));

  it('limits what one address may send, before its body is read, and nothing but callbacks', () =>
    withGateway({ SMILEFLOW_CALLBACK_RATE_PER_ADDRESS: '5' }, async (connected, gateway) => {
      const send = connected(1);
      const forgery = signed({ ResultCode: '0840', PartnerParams: { job_id: 'v' } }, Date.now(), { apiKey: 'no-key' });
      for (let count = 0; count < 5; count += 1) expect(await send(forgery)).toBe(401);
      expect(await send(forgery)).toBe(429);
      // Whoever is no trusted proxy cannot give itself another address.
      expect(await send(signedCallback(verificationId), { 'x-forwarded-for': '192.0.2.1' })).toBe(429);
      const response = await fetch(`${gateway.url}/callbacks/smile-id/v`, { method: 'POST', body: '{}' });
      expect([response.status, await response.json()]).toMatchObject([429, { status: 'too many callbacks' }]);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await statusBeforeBody(gateway)).toBe(429);
      expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    }));

  it('counts by the address that a trusted proxy tells', () =>
    withGateway(
      { SMILEFLOW_CALLBACK_RATE_PER_ADDRESS: '2', SMILEFLOW_TRUST_PROXY: '127.0.0.0/8,192.0.2.7' },
      async (connected) => {
        const send = connected(1);
        const from = (address: string) => send(signedCallback(verificationId), { 'x-forwarded-for': address });
        expect([await from('198.51.100.1'), await from('198.51.100.1')]).toEqual([200, 200]);
        expect(await from('198.51.100.1')).toBe(429);
        expect(await from('198.51.100.2')).toBe(200);
        // What the sender itself wrote before its own address is not believed.
        expect(await from('198.51.100.3, 198.51.100.1')).toBe(429);
      },
    ));
});
