import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { defaultQuirks } from '../../simulator/quirks.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { goodArchive } from './archive.ts';
import { registration, withSimulator } from './partner.ts';

/** What a test in JavaScript may pass. */
const start = (options: unknown) => startSimulator(options as never);

/** Ends what should not have started, so that a failing test does not stay. */
const refusalOf = (options: unknown): Promise<unknown> =>
  start(options).then(
    (simulator) => simulator.close(),
    (error: unknown) => error,
  );
const account = { partnerId: '085', apiKey: 'a-test-api-key' };

describe('options that cannot be', () => {
  it.each([
    [null, 'what is given must be an object'],
    ['8400', 'what is given must be an object'],
    [{ unknown: 1 }, /^unknown is not known; allowed are host, port, .*, logger$/],
    [{ port: -1 }, 'port must be from 0 to 65535'],
    [{ port: 65_536 }, 'port must be from 0 to 65535'],
    [{ port: '8400' }, 'port must be a whole number'],
    [{ host: '' }, 'host is empty'],
    [{ tls: { cert: 'PEM' } }, 'tls.key is missing'],
    [{ tls: { cert: 'PEM', key: 7 } }, 'tls.key must be PEM, as text or bytes'],
    [{ partners: [] }, 'partners is empty: name a partner, or leave it out'],
    [{ partners: account }, 'partners must be a list'],
    [{ partners: [{}] }, 'partners[0].partnerId is missing; partners[0].apiKey is missing'],
    [{ partners: [account, { ...account, partnerId: 85 }] }, 'partners[1].partnerId must be text'],
    [{ partners: [{ ...account, apiKey: '' }] }, 'partners[0].apiKey is empty'],
    [{ partners: [{ ...account, activeJobTypes: ['4'] }] }, /^partners\[0\]\.activeJobTypes\[0\] must be a job type/],
    [{ partners: [{ ...account, key: 'k' }] }, /^partners\[0\]\.key is not known; allowed are partnerId, apiKey, /],
    [
      { partners: [account, { partnerId: '1', apiKey: 'k' }, { ...account, apiKey: 'other' }] },
      'partners[2].partnerId is that of partners[0]: name each partner once',
    ],
    [{ publicUrl: 'nope' }, 'publicUrl must be an origin as URL.origin is one, such as https://smile.example'],
    [
      { publicUrl: 'https://smile.example/' },
      'publicUrl must be an origin as URL.origin is one, such as https://smile.example',
    ],
    [{ timeScale: 0 }, 'timeScale must be a number above 0'],
    [{ timeScale: Number.POSITIVE_INFINITY }, 'timeScale must be a number above 0'],
    [{ processingMs: 'a' }, 'processingMs must be a number of milliseconds'],
    [{ processingMs: Number.NaN }, 'processingMs must be a number of milliseconds'],
    [{ processingMs: -5 }, 'processingMs must not be negative'],
    [{ uploadUrlLifeMs: '1' }, 'uploadUrlLifeMs must be a number of milliseconds'],
    [{ callbacks: { timeoutMs: 0, retryDelaysMs: 5 } }, /^callbacks\.timeoutMs must .*; callbacks\.retryDelaysMs must/],
    [{ callbacks: { retryDelaysMs: [1, -1] } }, 'callbacks.retryDelaysMs[1] must not be negative'],
    [{ quirks: { nope: 1 } }, /^quirks\.nope is not known; allowed are strictTimestampFormat, .*, numericErrorCodes$/],
    [{ quirks: { zipLagMs: 'soon' } }, 'quirks.zipLagMs must be a number of milliseconds'],
    [{ quirks: { zipLagMs: null } }, 'quirks.zipLagMs must be a number of milliseconds'],
    [{ quirks: { maxSkewMs: -1 } }, 'quirks.maxSkewMs must be a number of milliseconds or null'],
    [{ quirks: { alwaysFinal: 'true' } }, 'quirks.alwaysFinal must be true or false'],
    [{ quirks: { secondPut: 'maybe' } }, 'quirks.secondPut must be ignored or processed-again'],
    [{ hooks: { beforeAnswer: true } }, 'hooks.beforeAnswer must be a function'],
    [{ hooks: { afterAnswer: () => {} } }, /^hooks\.afterAnswer is not known; allowed are chooseFault, /],
    [{ faults: [] }, 'faults must be an object with rules'],
    [{ faults: { rules: [{ fault: 'lost' }] } }, 'faults.rules[0].on is missing'],
    [{ logger: { info: () => {} } }, 'logger must be true, false or have info and warn'],
  ])('are refused: %j', async (options, sentence) => {
    const error = await refusalOf(options);
    expect(error).toBeInstanceOf(RangeError);
    const [, problems] = /^These options cannot be: (.*)$/.exec((error as Error).message) ?? [];
    if (typeof sentence === 'string') expect(problems).toBe(sentence);
    else expect(problems).toMatch(sentence);
  });

  it('are told all at once, and quote no value', async () => {
    const secret = 'never-said';
    const error = await refusalOf({
      port: secret,
      partners: [
        { partnerId: secret, apiKey: 7 },
        { partnerId: secret, legacyPrivateKey: secret, apiKey: secret },
      ],
      publicUrl: secret,
      quirks: { zipLagMs: secret, historyScope: secret },
      faults: { rules: [{ fault: secret, on: secret }] },
      hooks: { chooseFault: secret },
    });
    const { message } = error as Error;
    for (const field of [
      'port',
      'partners[0].apiKey',
      'partners[1].partnerId',
      'partners[1].legacyPrivateKey',
      'publicUrl',
      'quirks.zipLagMs',
      'quirks.historyScope',
      'faults.rules[0].fault',
      'faults.rules[0].on',
      'hooks.chooseFault',
    ])
      expect(message).toContain(` ${field} `);
    expect(message).not.toContain(secret);
  });

  it('leave the port free', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    await new Promise((resolve) => holder.close(resolve));
    expect(await refusalOf({ port, quirks: { nope: 1 } })).toBeInstanceOf(RangeError);
    const simulator = await start({ port });
    await simulator.close();
  });
});

describe('options that are undefined', () => {
  it('are as if left out', () => {
    const quirks = Object.fromEntries(Object.keys(defaultQuirks).map((name) => [name, undefined]));
    const options = { port: undefined, partners: undefined, hooks: { chooseFault: undefined }, quirks };
    return withSimulator(options as object, async (_simulator, partner) => {
      const { upload_url: url } = (await partner.prepare(registration())).body;
      const stored = await partner.put(url, await goodArchive(), { 'content-type': 'application/octet-stream' });
      expect(stored.httpStatus).toBe(403); // by strictContentType, whose default is true
    });
  });
});
