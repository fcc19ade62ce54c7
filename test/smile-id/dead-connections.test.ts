import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import type { PicturePart } from '../../smile-id/compare-selfies.ts';
import { createSmileIdClient, type SmileIdClient } from '../../smile-id/smile-id-client.ts';
import { sample } from '../media/pictures.ts';
import { type ForgetfulProxy, withForgetfulProxy } from './forgetful-proxy.ts';
import { configAt } from './smile-id.ts';

const USER = { userId: 'user-1' };

/** Lends a client that reaches a simulator through a proxy only. */
async function withProxied<T>(
  use: (client: SmileIdClient, proxy: ForgetfulProxy, simulator: Simulator) => Promise<T>,
  closeAfterMs?: number,
): Promise<T> {
  const simulator = await startSimulator();
  const proxied = withForgetfulProxy(
    simulator.url,
    async (proxy) => {
      const client = createSmileIdClient({ config: { ...configAt(proxy.url), requestTimeoutMs: 3_000 } });
      try {
        return await use(client, proxy, simulator);
      } finally {
        client.close();
      }
    },
    closeAfterMs,
  );
  return proxied.finally(() => simulator.close());
}

function lookUp(client: SmileIdClient, jobId: string) {
  const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Bello' };
  return client.lookUp({
    service: 'id-verification',
    answer: 'result',
    jobType: 5,
    jobId,
    ...USER,
    partnerParams: {},
    idInfo,
  });
}

const PART: PicturePart = { bytes: sample().length, open: () => Readable.from([sample()]) };

function compare(client: SmileIdClient, jobId: string) {
  return client.compareSelfies({
    jobId,
    ...USER,
    partnerParams: {},
    selfie: PART,
    comparison: PART,
    comparisonType: 'ID_PHOTO',
    liveness: [PART, PART, PART, PART],
    allowNewEnroll: true,
  });
}

/** Leaves an idle connection behind. */
const warmUp = (client: SmileIdClient) => client.readServices();

describe('A connection that was dropped silently', () => {
  it.each([
    ['a lookup', lookUp, 'reset'],
    ['a lookup', lookUp, 'silence'],
    ['a comparison', compare, 'reset'],
    ['a comparison', compare, 'silence'],
  ] as const)('does not lose %s, which is paid for (%#)', async (_, ask, fate) => {
    await withProxied(async (client, proxy, simulator) => {
      await warmUp(client);
      proxy.forget(fate);
      expect(await ask(client, 'job-1')).toMatchObject({ kind: 'answered' });
      expect(simulator.bills().map(({ times }) => times)).toEqual([1]);
    });
  });

  it.each<[string, (client: SmileIdClient) => Promise<unknown>]>([
    ['the status', (client) => client.readJobStatus({ jobId: 'job-1', ...USER })],
    ['the services', (client) => client.readServices()],
    [
      'a web token',
      (client) =>
        client.requestWebToken({ jobId: 'job-2', ...USER, product: 'smartselfie', callbackUrl: 'https://a.example/' }),
    ],
  ])('does not show where %s is asked for', async (_, ask) => {
    await withProxied(async (client, proxy) => {
      await lookUp(client, 'job-1');
      await warmUp(client);
      const opened = proxy.opened();
      proxy.forget('reset');
      await ask(client);
      expect(proxy.opened()).toBe(opened + 1);
    });
  });

  it('of a server that closes 20 ms after each answer costs no lookup', async () => {
    await withProxied(async (client) => {
      for (let n = 0; n < 20; n++) {
        await warmUp(client);
        // Around the very moment at which it is closed.
        await sleep(18 + (n % 5));
        expect(await lookUp(client, `job-${n}`)).toMatchObject({ kind: 'answered' });
      }
    }, 20);
  });
});
