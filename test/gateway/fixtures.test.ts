import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { readGatewayConfig } from '../../gateway/config.ts';
import { openDeadLetterFile } from '../../gateway/dead-letters/dead-letter-file.ts';
import { type RunningGateway, startGateway } from '../../gateway/start-gateway.ts';
import { openWorld, type World } from '../integration/world.ts';
import { fixture, fixtureBytes, MANIFEST } from '../smile-id/fixture.ts';

const CALLBACKS = MANIFEST.map(({ file }) => file).filter((file) => file.startsWith('callback.'));
const GENUINE = CALLBACKS.filter((file) => !file.startsWith('callback.negative.'));
const NEGATIVE = CALLBACKS.filter((file) => file.startsWith('callback.negative.'));
const MINUTE_MS = 60_000;

const lines: string[] = [];
let nowMs = 0;
let world: World;
let gateway: RunningGateway;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openWorld({ callbacks: false, workers: 0 });
  world = opened.world;
  gateway = await startGateway({
    config: readGatewayConfig(world.env),
    logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    clock: () => new Date(nowMs),
  });
  close = async () => {
    await gateway.close();
    await opened.close();
  };
});
afterAll(() => close());

interface Told {
  readonly timestamp: string;
  readonly result?: Told;
  readonly PartnerParams: { readonly job_id: string };
}

/** The bytes of the fixture, sent some time after they were signed. */
async function send(file: string, laterMs: number) {
  const { timestamp, result } = fixture<Told>(file);
  nowMs = Date.parse(timestamp ?? result?.timestamp ?? '2025-05-23T11:41:30.100Z') + laterMs;
  const response = await fetch(`${gateway.url}/callbacks/smile-id`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(fixtureBytes(file)),
  });
  await response.arrayBuffer();
  return { status: response.status, verdict: (JSON.parse(lines.at(-1) ?? '') as { verdict: string }).verdict };
}

describe('every recorded callback', () => {
  it('is there', () => {
    expect(GENUINE.length).toBeGreaterThanOrEqual(44);
    expect(NEGATIVE).toHaveLength(3);
  });

  it.each(GENUINE)('%s is kept, because nobody here knows its job, and 16 minutes later it is stale', async (file) => {
    expect(await send(file, 100)).toEqual({ status: 200, verdict: 'dead-letter' });
    expect(await send(file, 16 * MINUTE_MS)).toEqual({ status: 401, verdict: 'stale' });
  });

  it.each(NEGATIVE)('%s is refused', async (file) => {
    expect(await send(file, 100)).toEqual({ status: 401, verdict: 'forged' });
  });

  it('is in the file afterwards under its job and code', async () => {
    const letters = openDeadLetterFile({
      path: world.env.SMILEFLOW_DEAD_LETTERS as string,
      maxLetters: 100,
      maxAgeDays: 3_650,
    });
    const jobs = new Set(letters.list().map(({ verificationId }) => verificationId));
    await letters.close();
    for (const file of GENUINE) {
      const { PartnerParams, result } = fixture<Told>(file);
      expect(jobs).toContain((result?.PartnerParams ?? PartnerParams).job_id);
    }
  });
});
