import { describe, expect, it } from '@jest/globals';
import type { CallbackFault, ChosenFault } from '../../simulator/fault-kinds.ts';
import type { JournalEntry } from '../../simulator/journal.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { signTimestamp } from '../../simulator/signature.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

const met = (fault: CallbackFault, more: object = {}): SimulatorOptions => ({
  faults: { rules: [{ fault, on: 'callback', times: 1, ...more }] },
});
const isGenuine = ({ signature, timestamp }: { signature: string; timestamp: string }) =>
  signature === signTimestamp('a-test-api-key', '085', timestamp);
/** The nth callback that was posted. */
const posted = async (simulator: Simulator, count: number): Promise<JournalEntry[]> => {
  let afterSeq = 0;
  const entries: JournalEntry[] = [];
  while (entries.length < count) {
    const entry = await simulator.nextJournalEntry(({ kind }) => kind === 'callback', { afterSeq });
    afterSeq = entry.seq;
    entries.push(entry);
  }
  return entries;
};

describe('a callback', () => {
  it('is lost, while job_status has the result', () =>
    withReceiver([200], ({ url, received }) =>
      withSimulator(met('lost'), async (simulator, partner) => {
        await partner.finish({}, undefined, 1, { callback_url: url });
        await partner.finish({ job_id: 'job-2', user_id: 'user-2' }, undefined, 1, { callback_url: url });
        await posted(simulator, 1);
        expect(received.map(({ body }) => body.PartnerParams.job_id)).toEqual(['job-2']);
        expect((await partner.status()).body.job_complete).toBe(true);
        expect(simulator.journal()).toContainEqual(
          expect.objectContaining({
            kind: 'fault',
            fault: 'lost',
            endpoint: 'callback',
            jobId: 'job-1',
            partnerId: '085',
          }),
        );
      }),
    ));

  it('is sent twice, signed anew or as the very same bytes', async () => {
    for (const resignRedeliveries of [true, false]) {
      await withReceiver([200], ({ url, next }) =>
        withSimulator({ ...met('doubled'), quirks: { resignRedeliveries } }, async (_simulator, partner) => {
          await partner.submit({}, undefined, { callback_url: url });
          const [first, second] = [(await next()).body, (await next()).body];
          expect([first, second].map(isGenuine)).toEqual([true, true]);
          if (!resignRedeliveries) expect(second).toEqual(first);
          expect(second.ResultCode).toBe(first.ResultCode);
        }),
      );
    }
  });

  it('is delayed', () =>
    withReceiver([200], ({ url }) =>
      withSimulator(met('delayed', { forMs: 300 }), async (simulator, partner) => {
        await partner.submit({}, undefined, { callback_url: url });
        const [sent] = await posted(simulator, 1);
        const fault = simulator.journal().find(({ kind }) => kind === 'fault');
        // Timers may be early by a part of a millisecond.
        expect(Date.parse(sent?.at ?? '') - Date.parse(fault?.at ?? '')).toBeGreaterThanOrEqual(299);
      }),
    ));

  it('is overtaken by the next one of its job, and by no other', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator(
        { ...met('reordered', { jobId: 'job-1', nth: 1, forMs: 3_600_000 }), timeScale: 36_000 },
        async (_simulator, partner) => {
          const scenario = { sandbox_scenario: 'review-approve' };
          await partner.finish(scenario, undefined, 1, { callback_url: url });
          await partner.finish({ job_id: 'job-2', user_id: 'user-2' }, undefined, 1, { callback_url: url });
          const seen = [(await next()).body, (await next()).body, (await next()).body];
          const own = seen.filter(({ PartnerParams }) => PartnerParams.job_id === 'job-1');
          expect(own.map(({ ResultCode }) => ResultCode)).toEqual(['1240', '0844']);
        },
      ),
    ));

  it('that waits to be overtaken is sent in the end', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator(met('reordered', { forMs: 50 }), async (_simulator, partner) => {
        await partner.submit({}, undefined, { callback_url: url });
        expect((await next()).body.ResultCode).toBe('0840');
      }),
    ));

  it.each([
    [4, 'approve', '0840', '0841'],
    [4, 'reject', '0841', '0840'],
    [4, 'under-review', '0844', '0840'],
    [2, 'approve', '0820', '0821'],
    [6, 'reject', '0811', '0810'],
    [1, 'approve', '1012', '0810'],
  ])(
    'of job type %d with %s is preceded by a forged one that says the opposite',
    (job_type, sandbox_scenario, code, opposite) =>
      withReceiver([401, 200], ({ url, next }) =>
        withSimulator(met('forged'), async (simulator, partner) => {
          if (job_type === 2) simulator.enrol('user-1');
          await partner.submit({ job_type, sandbox_scenario }, undefined, { callback_url: url });
          const [forged, genuine] = [(await next()).body, (await next()).body];
          expect([forged.ResultCode, genuine.ResultCode]).toEqual([opposite, code]);
          expect([forged, genuine].map(isGenuine)).toEqual([false, true]);
          expect(forged.signature).toMatch(/^[A-Za-z0-9+/]{43}=$/);
          expect(forged.PartnerParams).toEqual(genuine.PartnerParams);
          expect(forged.SmileJobID).toBe(genuine.SmileJobID);
          expect((await posted(simulator, 2)).map((entry) => 'fault' in entry && entry.fault)).toEqual([
            'forged',
            false,
          ]);
        }),
      ),
  );

  it('is followed by an altered one under its very signature', () =>
    withReceiver([500, 200], ({ url, next }) =>
      withSimulator({ ...met('altered'), callbacks: { retryDelaysMs: [1] } }, async (_simulator, partner) => {
        await partner.submit({ sandbox_scenario: 'reject' }, undefined, { callback_url: url });
        const [, genuine, altered] = [(await next()).body, (await next()).body, (await next()).body];
        expect([genuine.ResultCode, altered.ResultCode]).toEqual(['0841', '0840']);
        expect([altered.timestamp, altered.signature]).toEqual([genuine.timestamp, genuine.signature]);
        expect(isGenuine(altered)).toBe(true);
      }),
    ));

  it('is preceded by one about another job, or about none that exists, genuinely signed', () =>
    withReceiver([404, 200], ({ url, next }) =>
      withSimulator(met('foreign', { times: 2 }), async (_simulator, partner) => {
        await partner.submit({}, undefined, { callback_url: url });
        const [unknown, first] = [(await next()).body, (await next()).body];
        expect(unknown.PartnerParams.job_id).toMatch(/^unknown-/);
        expect(first.PartnerParams.job_id).toBe('job-1');
        await partner.submit({ job_id: 'job-2', user_id: 'user-2' }, undefined, { callback_url: url });
        const [foreign, second] = [(await next()).body, (await next()).body];
        expect(foreign.PartnerParams).toMatchObject({ job_id: 'job-1', user_id: 'user-1' });
        expect(foreign.SmileJobID).toBe(first.SmileJobID);
        expect(second.PartnerParams.job_id).toBe('job-2');
        expect([unknown, first, foreign, second].map(isGenuine)).toEqual([true, true, true, true]);
      }),
    ));

  it('has its fault chosen by the hook, which is told the result code', async () => {
    const asked: object[] = [];
    const chooseFault = (call: { endpoint: string; resultCode?: string }): ChosenFault | undefined => {
      if (call.endpoint === 'callback') asked.push(call);
      return call.resultCode === '0844' ? { fault: 'lost' } : undefined;
    };
    await withReceiver([200], ({ url, next }) =>
      withSimulator({ hooks: { chooseFault }, timeScale: 1e6 }, async (_simulator, partner) => {
        await partner.submit({ sandbox_scenario: 'review-approve' }, undefined, { callback_url: url });
        expect((await next()).body.ResultCode).toBe('1240');
      }),
    );
    expect(asked).toEqual([
      { endpoint: 'callback', jobId: 'job-1', resultCode: '0844' },
      { endpoint: 'callback', jobId: 'job-1', resultCode: '1240' },
    ]);
  });
});
