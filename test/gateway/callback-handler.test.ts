import { describe, expect, it } from '@jest/globals';
import type { CallbackSignal, SignalOutcome } from '../../client/signal-callback.ts';
import { addressOf } from '../../gateway/callback-address.ts';
import { type CallbackHandlerOptions, createCallbackHandler } from '../../gateway/callback-handler.ts';
import { readPartners } from '../../smile-id/partners.ts';
import type { SigningKey } from '../../smile-id/signature.ts';
import { fixture, fixtureBytes, MANIFEST, PARTNER } from '../smile-id/fixture.ts';
import { KENYA, onePartner, SEVERAL_PARTNERS, UGANDA } from './partners.ts';
import { signed, signedCallback } from './sign.ts';

interface Recorded {
  readonly timestamp: string;
  readonly result?: Recorded;
  readonly PartnerParams: { readonly job_id: string };
  readonly ResultCode: string;
  readonly ResultType?: string;
  readonly SmileJobID?: string;
  readonly IsFinalResult?: string;
}

const CALLBACKS = MANIFEST.filter(({ file }) => file.startsWith('callback.'));
const GENUINE = CALLBACKS.filter(({ signatureScheme }) => signatureScheme === 'hmac').map(({ file }) => file);
const FORGED = CALLBACKS.filter(({ signatureScheme }) => signatureScheme !== 'hmac').map(({ file }) => file);
const NOW = '2025-05-23T11:41:30.100Z';
const MAX_AGE_MS = 900_000;

/** A handler at a fixed time, and what it passed on. */
function handlerAt(now: string | number = NOW, changes: Partial<CallbackHandlerOptions> = {}) {
  const signals: CallbackSignal[] = [];
  const handle = createCallbackHandler({
    partners: onePartner(),
    maxAgeMs: MAX_AGE_MS,
    clock: () => new Date(now),
    signal: async (signal): Promise<SignalOutcome> => {
      signals.push(signal);
      return 'stored';
    },
    ...changes,
  });
  return { handle, signals };
}

const at = addressOf;
const answering = (outcome: SignalOutcome) => handlerAt(NOW, { signal: async () => outcome });

describe('the callback handler', () => {
  it('knows fixtures of both kinds', () => {
    expect(GENUINE.length).toBeGreaterThanOrEqual(40);
    expect(FORGED).toHaveLength(3);
  });

  it.each(GENUINE)('passes %s on as a claim without anything personal', async (file) => {
    const recorded = fixture<Recorded>(file);
    const { PartnerParams, ResultCode, SmileJobID, IsFinalResult, ResultType } = recorded.result ?? recorded;
    const { handle, signals } = handlerAt(recorded.timestamp);
    expect(await handle(fixtureBytes(file))).toEqual({ status: 200, body: { status: 'received' }, verdict: 'stored' });
    expect(signals).toEqual([
      {
        verificationId: PartnerParams.job_id,
        claim: {
          code: ResultCode,
          fromReviewer: file.includes('.human-') || ResultType === 'DIVA',
          ...(SmileJobID === undefined ? {} : { smileJobId: SmileJobID }),
          ...(IsFinalResult === undefined ? {} : { declaredFinal: IsFinalResult === 'true' }),
        },
        requestId: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('takes the wrapping of the old READMEs for the same callback as the flat form', async () => {
    const wrapped = fixture<Recorded>('callback.biometric-kyc.wrapped-old-readme.json');
    const { handle, signals } = handlerAt(wrapped.timestamp);
    await handle(fixtureBytes('callback.biometric-kyc.wrapped-old-readme.json'));
    await handle(signed(wrapped.result as object, wrapped.timestamp));
    expect(signals).toHaveLength(2);
    expect(signals[0]).toEqual(signals[1]);
  });

  it.each(FORGED)('refuses %s with the same words as every other forgery', async (file) => {
    const { handle, signals } = handlerAt();
    expect(await handle(fixtureBytes(file))).toEqual({
      status: 401,
      body: { status: 'not authorised' },
      verdict: 'forged',
    });
    expect(signals).toEqual([]);
  });

  it('answers a forgery the same whatever the job, the path and the age', async () => {
    const forgery = (jobId: string, timestamp: unknown) =>
      Buffer.from(JSON.stringify({ ...JSON.parse(signedCallback(jobId).toString()), timestamp }));
    const { handle } = handlerAt();
    const answers = await Promise.all([
      handle(forgery('known', NOW)),
      handle(forgery('no such job!', NOW)),
      handle(forgery('known', NOW), at('/callbacks/smile-id/other')),
      handle(forgery('known', NOW), at('/callbacks/smile-id/a/b/c')),
      handle(forgery('known', NOW), at('/callbacks/smile-id/nobody/known')),
      handle(forgery('known', '1999-01-01T00:00:00.000Z')),
      handle(forgery('known', { a: 1 })),
      handle(forgery('known', null)),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it.each([
    ['ISO text with Z', (ms: number) => new Date(ms).toISOString()],
    ['ISO text without fraction', (ms: number) => new Date(ms).toISOString().replace(/\.\d+/, '')],
    ['ISO text with microseconds and offset', (ms: number) => new Date(ms).toISOString().replace('Z', '000+00:00')],
    ['ISO text of another zone', (ms: number) => new Date(ms + 3_600_000).toISOString().replace('Z', '+01:00')],
    ['ISO text without zone', (ms: number) => new Date(ms).toISOString().replace('Z', '')],
    [
      'the Ruby form',
      (ms: number) =>
        new Date(ms)
          .toISOString()
          .replace('T', ' ')
          .replace(/\.\d+Z/, ' +0000'),
    ],
    ['epoch milliseconds as a number', (ms: number) => ms],
    ['epoch milliseconds as text', (ms: number) => String(ms)],
    ['epoch seconds as a number', (ms: number) => Math.round(ms / 1000)],
    ['epoch seconds as text', (ms: number) => String(Math.round(ms / 1000))],
  ])('reads %s and keeps to the window in both directions', async (_, write) => {
    const now = Date.parse(NOW);
    const { handle } = handlerAt(now);
    const sentAt = (ms: number) => handle(signedCallback('job-1', {}, write(ms)));
    expect((await sentAt(now - MAX_AGE_MS + 2_000)).status).toBe(200);
    expect((await sentAt(now + MAX_AGE_MS - 2_000)).status).toBe(200);
    const stale = { status: 401, body: { status: 'not authorised' }, verdict: 'stale' };
    expect(await sentAt(now - MAX_AGE_MS - 2_000)).toEqual(stale);
    expect(await sentAt(now + MAX_AGE_MS + 2_000)).toEqual(stale);
  });

  it.each(['soon', '0', '-1', '17481912901', '9'.repeat(400), '2025-13-40T99:99:99Z'])(
    'refuses the genuinely signed timestamp %p, which is no time of these days',
    async (timestamp) => {
      const { handle, signals } = handlerAt();
      expect(await handle(signedCallback('job-1', {}, timestamp))).toMatchObject({ status: 401, verdict: 'stale' });
      expect(signals).toEqual([]);
    },
  );

  it.each([
    ['nothing', ''],
    ['no JSON', 'ResultCode=0840'],
    ['a list', '[]'],
    ['no code', '{"PartnerParams":{"job_id":"j"}}'],
    ['no job', '{"ResultCode":"0840"}'],
  ])('calls %s malformed', async (_, body) => {
    expect(await handlerAt().handle(Buffer.from(body))).toEqual({
      status: 400,
      body: { status: 'not a callback' },
      verdict: 'malformed',
    });
  });

  it('refuses a callback that was sent to the path of another verification', async () => {
    const { handle, signals } = handlerAt();
    const callback = signedCallback('job-1', {}, NOW);
    expect(await handle(callback, at('/callbacks/smile-id/job-2'))).toMatchObject({
      status: 404,
      verdict: 'misdirected',
    });
    expect(signals).toEqual([]);
    expect(await handle(callback, at('/callbacks/smile-id/job-1'))).toMatchObject({ status: 200 });
  });

  it.each(['', '../job', 'ünïcode', 'a b', 'x'.repeat(101)])('knows no verification %p', async (jobId) => {
    const { handle, signals } = handlerAt();
    const { status } = await handle(signedCallback(jobId, {}, NOW));
    // Without a job id it is not even a callback.
    expect(status).toBe(jobId === '' ? 400 : 404);
    expect(signals).toEqual([]);
  });

  it('answers by what Temporal says', async () => {
    const callback = signedCallback('job-1', {}, NOW);
    expect(await answering('stored').handle(callback)).toMatchObject({ status: 200, verdict: 'stored' });
    expect(await answering('ended').handle(callback)).toMatchObject({ status: 200, verdict: 'ended' });
    expect(await answering('unknown').handle(callback)).toMatchObject({ status: 404, verdict: 'unknown' });
    const away = handlerAt(NOW, { signal: async () => Promise.reject(new Error('14 UNAVAILABLE: secret address')) });
    expect(await away.handle(callback)).toEqual({
      status: 503,
      body: { status: 'try again' },
      verdict: 'temporal-away',
    });
  });

  it('gives the same content the same request id, however it is signed and written', async () => {
    const { handle, signals } = handlerAt();
    const idOf = async (body: Buffer) => {
      expect((await handle(body)).status).toBe(200);
      return signals.at(-1)?.requestId;
    };
    const first = await idOf(signedCallback('job-1', {}, NOW));
    expect(await idOf(signedCallback('job-1', {}, Date.parse(NOW) + 5_000))).toBe(first);
    expect(await idOf(signedCallback('job-1', { ResultCode: 840, ConfidenceValue: '98' }, NOW))).toBe(first);
    expect(await idOf(signedCallback('job-1', { ResultText: 'Other' }, NOW))).toBe(first);
    // What anybody may write into a body without end makes no difference.
    expect(await idOf(signedCallback('job-1', { SmileJobID: '0000000002' }, NOW))).toBe(first);
    expect(await idOf(signedCallback('job-1', { IsFinalResult: 'true' }, NOW))).toBe(first);
    const others = [
      signedCallback('job-2', {}, NOW),
      signedCallback('job-1', { ResultCode: '0841' }, NOW),
      signedCallback('job-1', { ResultCode: '7777' }, NOW),
      signedCallback('job-1', { IsFinalResult: 'false' }, NOW),
      signedCallback('job-1', { IsMachineResult: 'false' }, NOW),
    ];
    const ids = new Set([first]);
    for (const other of others) ids.add(await idOf(other));
    expect(ids.size).toBe(6);
    ids.add(await idOf(signedCallback('job-1', { ResultCode: 'V3-CLEAR' }, NOW)));
    expect(ids.size).toBe(6);
  });

  it('shuts no genuine result out, however many claims were forged under a captured signature before', async () => {
    const { handle, signals } = handlerAt();
    const claim = (changes: object) => handle(signedCallback('job-1', changes, NOW));
    for (let code = 0; code < 2_000; code += 1)
      for (const IsMachineResult of ['true', 'false'])
        await claim({ ResultCode: String(code).padStart(4, '0'), IsMachineResult });
    const spent = new Set(signals.splice(0).map(({ requestId }) => requestId));
    for (const changes of [{ IsFinalResult: 'false' }, { ResultCode: '2210' }]) {
      expect(await claim(changes)).toMatchObject({ status: 200, verdict: 'stored' });
      expect(spent).not.toContain(signals.at(-1)?.requestId);
    }
  });

  it('gives what would decide differently ids of its own, and what would decide alike the same one', async () => {
    const { handle, signals } = handlerAt();
    const idOf = async (changes: object): Promise<string | undefined> => {
      await handle(signedCallback('job-1', changes, NOW));
      return signals.at(-1)?.requestId;
    };
    const deciding = ['0840', '0841', '0842', '0844', '0817', '1012', '1213', '0001', '2210', '7777'].flatMap(
      (ResultCode) => ['true', 'false'].map((IsMachineResult) => ({ ResultCode, IsMachineResult })),
    );
    const ids: (string | undefined)[] = [];
    for (const changes of deciding) ids.push(await idOf(changes));
    // A code of the reviewer's own is the reviewer's in any case.
    expect(new Set(ids).size).toBe(deciding.length - 1);
    expect(await idOf({ ResultCode: '0811' })).toBe(await idOf({ ResultCode: '0841' }));
    expect(await idOf({ ResultCode: '1241' })).not.toBe(await idOf({ ResultCode: '0841' }));
    const open = await idOf({ IsFinalResult: 'false' });
    expect(ids).not.toContain(open);
    expect(await idOf({ ResultCode: '0841', IsFinalResult: 'false' })).toBe(open);
  });

  it.each(['V3-CLEAR', '**Approved**', '\u001b[31m0840', 'Ada Lovelace', '00840', '٠٨٤٠'])(
    'passes on no code %p, which could be any text',
    async (ResultCode) => {
      const { handle, signals } = handlerAt();
      expect((await handle(signedCallback('job-1', { ResultCode }, NOW))).status).toBe(200);
      expect(signals.at(-1)?.claim.code).toBe('unknown');
    },
  );

  it('notices a signature that comes again under another body about the same job, and lets it pass', async () => {
    const { handle } = handlerAt();
    const send = async (body: Buffer) => {
      const { status, isSuspicious } = await handle(body);
      return [status, isSuspicious];
    };
    expect(await send(signedCallback('job-1', {}, NOW))).toEqual([200, undefined]);
    expect(await send(signedCallback('job-1', {}, NOW))).toEqual([200, undefined]);
    expect(await send(signedCallback('job-2', {}, NOW))).toEqual([200, undefined]);
    expect(await send(signedCallback('job-1', {}, Date.parse(NOW)))).toEqual([200, undefined]);
    expect(await send(signedCallback('job-1', { ResultCode: '0841' }, NOW))).toEqual([200, true]);
    expect(await send(signedCallback('job-1', {}, NOW))).toEqual([200, undefined]);
  });

  it('passes on no job number of Smile ID that is none, however long it is', async () => {
    const { handle, signals } = handlerAt();
    await handle(signedCallback('job-1', { SmileJobID: `PERSON ${'x'.repeat(1_000_000)}` }, NOW));
    expect(signals.at(-1)?.claim).not.toHaveProperty('smileJobId');
  });

  it('accepts each of two keys while one replaces the other, and no third', async () => {
    const { handle } = handlerAt(NOW, { partners: onePartner('the-new-key,the-old-key') });
    const content = { ResultCode: '0840', PartnerParams: { job_id: 'job-1' } };
    expect((await handle(signed(content, NOW, { apiKey: 'the-new-key' }))).status).toBe(200);
    expect((await handle(signed(content, NOW, { apiKey: 'the-old-key' }))).status).toBe(200);
    expect((await handle(signed(content, NOW))).status).toBe(401);
  });

  it("counts a partner's callback for that partner's addresses alone", async () => {
    const { handle, signals } = handlerAt(NOW, { partners: readPartners(SEVERAL_PARTNERS) });
    const send = async (path: string, key?: SigningKey) => {
      const { verdict } = await handle(signedCallback('job-1', {}, NOW, key), at(path));
      const [signal] = signals.splice(0);
      return [verdict, ...(signal === undefined ? [] : [signal.claim.partner])];
    };
    expect(await send('/callbacks/smile-id')).toEqual(['stored', undefined]);
    expect(await send('/callbacks/smile-id', KENYA)).toEqual(['stored', 'kenya']);
    expect(await send('/callbacks/smile-id/job-1')).toEqual(['stored', undefined]);
    expect(await send('/callbacks/smile-id/kenya/job-1', KENYA)).toEqual(['stored', 'kenya']);
    expect(await send('/callbacks/smile-id/uganda-test/job-1', UGANDA)).toEqual(['stored', 'uganda-test']);
    for (const key of [KENYA, UGANDA]) expect(await send('/callbacks/smile-id/job-1', key)).toEqual(['forged']);
    expect(await send('/callbacks/smile-id/kenya/job-1', UGANDA)).toEqual(['forged']);
    expect(await send('/callbacks/smile-id/uganda-test/job-1', PARTNER)).toEqual(['forged']);
    expect(await send('/callbacks/smile-id/default/job-1', KENYA)).toEqual(['forged']);
    expect(await send('/callbacks/smile-id/tanzania/job-1', KENYA)).toEqual(['forged']);
    expect(await send('/callbacks/smile-id/kenya/job-2', KENYA)).toEqual(['misdirected']);
    expect(await send('/callbacks/smile-id/KENYA/job-1', KENYA)).toEqual(['misdirected']);
  });

  it('knows no address without a name where every profile has one', async () => {
    const { SMILE_ID_PARTNER_ID: _, SMILE_ID_API_KEY: __, ...named } = SEVERAL_PARTNERS;
    const { handle } = handlerAt(NOW, { partners: readPartners(named) });
    const callback = signedCallback('job-1', {}, NOW, KENYA);
    expect(await handle(callback, at('/callbacks/smile-id/job-1'))).toMatchObject({ status: 401, verdict: 'forged' });
    expect(await handle(callback, at('/callbacks/smile-id'))).toMatchObject({ status: 200 });
  });

  it("keeps one partner's claims out of what another partner's verification may have", async () => {
    const { handle, signals } = handlerAt(NOW, { partners: readPartners(SEVERAL_PARTNERS) });
    for (let code = 820; code < 870; code += 1)
      await handle(signedCallback('job-1', { ResultCode: String(code) }, NOW, KENYA));
    const ids = signals.splice(0).map(({ requestId }) => requestId);
    for (const changes of [{ ResultCode: '0820' }, {}]) {
      expect(await handle(signedCallback('job-1', changes, NOW))).toMatchObject({ status: 200 });
      // A request id that was spent by another partner would be dropped by Temporal.
      expect(ids).not.toContain(signals.at(-1)?.requestId);
    }
    expect(signals).toHaveLength(2);
  });
});

describe('the address of a callback', () => {
  it.each([
    [undefined, { kind: 'anybody' }],
    ['/callbacks/smile-id', { kind: 'anybody' }],
    ['/callbacks/smile-id/?a=/callbacks/smile-id/v', { kind: 'anybody' }],
    ['/webhooks/kyc', { kind: 'anybody' }],
    ['/callbacks/smile-identity', { kind: 'anybody' }],
    ['/callbacks/smile-id/v-1', { kind: 'verification', partner: 'default', verificationId: 'v-1' }],
    ['/hooks/callbacks/smile-id/kenya/v-1?x', { kind: 'verification', partner: 'kenya', verificationId: 'v-1' }],
    ['/callbacks/smile-id/v 1', { kind: 'nobody' }],
    ['/callbacks/smile-id/Kenya/v', { kind: 'nobody' }],
    ['/callbacks/smile-id/a/b/c', { kind: 'nobody' }],
    ['/callbacks/smile%2Did', { kind: 'nobody' }],
    ['/hooks/callbacks/%73mile-id/kenya/v-1', { kind: 'nobody' }],
    ['/Callbacks/Smile-ID/v-1', { kind: 'nobody' }],
    ['/callbacks//smile-id/v-1', { kind: 'nobody' }],
    ['/callbacks/smile-id//v-1', { kind: 'nobody' }],
    ['/callbacks/smile-id?a=%20', { kind: 'anybody' }],
  ])('of %p is read', (path, address) => {
    expect(addressOf(path)).toEqual(address);
  });
});
