import { describe, expect, it } from '@jest/globals';
import { scenarios } from '../../simulator/scenarios.ts';
import { registration, withSimulator } from './partner.ts';

const none = [[], [], [], [], []];

/** Result codes in order, for the job types 1, 2, 4, 6 and 11; null: not for this type. */
const expected: Record<keyof typeof scenarios, (string[] | null)[]> = {
  approve: [['1012', '0810'], ['0820'], ['0840'], ['0810'], ['0810']],
  'approved-with-attention': [null, null, null, ['0817'], ['0817']],
  reject: [['1012', '0811'], ['0821'], ['0841'], ['0811'], ['0811']],
  'reject-quality': [['1012', '0912'], ['0922'], ['0942'], ['0001'], ['0001']],
  'no-face': [['1012', '0911'], ['0921'], ['0941'], ['0001'], ['0001']],
  provisional: [['1012', '0812'], ['0822'], ['0842'], [], []],
  'provisional-approve': [['1012', '0812', '1210'], ['0822', '1220'], ['0842', '1240'], ['0810'], ['0810']],
  'under-review': [['1012', '0814'], ['0824'], ['0844'], [], []],
  'review-approve': [['1012', '0814', '1210'], ['0824', '1220'], ['0844', '1240'], ['0810'], ['0810']],
  'review-reject': [['1012', '0814', '1211'], ['0824', '1221'], ['0844', '1241'], ['0811'], ['0811']],
  'review-reject-spoof': [['1012', '0814', '1212'], ['0824', '1222'], ['0844', '1242'], ['0811'], ['0811']],
  'unclassified-document': [null, null, null, ['0812'], ['0812']],
  'unsupported-document': [null, null, null, ['0816'], ['0816']],
  'unsupported-id-type': [null, null, null, ['1014'], ['1014']],
  'id-not-found': [['1013'], null, null, null, ['1013']],
  'bad-id-number': [['1014'], null, null, null, null],
  'not-enabled': [['1016'], null, null, null, null],
  'issuer-unavailable': [['1015', '0908'], null, null, null, ['1015']],
  'issuer-unavailable-for-a-while': [['1015'], null, null, null, ['1015']],
  spoof: [['1012', '0813'], null, null, null, null],
  'strict-spoof': [['1012', '0907'], null, null, null, null],
  'no-authority-photo': [['1012', '0001'], null, null, null, null],
  'machine-unsure': [['1012', '0815', '1210'], null, null, null, null],
  'review-unsure': [['1012', '0814', '1213'], null, null, null, null],
  'review-reject-card': [['1012', '0814', '1214'], null, null, null, null],
  // Of the products that are one request: see one-request.test.ts.
  'issuer-recovers': [null, null, null, null, null],
  'partial-match': [null, null, null, null, null],
  'no-match': [null, null, null, null, null],
  'identical-pictures': [null, null, null, null, null],
  'lookup-only': [['1012'], null, null, null, null],
  never: none,
  'no-zip': none,
  'unknown-code': [['1012', '0899'], ['0899'], ['0899'], ['0899'], ['0899']],
  'string-result': none,
  'system-error': [['0001'], ['0001'], ['0001'], ['0001'], ['0001']],
};
const rows = Object.entries(expected).flatMap(([name, codes]) =>
  [1, 2, 4, 6, 11].map((jobType, n) => [name, jobType, codes[n] ?? null] as const),
);

describe('a scenario', () => {
  it('is expected here for every row of the table', () => {
    expect(Object.keys(expected).sort()).toEqual(Object.keys(scenarios).sort());
  });

  it.each(rows.flatMap(([name, jobType, codes]) => (codes?.length ? [[name, jobType, codes] as const] : [])))(
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

  it.each(rows.filter(([, , codes]) => codes === null))(
    '%s is refused to job type %d, which approves',
    (name, job_type) =>
      withSimulator({}, async (simulator, partner) => {
        if (job_type === 2) simulator.enrol('user-1');
        await partner.prepare(registration({ job_type, sandbox_scenario: name }));
        expect(simulator.jobs()).toMatchObject([{ scenario: 'approve' }]);
        expect(simulator.journal()).toContainEqual(
          expect.objectContaining({ kind: 'warning', message: expect.stringContaining(`for job type ${job_type}`) }),
        );
      }),
  );

  it.each([
    [6, 'under-review'],
    [6, 'provisional'],
    [11, 'under-review'],
    [1, 'lookup-only'],
  ])('for job type %d leaves the job incomplete: %s', (job_type, sandbox_scenario) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const started = simulator.nextJournalEntry((entry) => entry.kind === 'processing-started');
      await partner.submit({ job_type, sandbox_scenario });
      await started;
      expect((await partner.status()).body).toMatchObject({ job_complete: false, job_success: false, code: '2302' });
      expect(simulator.jobs()).toMatchObject([{ state: 'processing', paid: true }]);
    }),
  );

  it.each([1, 11])('issuer-unavailable-for-a-while is over with the next job of the user, job type %d', (job_type) =>
    withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
      const params = { job_type, sandbox_scenario: 'issuer-unavailable-for-a-while' };
      await partner.finish(params);
      expect((await partner.status()).body).toMatchObject({ job_success: false, result: { ResultCode: '1015' } });
      await partner.finish({ ...params, job_id: 'job-2' }, undefined, job_type === 1 ? 2 : 1);
      await partner.finish({ ...params, job_id: 'job-3', user_id: 'user-2' });
      expect(simulator.jobs().map((job) => job.results.at(-1)?.resultCode)).toEqual(['1015', '0810', '1015']);
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

const enrolments = [
  ['approve', true],
  ['review-approve', true],
  ['provisional-approve', true],
  ['approved-with-attention', true],
  ['reject', false],
  ['under-review', false],
  ['provisional', false],
  ['review-reject', false],
  ['lookup-only', false],
  ['issuer-unavailable', false],
  ['unsupported-document', false],
  ['unknown-code', false],
] as const;

describe('an enrolment', () => {
  it.each(
    enrolments.flatMap(([name, isEnrolled]) =>
      [1, 4, 6, 11].flatMap((jobType) => {
        const codes = rows.find((row) => row[0] === name && row[1] === jobType)?.[2];
        return codes?.length ? [[name, jobType, isEnrolled, codes.length] as const] : [];
      }),
    ),
  )('after %s of job type %d happened: %s', (sandbox_scenario, job_type, isEnrolled, results) =>
    withSimulator({ timeScale: 1e6 }, async (_simulator, partner) => {
      await partner.finish({ job_type, sandbox_scenario }, undefined, results);
      const authentication = await partner.prepare(registration({ job_id: 'job-2', job_type: 2 }));
      expect(authentication.body.code).toBe(isEnrolled ? '2202' : '2210');
      const again = await partner.prepare(registration({ job_id: 'job-3', job_type: 4 }));
      expect(again.body.code).toBe(isEnrolled ? '2209' : '2202');
    }),
  );
});
