import { expect, it } from '@jest/globals';
import * as everything from '../../simulator/index.ts';
import {
  type Bill,
  type FaultPlan,
  type JobView,
  type PartnerOptions,
  type SimulatorHooks,
  type SimulatorQuirks,
  startSimulator,
} from '../../simulator/index.ts';
import { lookup } from './lookup.ts';

it('offers all that a test of somebody else needs, by name', async () => {
  expect(Object.keys(everything)).toEqual(['startSimulator']);
  const partners: PartnerOptions[] = [{ partnerId: '086', apiKey: 'second' }];
  const faults: FaultPlan = { rules: [{ fault: 'reset-after', on: 'id-verification', nth: 1 }] };
  const quirks: Partial<SimulatorQuirks> = { numericErrorCodes: true };
  const answered: string[] = [];
  const hooks: SimulatorHooks = { beforeAnswer: ({ endpoint }) => void answered.push(endpoint) };
  const simulator = await startSimulator({ partners, faults, quirks, hooks, processingMs: 0 });
  try {
    const body = JSON.stringify(lookup({}, { partnerId: '086', apiKey: 'second' }));
    const ask = () => fetch(`${simulator.url}/v1/id_verification`, { method: 'POST', body });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(await (await ask()).json()).toMatchObject({ ResultCode: '1012' });
    await simulator.nextJournalEntry(({ kind }) => kind === 'direct', { afterSeq: 0 });
    const bills: Bill[] = simulator.bills();
    expect(bills).toEqual([{ jobId: 'job-1', partnerId: '086', jobType: 5, times: 2 }]);
    const jobs: JobView[] = simulator.jobs();
    expect(jobs).toMatchObject([{ state: 'reported', paidRuns: 2 }]);
    expect(answered).toEqual(['id-verification', 'id-verification']);
  } finally {
    await simulator.close();
  }
});
