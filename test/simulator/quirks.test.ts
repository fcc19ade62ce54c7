import { describe, expect, it } from '@jest/globals';
import { parseQuirks } from '../../simulator/parse-quirks.ts';
import { defaultQuirks } from '../../simulator/quirks.ts';
import { goodArchive, zipOf } from './archive.ts';
import { registration, withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

const retry = { retry: true };

describe('a quirk', () => {
  it('lets a second PUT start, and bill, a second run', () =>
    withSimulator({ quirks: { secondPut: 'processed-again' } }, async (simulator, partner) => {
      const { prepared } = await partner.finish();
      const again = simulator.nextJournalEntry((entry) => entry.kind === 'result');
      await partner.put(prepared.upload_url, await goodArchive());
      await again;
      expect(simulator.bills()).toMatchObject([{ jobId: 'job-1', times: 2 }]);
      expect(simulator.jobs()[0]?.results).toHaveLength(2);
    }));

  it('gives a retried prep upload another Smile job id, which the result then has', () =>
    withSimulator({ quirks: { retryKeepsSmileJobId: false } }, async (simulator, partner) => {
      const first = (await partner.prepare(registration())).body;
      const second = (await partner.prepare(registration({}, retry))).body;
      expect([first.smile_job_id, second.smile_job_id]).toEqual(['0000000001', '0000000002']);
      expect(second.ref_id).toMatch(/^085-0000000002-/);
      const result = simulator.nextJournalEntry((entry) => entry.kind === 'result');
      await partner.put(second.upload_url, await goodArchive());
      await result;
      expect((await partner.status()).body.result.SmileJobID).toBe('0000000002');
    }));

  it.each([
    [true, 2],
    [false, 1],
  ])('decides whether deliveries are signed anew: %s', (resignRedeliveries, signatures) =>
    withReceiver([500, 200], ({ url, next }) =>
      withSimulator(
        { quirks: { resignRedeliveries }, callbacks: { retryDelaysMs: [20] } },
        async (_simulator, partner) => {
          await partner.submit({}, undefined, { callback_url: url });
          const bodies = [(await next()).body, (await next()).body];
          expect(new Set(bodies.map(({ signature }) => signature)).size).toBe(signatures);
          if (!resignRedeliveries) expect(bodies[1]).toEqual(bodies[0]);
        },
      ),
    ),
  );

  it.each([
    [true, { job_complete: true, job_success: true }],
    [false, { job_complete: false, job_success: false }],
  ])('decides what a provisional result completes: %s', (provisionalIsComplete, flags) =>
    withSimulator({ quirks: { provisionalIsComplete } }, async (_simulator, partner) => {
      await partner.finish({ sandbox_scenario: 'provisional' });
      expect((await partner.status()).body).toMatchObject({ ...flags, code: '2302', result: { ResultCode: '0842' } });
    }),
  );

  it('never takes a final result for an open one', () =>
    withSimulator({ quirks: { provisionalIsComplete: false } }, async (_simulator, partner) => {
      await partner.finish({ sandbox_scenario: 'reject' });
      expect((await partner.status()).body).toMatchObject({ job_complete: true, job_success: false });
    }));

  it('lets two users of a partner have the same job_id', () =>
    withSimulator({ quirks: { jobIdScope: 'user' } }, async (simulator, partner) => {
      await partner.finish();
      expect((await partner.prepare(registration({ user_id: 'user-2' }))).body.code).toBe('2202');
      expect((await partner.status()).body.code).toBe('2302');
      expect((await partner.status({ user_id: 'user-2' })).body.code).toBe('2314');
      expect(simulator.jobs()).toHaveLength(2);
    }));

  it.each([
    ['result', true, 1],
    ['callback-only', false, 1],
    ['none', false, 0],
  ] as const)('tells of an info.json that cannot be used: %s', (archiveErrors, isComplete, callbacks) =>
    withReceiver([200], ({ url, received }) =>
      withSimulator({ quirks: { archiveErrors } }, async (simulator, partner) => {
        const warned = simulator.nextJournalEntry((entry) => entry.kind === 'warning');
        const sent = simulator.nextJournalEntry(
          (entry) => entry.kind === (archiveErrors === 'none' ? 'warning' : 'callback'),
        );
        await partner.submit({}, await zipOf({ 'info.json': '{' }), { callback_url: url });
        expect(await warned).toMatchObject({ message: expect.stringContaining('Invalid JSON') });
        await sent;
        expect((await partner.status()).body.job_complete).toBe(isComplete);
        expect(received.map(({ body }) => body.ResultCode)).toEqual(Array(callbacks).fill('2203'));
        expect(simulator.bills()).toHaveLength(1);
      }),
    ),
  );

  it('leaves an unreadable zip reported all the same', () =>
    withSimulator({ quirks: { archiveErrors: 'none' } }, async (_simulator, partner) => {
      await partner.finish({}, Buffer.from('no zip'));
      expect((await partner.status()).body.result.ResultCode).toBe('0001');
    }));
});

describe('quirks on the command line', () => {
  it('can set every quirk to its default', () => {
    const texts = Object.entries(defaultQuirks).map(([name, value]) => `${name}=${value}`);
    expect(parseQuirks(texts)).toEqual(defaultQuirks);
  });

  it('take a number, null, and the last of two', () => {
    expect(parseQuirks(['maxSkewMs=1', 'zipLagMs=5', 'maxSkewMs=null'])).toEqual({ maxSkewMs: null, zipLagMs: 5 });
  });

  it('are refused with every unknown name and wrong value', () => {
    expect(() => parseQuirks(['colour=blue', 'secondPut=maybe', 'zipLagMs=', 'compareNoFaceStatus=500'])).toThrow(
      /^"colour" is no quirk: there are strictTimestampFormat, .*; secondPut must be ignored or processed-again, not "maybe"; zipLagMs must be a number of milliseconds, not ""; compareNoFaceStatus must be 200 or 400, not "500"$/,
    );
    expect(() => parseQuirks(['__proto__=1'])).toThrow(RangeError);
  });
});
