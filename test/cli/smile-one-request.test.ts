import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ID, ID_OPTIONS, liveness, NOWHERE, otherSelfie, problemsIn, rowsOf, selfie, withSmile } from './with-smile.ts';

const job = (jobId: string, ...more: string[]): string[] => ['--user-id', 'person-1', '--job-id', jobId, ...more];
const scenario = (name: string): string[] => ['--partner-param', `sandbox_scenario=${name}`];

describe('the products that are one request', () => {
  it('show what Smile ID knows, with ID data typed or from a file or a pipe', () =>
    withSmile({}, async ({ smile, cwd }) => {
      const rows = [
        ['approved', "ID Number Validated (1012), by Smile ID's machine check"],
        ['job', 'k1'],
        ['full name', 'Specimen Person'],
        ['id number', '00000000000'],
      ];
      const typed = await smile(['enhanced-kyc', ...job('k1'), ...ID_OPTIONS]);
      expect({ exitCode: typed.exitCode, err: typed.err }).toEqual({ exitCode: 0, err: '' });
      expect(rowsOf(typed.out)).toEqual(expect.arrayContaining(rows));
      expect(typed.out).not.toMatch(/http/);

      await writeFile(join(cwd, 'id.json'), JSON.stringify(ID));
      const filed = await smile(['submit', 'enhanced-kyc', ...job('k2'), '--id-info', 'id.json', '--json']);
      expect(JSON.parse(filed.out)).toMatchObject({
        report: { status: 'final', idData: { fullName: 'Specimen Person' }, raw: { ResultCode: '1012' } },
      });
      expect(filed.out).not.toMatch(/signature/i);

      const { idNumber, ...rest } = ID;
      const partly = ['--country', rest.country, '--id-type', rest.idType, '--id-info', '-'];
      const piped = await smile(['enhanced-kyc', ...job('k3'), ...partly], { stdin: JSON.stringify({ idNumber }) });
      expect(rowsOf(piped.out)[0]).toEqual(rows[0]);
    }));

  it('tell apart what needs a person', () =>
    withSmile({}, async ({ smile }) => {
      const basic = [
        'basic-kyc',
        ...ID_OPTIONS,
        '--first-name',
        'Joe',
        '--last-name',
        'Doe',
        '--date-of-birth',
        '1990-01-01',
      ];
      const partial = await smile([...basic, ...job('b1'), ...scenario('partial-match')]);
      expect(partial.exitCode).toBe(11);
      expect(rowsOf(partial.out)).toEqual(expect.arrayContaining([['names', 'Transposed']]));
      expect((await smile([...basic, ...job('b2'), ...scenario('no-match')])).exitCode).toBe(3);
    }));

  it('show a business, and a comparison of pictures', () =>
    withSmile({}, async ({ smile }) => {
      const business = [
        '--country',
        'NG',
        '--id-type',
        'BUSINESS_REGISTRATION',
        '--id-number',
        '12345',
        '--business-type',
        'co',
      ];
      const verified = await smile(['business-verification', ...job('v1'), ...business]);
      expect(verified.exitCode).toBe(0);
      expect(rowsOf(verified.out)).toEqual(
        expect.arrayContaining([
          ['legal name', 'Specimen Trading Ltd'],
          ['directors', 'Specimen Person, 1990-01-01'],
        ]),
      );
      const pictures = ['--selfie', selfie, '--comparison', otherSelfie, '--comparison-type', 'PORTRAIT'];
      const compared = await smile(['compare', ...job('c1'), ...pictures, '--liveness', ...liveness(4)]);
      expect({ exitCode: compared.exitCode, first: rowsOf(compared.out)[0] }).toEqual({
        exitCode: 0,
        first: ['approved', "Match (0840), by Smile ID's machine check"],
      });
    }));

  it('can answer by callback', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const args = ['enhanced-kyc', ...job('k1'), ...ID_OPTIONS, '--answer-by-callback'];
      expect(await smile(args)).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('--callback-url is missing: with --answer-by-callback the result comes there'),
      });
      expect(simulator.journal()).toEqual([]);
      const { exitCode, out } = await smile([...args, '--callback-url', `${NOWHERE}/`]);
      expect({ exitCode, out }).toEqual({ exitCode: 0, out: expect.stringMatching(/^Smile ID has taken job k1\.\n/) });
    }));

  const refused: [stdin: string, problem: unknown, ...more: string[]][] = [
    ['[]', '--id-info must hold an object, such as {"country": "NG", "idNumber": "…"}'],
    ['{"idNumber": "4711"', '--id-info holds no JSON: check that it is whole'],
    ['{"country": "NG", "idNumber": 4711}', '--id-info idNumber must be text'],
    ['{"idNumber": "4711\\n"}', '--id-info idNumber begins or ends with a blank'],
    ['{"businessType": "co"}', '--id-info businessType does not concern Enhanced KYC: leave it out'],
    ['{"country": "NG"}', '--country stands in --id-info as well: give it once', '--country', 'NG'],
    [
      '{"nin\\u001b[2J": "4711"}',
      expect.stringMatching(/^--id-info holds what is no field of an ID \(nin�\[2J\): country, /),
    ],
  ];
  it.each(refused)('refuse the ID data %s', (stdin, problem, ...more) =>
    withSmile({}, async ({ smile, simulator }) => {
      const args = ['enhanced-kyc', ...job('k1'), '--id-info', '-', ...more, '--json'];
      const { exitCode, out, err } = await smile(args, { stdin });
      expect(exitCode).toBe(2);
      const { problems } = (JSON.parse(out) as { error: { problems: string[] } }).error;
      expect(problems).toContainEqual(problem);
      expect(err).not.toMatch(/4711/);
      expect(simulator.journal()).toEqual([]);
    }),
  );

  it.each([
    ['{', '--id-info holds no JSON: check that it is whole'],
    ['[1]', '--id-info must hold an object, such as {"country": "NG", "idNumber": "…"}'],
  ])('miss nothing in ID data that cannot be read: %s', (stdin, problem) =>
    withSmile({}, async ({ smile }) => {
      const all = [['enhanced-kyc', ...job('k1')], ['basic-kyc', ...job('k1')], ['rate-limit-reset']];
      for (const args of all) {
        const alone = await smile([...args, '--id-info', '-'], { stdin });
        expect(alone).toMatchObject({ exitCode: 2, err: expect.stringMatching(/: [^;]*\.\n$/) });
        expect(alone.err).toContain(`: ${problem}.\n`);
        const { err } = await smile([...args, '--id-info', '-', '--country', 'ng'], { stdin });
        expect(problemsIn(err)).toEqual([problem, '--country must be two capital letters, ISO 3166-1, such as NG']);
      }
    }),
  );

  it('can be left while standard input does not end', () =>
    withSmile({}, async ({ begin, simulator }) => {
      const going = begin(['enhanced-kyc', ...job('k1'), '--id-info', '-'], { stdin: 'open' });
      await going.said('Reading standard input to its end (Ctrl-D) …');
      going.child.kill('SIGINT');
      expect(await going.ended).toMatchObject({ exitCode: 130, out: '' });
      expect(simulator.journal()).toEqual([]);
    }));
});
