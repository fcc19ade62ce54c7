import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ID_OPTIONS, liveness, NOWHERE, problemsIn, rowsOf, selfie, withSmile } from './with-smile.ts';

const job = (jobId: string, ...more: string[]): string[] => ['--user-id', 'person-1', '--job-id', jobId, ...more];
const registration = (...more: string[]): string[] => [
  ...['submit', 'smartselfie-registration', ...job('j1'), '--selfie', selfie],
  ...more,
];
const scenario = (name: string): string[] => ['--partner-param', `sandbox_scenario=${name}`];

describe('smileflow smile submit', () => {
  it('sends a job and ends, and tells where its result is', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, out, err } = await smile([...registration('--liveness'), ...liveness(8)]);
      expect({ exitCode, out, err }).toEqual({
        exitCode: 0,
        out: 'Smile ID has taken job j1 (Smile job 0000000001).\nIts result: smileflow smile job-status j1 --user-id … --wait\n',
        err: '',
      });
      expect(simulator.jobs()).toMatchObject([{ jobId: 'j1', userId: 'person-1', jobType: 4 }]);
    }));

  it('waits for the answer, in words and in JSON', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, out, err } = await smile(registration('--wait'));
      expect({ exitCode, rows: rowsOf(out) }).toEqual({
        exitCode: 0,
        rows: [
          ['approved', "Enroll User (0840), by Smile ID's machine check"],
          ['job', 'j1'],
          ['Smile job', '0000000001'],
          ['pictures', 'selfie'],
        ],
      });
      expect(err).toMatch(/^Smile ID has taken job j1 \(Smile job 0000000001\)\.\n/);
      const again = await smile(registration('--wait', '--may-exist', '--json'));
      expect(again).toMatchObject({
        exitCode: 0,
        err: expect.stringMatching(/^Smile ID had job j1 \(Smile job 0000000001\) already; nothing was sent again\.\n/),
      });
      expect(JSON.parse(again.out)).toMatchObject({
        ...{ product: 'smartselfie-registration', jobId: 'j1', isNew: false },
        report: { status: 'final', result: { category: 'approved' }, raw: { job_success: true } },
      });
      expect(simulator.bills()).toMatchObject([{ jobId: 'j1', times: 1 }]);
    }));

  it('takes a picture from a pipe, which can be read once', () =>
    withSmile({}, async ({ smile, simulator, cwd }) => {
      const pipe = join(cwd, 'pipe.jpg');
      execFileSync('mkfifo', [pipe]);
      const args = ['submit', 'smartselfie-registration', ...job('j1'), '--selfie', pipe];
      const [{ exitCode }] = await Promise.all([smile(args), writeFile(pipe, await readFile(selfie))]);
      expect(exitCode).toBe(0);
      expect(simulator.jobs()).toMatchObject([{ jobId: 'j1' }]);
    }));

  it.each([
    [3, 'rejected', ['--wait'], ['--partner-param', 'sandbox_result=1']],
    [9, 'provisional', ['--wait'], scenario('provisional')],
    [9, 'pending', ['--wait', '1s'], scenario('never')],
    [6, 'technical', ['--wait'], scenario('system-error')],
    [11, 'unknown', ['--wait'], scenario('unknown-code')],
    [0, 'approved', ['--wait', '1m', '--until', 'final-result'], scenario('review-approve')],
  ])('ends with %d where the answer is: %s', (exitCode, word, waiting, params) =>
    withSmile({ timeScale: 100_000 }, async ({ smile }) => {
      const ended = await smile(registration(...waiting, ...params));
      expect(ended.exitCode).toBe(exitCode);
      expect(rowsOf(ended.out)[0]?.[0]).toBe(word);
    }),
  );

  it('takes no lookup for the result of a job that goes on', () =>
    withSmile({}, async ({ smile }) => {
      const args = ['submit', 'biometric-kyc', ...job('j1'), '--selfie', selfie, ...ID_OPTIONS, '--wait', '3s'];
      const { exitCode, out } = await smile([...args, ...scenario('lookup-only')]);
      expect({ exitCode, first: rowsOf(out)[0] }).toEqual({
        exitCode: 9,
        first: ['pending', expect.stringMatching(/\(1012\), by the ID authority, which is one part of it$/)],
      });
    }));

  it('can be left while it waits, and says how to come back', () =>
    withSmile({}, async ({ begin }) => {
      const going = begin(registration('--wait', '1m', ...scenario('never'), '--json'));
      await going.said("Waiting for Smile ID's answer about job j1 …");
      going.child.kill('SIGINT');
      const { exitCode, out, err } = await going.ended;
      const message =
        'interrupted; Smile ID goes on without you. Come back with: smileflow smile job-status j1 --user-id … --wait';
      expect(exitCode).toBe(130);
      expect(err).toContain(`smileflow: ${message}\n`);
      expect(JSON.parse(out)).toEqual({ error: { kind: 'interrupted', message, problems: [] } });
    }));

  it('can be left while it sends, and says that nobody knows whether the job arrived', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await withSmile({ hooks: { beforeAnswer: () => held } }, async ({ begin }) => {
      const going = begin(registration());
      await going.said('Sending job j1 to Smile ID …');
      going.child.kill('SIGINT');
      expect(await going.ended).toMatchObject({
        exitCode: 130,
        err: expect.stringMatching(
          /\nsmileflow: interrupted; whether Smile ID has the job is not known: ask smileflow smile job-status j1 /,
        ),
      });
      answer();
    });
  });

  it('refuses a job id that is in use, in the words of the command line', () =>
    withSmile({}, async ({ smile, simulator }) => {
      await smile(registration());
      const { exitCode, out, err } = await smile(registration('--json'));
      const message =
        'Smile ID knows a job of this id already (2215): give another --job-id, or --may-exist if an earlier try of yours sent it.';
      expect({ exitCode, err }).toEqual({ exitCode: 6, err: `smileflow: ${message}\n` });
      expect(JSON.parse(out)).toEqual({ error: { kind: 'request-refused', message, problems: [], code: '2215' } });
      expect(simulator.bills()).toMatchObject([{ times: 1 }]);
    }));

  it('says all that is wrong at once, the account too, and asks nobody', () =>
    withSmile({}, async ({ smile, simulator, cwd }) => {
      await writeFile(join(cwd, 'text.jpg'), 'a text');
      const { SMILE_ID_BASE_URL } = { SMILE_ID_BASE_URL: simulator.url };
      const args = [
        ...['submit', 'biometric-kyc', '--user-id', 'a', '--user-id', 'b', '--selfie', 'text.jpg', '--country', 'ng'],
        ...['--job-id', ' j', '--callback-url', 'ftp://x', '--wait', 'soon', '--until', 'ever', '--partner-param', 'a'],
        ...['--id-info', 'missing.json', '--json'],
      ];
      const env = { SMILE_ID_BASE_URL, SMILE_ID_API_KEY: 'with a space' };
      const { exitCode, out, err } = await smile(args, { env });
      expect(exitCode).toBe(2);
      expect(err).toMatch(/^smileflow: 11 problems, the job was not sent:\n/);
      expect(problemsIn(err)).toEqual([
        'SMILE_ID_PARTNER_ID is not set: copy it from the portal with its leading zeros',
        'SMILE_ID_API_KEY has a stray space: remove it, and put a comma or a line break between two keys',
        '--user-id is given 2 times: give it once',
        '--id-info cannot be read (ENOENT): check the path',
        'the 1. --partner-param has no key: give it as key=value',
        '--wait is no duration: give a number with s, m, h or d, such as 90s or 12h',
        '--until must be first-answer or final-result',
        '--country must be two capital letters, ISO 3166-1, such as NG',
        '--job-id begins or ends with a blank',
        '--callback-url must be an http or https URL',
        '--selfie is not a JPEG picture, whatever its name says: give a JPEG',
      ]);
      expect(JSON.parse(out)).toMatchObject({ error: { kind: 'invalid-request', problems: problemsIn(err) } });
      expect(err).not.toMatch(/with a space|\n {4}at /);
      expect(simulator.journal()).toEqual([]);
    }));

  it.each([
    [['--until', 'final-result'], '--until is about waiting: give --wait as well, or leave it out'],
    [['--wait', '8d'], '--wait must be at most 7d'],
    [['--wait', '1m', '--wait', '2m'], '--wait is given 2 times: give it once'],
    [['--job-id', 'j2'], '--job-id is given 2 times: give it once'],
    [
      ['--partner', 'kenya'],
      '--partner names a profile, and SMILE_ID_PARTNERS lists none: set it, or leave --partner out',
    ],
  ])('refuses %j', (args, problem) =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, out, err } = await smile(registration(...args));
      expect({ exitCode, out, err }).toEqual({
        exitCode: 2,
        out: '',
        err: `smileflow: The job was not sent: ${problem}.\n`,
      });
      expect(simulator.journal()).toEqual([]);
    }),
  );

  it('tells what only the list of Smile ID knows, and does not send the job', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const args = ['submit', 'enhanced-kyc', ...job('k1'), '--country', 'NG', '--id-type', 'NIN_V2', '--id-number'];
      expect(await smile([...args, '4711'])).toMatchObject({
        exitCode: 2,
        err: 'smileflow: The job was not sent: --id-number does not have the form of NG NIN_V2: ^[0-9]{11}$.\n',
      });
      expect(simulator.jobs()).toEqual([]);
      expect((await smile([...args, '4711', '--skip-id-check'])).exitCode).not.toBe(2);
      expect(simulator.jobs()).toHaveLength(1);
    }));

  it('ends with 7 where Smile ID cannot be reached', () =>
    withSmile({}, async ({ smile, env }) => {
      const nowhere = { env: { ...env, SMILE_ID_BASE_URL: NOWHERE } };
      const { exitCode, err } = await smile(registration(), nowhere);
      expect(exitCode).toBe(7);
      expect(err).toMatch(/^smileflow: While creating the job at Smile ID, the connection was refused/m);
      expect(err).not.toMatch(/\n {4}at /);
    }));

  it('says what to do where an answer was lost', async () => {
    const lost = { hooks: { beforeAnswer: ({ endpoint }: { endpoint: string }) => lose(endpoint) } };
    await withSmile(lost, async ({ smile, simulator }) => {
      const { exitCode, err } = await smile(['enhanced-kyc', ...job('k1'), ...ID_OPTIONS]);
      expect(exitCode).toBe(1);
      expect(err).toMatch(
        /Whether the job exists is not known: before anything is sent again, ask smileflow smile job-status k1 --user-id … --wait\.\n$/,
      );
      expect(simulator.bills()).toMatchObject([{ times: 1 }]);
    });
  });
});

function lose(endpoint: string): void {
  if (endpoint === 'id-verification') throw new Error('the answer is lost');
}
