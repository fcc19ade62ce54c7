import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { workflowIdOf } from '../../domain/identifiers.ts';
import { knownCodes, meaningsOf } from '../../domain/result-codes.ts';
import { readGatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { openWorld, type World } from '../integration/world.ts';
import { countSignals } from './count-signals.ts';
import { signedCallback } from './sign.ts';

const CODES = [...new Set([1, 2, 3, 4, 5, 6, 7, 11].flatMap(knownCodes))];
/** Every way to decide, and unknown codes, by the machine or by a reviewer; and what is still open. */
const MOST_SIGNALS = (new Set(CODES.map(meaningsOf)).size + 1) * 2 + 1;
const MINUTE_MS = 60_000;
const SIGNED_AT = Date.now();

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
});
afterAll(() => close());

let serial = 0;

/** Something to signal on which nobody works. */
async function startTarget() {
  serial += 1;
  const verificationId = `captured-${serial}`;
  const workflowId = workflowIdOf(verificationId);
  await world.temporal.workflow.start('nobodyRunsThis', { workflowId, taskQueue: 'nobody' });
  return { verificationId, signals: () => countSignals(world.temporal, workflowId) };
}

/** Lends a gateway whose time is what `clock` says. */
async function withGateway(clock: () => number, use: (post: (body: Buffer) => Promise<number>) => Promise<void>) {
  const config = readGatewayConfig({ ...world.env, SMILEFLOW_CALLBACK_MAX_AGE_SECONDS: '604800' });
  const gateway = await startGateway({ config, logger: pino({ level: 'silent' }), clock: () => new Date(clock()) });
  try {
    await use(async (body) => {
      const response = await fetch(`${gateway.url}/callbacks/smile-id`, { method: 'POST', body: new Uint8Array(body) });
      await response.arrayBuffer();
      return response.status;
    });
  } finally {
    await gateway.close();
  }
}

/** The body number `index` under the one signature that was captured; no two are equal. */
function altered(verificationId: string, index: number): Buffer {
  const changes = {
    ResultCode: index % 2 === 0 ? CODES[Math.floor(index / 2) % CODES.length] : String(5_000 + index),
    ResultText: `altered ${index}`,
    SmileJobID: String(index),
    ...(index % 3 === 0 ? { IsMachineResult: 'false' } : {}),
    ...(index % 5 === 0 ? { IsFinalResult: 'false' } : {}),
  };
  return signedCallback(verificationId, changes, SIGNED_AT);
}

const BODIES = Array.from({ length: 300 }, (_, index) => index);

describe('one captured signature under 900 altered bodies', () => {
  it('costs a finite number of signals, whatever the time and the number of gateways, and refuses nothing', async () => {
    const { verificationId, signals } = await startTarget();
    let now = SIGNED_AT;
    const sendAll = (offset: number) =>
      withGateway(
        () => now,
        async (post) => {
          for (const index of BODIES) {
            now += MINUTE_MS;
            expect(await post(altered(verificationId, index + offset))).toBe(200);
          }
        },
      );
    await sendAll(0);
    const spent = await signals();
    expect(MOST_SIGNALS).toBe(25);
    expect(spent).toBeLessThanOrEqual(MOST_SIGNALS);
    expect(spent).toBeGreaterThan(MOST_SIGNALS / 2);
    // What decides about the id repeats after 2 × 3 × 5 bodies for each code; text and job number never do.
    await Promise.all([sendAll(0), sendAll(30 * CODES.length)]);
    expect(await signals()).toBe(spent);
    // The same content under a fresh signature is no news either.
    const fresh = signedCallback(verificationId, JSON.parse(altered(verificationId, 0).toString()), now);
    await withGateway(
      () => now,
      async (post) => expect(await post(fresh)).toBe(200),
    );
    expect(await signals()).toBe(spent);
  });
});
