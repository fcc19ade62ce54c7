import { describe, expect, it } from '@jest/globals';
import { lookup } from './lookup.ts';
import { registration, withSimulator } from './partner.ts';

describe('bills', () => {
  it('are sent for what was processed, and not for what was only prepared', () =>
    withSimulator({}, async (simulator, partner) => {
      await partner.prepare(registration());
      await partner.finish({ job_id: 'job-2', user_id: 'user-2', sandbox_scenario: 'reject' });
      expect(simulator.bills()).toEqual([{ jobId: 'job-2', partnerId: '085', jobType: 4, times: 1 }]);
    }));

  it('count every accepted call of a product that is one request, repeats included', () =>
    withSimulator({}, async (simulator, partner) => {
      for (let call = 0; call < 3; call += 1) await partner.post('/v1/id_verification', lookup());
      await partner.post('/v1/id_verification', lookup({ job_id: 'job-2', user_id: 'user-2' }));
      await partner.post('/v1/id_verification', { ...lookup({ job_id: 'job-3' }), signature: 'forged' });
      expect(simulator.bills()).toEqual([
        { jobId: 'job-1', partnerId: '085', jobType: 5, times: 3 },
        { jobId: 'job-2', partnerId: '085', jobType: 5, times: 1 },
      ]);
      const response = await fetch(`${simulator.url}/_simulator/bills`);
      expect(await response.json()).toEqual({ jobs: 2, total: 4, bills: simulator.bills() });
    }));

  it('are sent for a call whose answer was lost, and not for one that was refused before', () =>
    withSimulator(
      {
        faults: {
          rules: [
            { fault: 'reset-after', on: 'id-verification', nth: 1 },
            { fault: 'reset-before', on: 'any', nth: 2 },
          ],
        },
      },
      async (simulator, partner) => {
        for (const n of [1, 2]) {
          const call = partner.post('/v1/id_verification', lookup({ job_id: `job-${n}` }));
          await expect(call).rejects.toThrow('fetch failed');
        }
        expect(simulator.bills()).toMatchObject([{ jobId: 'job-1', times: 1 }]);
      },
    ));

  it('keep the jobs of two partners apart', () => {
    const partners = [
      { partnerId: '085', apiKey: 'a-test-api-key' },
      { partnerId: '086', apiKey: 'another-key' },
    ];
    return withSimulator({ partners }, async (simulator, partner) => {
      await partner.post('/v1/id_verification', lookup());
      await partner.post('/v1/id_verification', lookup({}, { partnerId: '086', apiKey: 'another-key' }));
      expect(simulator.bills().map(({ partnerId }) => partnerId)).toEqual(['085', '086']);
    });
  });
});
