import { describe, expect, it } from '@jest/globals';
import { ID_OPTIONS, KEY, NOWHERE, problemsIn, rowsOf, selfie, withSmile } from './with-smile.ts';

const scenario = (name: string): string[] => ['--partner-param', `sandbox_scenario=${name}`];

describe('smileflow smile job-status', () => {
  const submit = (...more: string[]): string[] => [
    ...['submit', 'smartselfie-registration', '--user-id', 'u', '--job-id', 'j1', '--selfie', selfie],
    ...more,
  ];
  const STATUS = ['job-status', 'j1', '--user-id', 'u'];

  it('tells all that was reported, or less', () =>
    withSmile({ timeScale: 100_000 }, async ({ smile, simulator }) => {
      await smile(submit(...scenario('review-reject')));
      const waited = await smile([...STATUS, '--wait', '--until', 'final-result']);
      expect({ exitCode: waited.exitCode, rows: rowsOf(waited.out).map(([name]) => name) }).toEqual({
        exitCode: 3,
        rows: ['rejected', 'job', 'Smile job', 'next', 'also', 'pictures'],
      });
      const { exitCode, out } = await smile([...STATUS, '--product', 'smartselfie-registration', '--json']);
      expect(exitCode).toBe(3);
      const full = JSON.parse(out);
      expect(full).toMatchObject({
        status: 'final',
        results: [{ authority: 'reviewer' }, {}],
        raw: { job_complete: true },
      });
      expect(full.pictures).toEqual([{ role: 'selfie', url: expect.stringMatching(/^http/) }]);
      expect(waited.out).not.toContain('http');
      const less = JSON.parse((await smile([...STATUS, '--no-history', '--no-image-links', '--json'])).out);
      expect({ pictures: less.pictures, results: less.results.length }).toEqual({ pictures: [], results: 1 });
      expect(simulator.bills()).toMatchObject([{ times: 1 }]);
    }));

  it('ends with 9 while nothing is reported, and with 8 for a job that is none', () =>
    withSmile({}, async ({ smile }) => {
      await smile(submit(...scenario('never')));
      const pending = await smile(STATUS);
      expect({ exitCode: pending.exitCode, rows: rowsOf(pending.out) }).toEqual({
        exitCode: 9,
        rows: [
          ['pending', 'Smile ID has not said anything about the person yet.'],
          ['job', 'j1'],
        ],
      });
      expect(JSON.parse((await smile([...STATUS, '--wait', '1s', '--json'])).out)).toMatchObject({ status: 'pending' });
      const { exitCode, out, err } = await smile(['job-status', 'j2', '--user-id', 'u', '--wait', '--json']);
      expect(exitCode).toBe(8);
      const message =
        'Smile ID has no such job (2304): check the job id, --user-id, and whether the account is the one that sent it.';
      expect(err).toContain(`smileflow: ${message}\n`);
      expect(JSON.parse(out)).toEqual({ error: { kind: 'not-found', message, problems: [], code: '2304' } });
    }));

  it('ends with 7 where nothing was answered in the whole time, and says how to come back', () =>
    withSmile({}, async ({ smile, env }) => {
      const around = { env: { ...env, SMILE_ID_BASE_URL: NOWHERE } };
      const { exitCode, err } = await smile([...STATUS, '--wait', '1s'], around);
      expect(exitCode).toBe(7);
      expect(err).toContain('Come back with: smileflow smile job-status j1 --user-id … --wait\n');
    }));

  it('shows nothing that could move the cursor', () =>
    withSmile({}, async ({ smile, env }) => {
      const around = { env: { ...env, SMILE_ID_BASE_URL: NOWHERE } };
      // A control character would be refused; this one turns the direction of what follows.
      const { err } = await smile(['job-status', 'j\u202e1', '--user-id', 'u', '--wait', '4s'], around);
      expect(err).toMatch(/^Waiting for Smile ID's answer about job j\uFFFD1 …\nCome back with: .*j\uFFFD1/);
      expect(err).not.toContain('\u202e');
      expect(await smile(['job-status', 'j\u001b[2J1', '--user-id', 'u'], around)).toMatchObject({
        exitCode: 2,
        err: expect.stringMatching(/: <job-id> holds a control character, such as a tab or a line break\.\n$/),
      });
    }));

  it('says all that is wrong at once', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, err } = await smile(['job-status', '', '--product', 'selfie', '--until', 'final-result']);
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        '--user-id is missing: give the user id that the job was sent with',
        expect.stringMatching(/^--product must be one of smartselfie-registration, /),
        '--until is about waiting: give --wait as well, or leave it out',
        '<job-id> is empty',
      ]);
      expect(simulator.journal()).toEqual([]);
    }));
});

describe('smileflow smile web-token', () => {
  const args = [
    ...['web-token', '--user-id', 'u', '--job-id', 'j1', '--product', 'biometric_kyc'],
    ...['--callback-url', 'https://example.com/callback'],
  ];

  it('prints the token, and until when it is good', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, out, err } = await smile(args);
      expect({ exitCode, err, rows: rowsOf(out) }).toEqual({
        ...{ exitCode: 0, err: '' },
        rows: [
          ['token', expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)],
          ['expires', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)],
        ],
      });
      const { token, expiresAt } = JSON.parse((await smile([...args, '--json'])).out);
      const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
      expect(claims).toMatchObject({ partner_params: { user_id: 'u', job_id: 'j1' } });
      expect(Date.parse(expiresAt)).toBe(claims.exp * 1_000);
      expect(simulator.jobs()).toEqual([]);
    }));

  it('says all that is wrong at once, and asks nobody', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, err } = await smile([
        'web-token',
        '--user-id',
        '',
        '--product',
        'x',
        '--callback-url',
        'nowhere',
      ]);
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        '--user-id is empty: give the id under which your system knows the person',
        '--job-id is missing: give each job an id of its own',
        expect.stringMatching(/^--product must be one of authentication, smartselfie, /),
        '--callback-url must be an http or https URL',
      ]);
      expect(simulator.journal()).toEqual([]);
    }));
});

describe('smileflow smile services', () => {
  it('lists what can be looked up, for anybody', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const around = { env: { SMILE_ID_BASE_URL: simulator.url } };
      const { exitCode, out } = await smile(['services', '--country', 'NG'], around);
      expect(exitCode).toBe(0);
      expect(rowsOf(out)).toEqual(
        expect.arrayContaining([
          ['NG'],
          ['', 'NIN_V2', 'id_number'],
          ['', 'BANK_ACCOUNT', 'id_number, bank_code'],
          ['bank codes, of NG'],
          ['', '044', 'Specimen Bank'],
        ]),
      );
      const all = JSON.parse((await smile(['services', '--json'], around)).out);
      expect(Object.keys(all.idTypes).length).toBeGreaterThan(1);
      const one = JSON.parse((await smile(['services', '--country', 'KE', '--json'], around)).out);
      expect({ countries: Object.keys(one.idTypes), bankCodes: one.bankCodes }).toEqual({
        countries: ['KE'],
        bankCodes: [],
      });
      expect(await smile(['services', '--country', 'FR'], around)).toMatchObject({
        exitCode: 8,
        err: expect.stringMatching(/^smileflow: Smile ID lists no types of ID for FR: it has .*NG/),
      });
    }));

  it('needs an address, and a country that is one', () =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, err } = await smile(['services', '--country', 'Nigeria'], { env: {} });
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        expect.stringMatching(/^neither SMILE_ID_ENVIRONMENT nor SMILE_ID_BASE_URL is set/),
        '--country must be two capital letters, ISO 3166-1, such as NG',
      ]);
      expect((await smile(['services'], { env: { SMILE_ID_BASE_URL: NOWHERE } })).exitCode).toBe(7);
    }));
});

describe('smileflow smile rate-limit-reset', () => {
  it('lets a number be asked about again', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, out } = await smile(['rate-limit-reset', ...ID_OPTIONS]);
      expect({ exitCode, out }).toEqual({ exitCode: 0, out: 'The ID number can be asked about again.\n' });
      const stdin = JSON.stringify({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' });
      const piped = await smile(['rate-limit-reset', '--id-info', '-', '--json'], { stdin });
      expect(JSON.parse(piped.out)).toEqual({ isReset: true });
      expect(simulator.journal()).toMatchObject([{ kind: 'rate-limit-reset' }, { kind: 'rate-limit-reset' }]);
    }));

  it('says all that is wrong at once, and asks nobody', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const { exitCode, err } = await smile(['rate-limit-reset', '--country', 'ng', '--id-type', '']);
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        '--country must be two capital letters, ISO 3166-1, such as NG',
        '--id-type is empty',
        '--id-number is missing: give the number that is blocked',
      ]);
      const { err: nothing } = await smile(['rate-limit-reset']);
      expect(problemsIn(nothing)).toEqual([
        '--country is missing: give two capital letters, such as NG',
        '--id-type is missing: say what ID it is',
        '--id-number is missing: give the number that is blocked',
      ]);
      expect(simulator.journal()).toEqual([]);
      expect(err).not.toContain(KEY);
    }));
});
