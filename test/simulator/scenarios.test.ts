import { describe, expect, it } from '@jest/globals';
import { scenarios } from '../../simulator/scenarios.ts';
import { registration, withSimulator } from './partner.ts';

/** Result codes in order, for registration and authentication. */
const expected: Record<keyof typeof scenarios, { 4: string[]; 2: string[] }> = {
  approve: { 4: ['0840'], 2: ['0820'] },
  reject: { 4: ['0841'], 2: ['0821'] },
  'reject-quality': { 4: ['0942'], 2: ['0922'] },
  'no-face': { 4: ['0941'], 2: ['0921'] },
  provisional: { 4: ['0842'], 2: ['0822'] },
  'provisional-approve': { 4: ['0842', '1240'], 2: ['0822', '1220'] },
  'under-review': { 4: ['0844'], 2: ['0824'] },
  'review-approve': { 4: ['0844', '1240'], 2: ['0824', '1220'] },
  'review-reject': { 4: ['0844', '1241'], 2: ['0824', '1221'] },
  'review-reject-spoof': { 4: ['0844', '1242'], 2: ['0824', '1222'] },
  never: { 4: [], 2: [] },
  'no-zip': { 4: [], 2: [] },
  'unknown-code': { 4: ['0899'], 2: ['0899'] },
  'string-result': { 4: [], 2: [] },
  'system-error': { 4: ['0001'], 2: ['0001'] },
};
const rows = Object.entries(expected).flatMap(([name, codes]) =>
  ([4, 2] as const).map((jobType) => [name, jobType, codes[jobType]] as const),
);

describe('a scenario', () => {
  it('is expected here for every row of the table', () => {
    expect(Object.keys(expected).sort()).toEqual(Object.keys(scenarios).sort());
  });

  it.each(rows.filter(([, , codes]) => codes.length > 0))(
    '%s reports for job type %d the codes %j',
    (name, job_type, codes) =>
      withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
        if (job_type === 2) simulator.enrol('user-1');
        await partner.finish({ job_type, sandbox_scenario: name }, undefined, codes.length);
        const [job] = simulator.jobs();
        expect(job?.scenario).toBe(name);
        expect(job?.results.map((result) => result.resultCode)).toEqual(codes);
      }),
  );

  it('never stays incomplete and is paid for', () =>
    withSimulator({}, async (simulator, partner) => {
      await partner.submit({ sandbox_scenario: 'never' });
      expect((await partner.status()).body).toMatchObject({ job_complete: false, code: '2302' });
      expect(simulator.jobs()).toMatchObject([{ paid: true, state: 'processing', results: [] }]);
    }));

  it('no-zip loses the upload, costs nothing and lets the partner retry', () =>
    withSimulator({}, async (simulator, partner) => {
      const { stored } = await partner.submit({ sandbox_scenario: 'no-zip' });
      expect(stored.httpStatus).toBe(200);
      expect((await partner.status()).body).toMatchObject({ job_complete: false, code: '2314' });
      expect(simulator.jobs()).toMatchObject([{ paid: false }]);
      expect((await partner.prepare(registration({}, { retry: true }))).body.code).toBe('2202');
    }));

  it('string-result is complete with a text that decides nothing', () =>
    withSimulator({}, async (_simulator, partner) => {
      await partner.submit({ sandbox_scenario: 'string-result' });
      let { body } = await partner.status();
      while (!body.job_complete) ({ body } = await partner.status());
      expect(body).toMatchObject({ job_success: true, code: '2302', result: 'Job completed' });
    }));

  it.each([
    ['0', 'approve'],
    [1, 'reject'],
    ['2', 'provisional-approve'],
  ])('is chosen by the official sandbox_result %j before anything else: %s', (sandbox_result, scenario) =>
    withSimulator({}, async (simulator, partner) => {
      await partner.prepare(registration({ sandbox_result, sandbox_scenario: 'never' }));
      expect(simulator.jobs()).toMatchObject([{ scenario }]);
    }),
  );

  it.each([{ sandbox_scenario: 'aprove' }, { sandbox_scenario: 'toString' }, { sandbox_result: '7' }])(
    'that is unknown approves and says so in the journal: %j',
    (params) =>
      withSimulator({}, async (simulator, partner) => {
        await partner.prepare(registration(params));
        expect(simulator.jobs()).toMatchObject([{ scenario: 'approve' }]);
        expect(simulator.journal()).toMatchObject([{ kind: 'warning', jobId: 'job-1' }, { kind: 'prep-upload' }]);
      }),
  );
});

describe('an enrolment', () => {
  it.each([
    ['approve', 1, true],
    ['review-approve', 2, true],
    ['provisional-approve', 2, true],
    ['reject', 1, false],
    ['under-review', 1, false],
    ['provisional', 1, false],
    ['review-reject', 2, false],
    ['unknown-code', 1, false],
  ] as const)('after %s with %d results happened: %s', (sandbox_scenario, results, isEnrolled) =>
    withSimulator({ timeScale: 1e6 }, async (_simulator, partner) => {
      await partner.finish({ sandbox_scenario }, undefined, results);
      const { body } = await partner.prepare(registration({ job_id: 'job-2', job_type: 2 }));
      expect(body.code).toBe(isEnrolled ? '2202' : '2210');
    }),
  );
});
