import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ID, ID_OPTIONS, problemsIn, rowsOf, withSmile } from './with-smile.ts';

/** The vector of smile-id/signature.ts. */
const TIMESTAMP = '2024-05-24T09:45:43.044Z';
const SIGNATURE = 'qEJDLkJXomhoZ/cITgeYlYT4+SUFoRcKU1fE4fUVvtk=';

describe('smileflow smile signature', () => {
  it('signs, with no address and nobody asked', () =>
    withSmile({}, async ({ smile, env: { SMILE_ID_BASE_URL: _, ...env } }) => {
      const given = await smile(['signature', 'generate', '--timestamp', TIMESTAMP], { env });
      expect({ exitCode: given.exitCode, rows: rowsOf(given.out) }).toEqual({
        exitCode: 0,
        rows: [
          ['timestamp', TIMESTAMP],
          ['signature', SIGNATURE],
        ],
      });
      const now = JSON.parse((await smile(['signature', 'generate', '--json'], { env })).out);
      expect(now).toEqual({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
        signature: expect.stringMatching(/^[\w+/]{43}=$/),
      });
    }));

  it('tells a genuine one, typed or piped in, from others', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const confirm = (...more: string[]): string[] => ['signature', 'confirm', '--timestamp', TIMESTAMP, ...more];
      const typed = await smile(confirm('--signature', SIGNATURE));
      expect({ exitCode: typed.exitCode, out: typed.out }).toEqual({
        exitCode: 0,
        out: 'genuine: made with a key of this account\n',
      });
      for (const stdin of [SIGNATURE, `${SIGNATURE}\n`])
        expect(await smile(confirm('--signature', '-', '--json'), { stdin })).toMatchObject({
          ...{ exitCode: 0, out: '{"isGenuine":true}\n' },
        });
      const forged = SIGNATURE.replace('q', 'Q');
      expect(await smile(confirm('--signature', forged, '--json'))).toMatchObject({
        ...{ exitCode: 12, out: '{"isGenuine":false}\n' },
      });
      const said = await smile(confirm('--signature', '-'), { stdin: forged });
      expect(said).toMatchObject({ exitCode: 12, out: expect.stringMatching(/^not genuine: /), err: '' });
      expect(simulator.journal()).toEqual([]);
    }));

  it('says all that is wrong at once', () =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, err } = await smile(['signature', 'confirm', '--signature', '-'], { stdin: '\n', env: {} });
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        expect.stringMatching(/^SMILE_ID_PARTNER_ID is not set/),
        expect.stringMatching(/^SMILE_ID_API_KEY is not set/),
        '--timestamp is missing: give the text that came with the signature',
        '--signature is empty on standard input',
      ]);
      expect((await smile(['signature', 'generate', '--timestamp', ''])).exitCode).toBe(2);
    }));
});

describe('smileflow smile sec-key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const key = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64');
  const hash = createHash('sha256').update('85:1563283420000').digest('hex');
  const genuine = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(hash));
  const secKey = `${genuine.toString('base64')}|${hash}`;
  const env = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: key };

  it('makes one, and tells a genuine one from others', () =>
    withSmile({}, async ({ smile }) => {
      const made = await smile(['sec-key', 'generate', '--timestamp', '1563283420000'], { env });
      expect(made.exitCode).toBe(0);
      expect(rowsOf(made.out)).toEqual([
        ['timestamp', '1563283420000'],
        ['sec_key', expect.stringMatching(new RegExp(`\\|${hash}$`))],
      ]);
      expect(JSON.parse((await smile(['sec-key', 'generate', '--json'], { env })).out)).toEqual({
        timestamp: expect.any(Number),
        secKey: expect.any(String),
      });
      const confirm = (timestamp: string): string[] => [
        'sec-key',
        'confirm',
        '--timestamp',
        timestamp,
        '--sec-key',
        '-',
      ];
      expect((await smile(confirm('1563283420000'), { env, stdin: secKey })).exitCode).toBe(0);
      expect((await smile(confirm('1563283420001'), { env, stdin: secKey })).exitCode).toBe(12);
      expect(made.out).not.toContain(key);
    }));

  it('says what is wrong', () =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, err } = await smile(['sec-key', 'confirm', '--timestamp', 'now'], { env });
      expect(exitCode).toBe(2);
      expect(problemsIn(err)).toEqual([
        '--timestamp must be a whole number of milliseconds since 1970, such as 1563283420000',
        '--sec-key is missing: give it, or - for standard input',
      ]);
      const modern = await smile(['sec-key', 'generate']);
      expect(modern).toMatchObject({ exitCode: 2, err: expect.stringContaining('the API key is no legacy key') });
    }));
});

describe('smileflow smile supported-documents', () => {
  it('lists documents without an account and without asking', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const one = await smile(['supported-documents', 'BI'], { env: {} });
      expect({ ...one, durationMs: 0 }).toEqual({
        ...{ exitCode: 0, out: 'BI  PASSPORT, TRAVEL_DOC\n', err: '', durationMs: 0 },
      });
      const all = JSON.parse((await smile(['supported-documents', '--json'])).out);
      expect(all).toMatchObject({ BI: ['PASSPORT', 'TRAVEL_DOC'], NG: expect.arrayContaining(['VOTER_ID']) });
      expect((await smile(['supported-documents', 'FR'], { env: {} })).exitCode).toBe(8);
      expect(await smile(['supported-documents', 'ng'], { env: {} })).toMatchObject({
        exitCode: 2,
        err: 'smileflow: Nothing is listed: the country must be two capital letters, ISO 3166-1, such as NG.\n',
      });
      expect(simulator.journal()).toEqual([]);
    }));
});

describe('smileflow smile validate-id-info', () => {
  it('says what keeps ID data from being sent', () =>
    withSmile({}, async ({ smile, simulator }) => {
      const good = await smile(['validate-id-info', 'enhanced-kyc', ...ID_OPTIONS]);
      expect({ exitCode: good.exitCode, out: good.out }).toEqual({ exitCode: 0, out: 'Nothing is wrong.\n' });
      const stdin = JSON.stringify({ ...ID, idNumber: '4711', dateOfBirth: '1.1.2000' });
      const bad = await smile(['validate-id-info', 'enhanced-kyc', '--id-info', '-'], { stdin });
      expect({ exitCode: bad.exitCode, out: bad.out }).toEqual({
        exitCode: 2,
        out: 'wrong: --id-info dateOfBirth must be a date as YYYY-MM-DD\nwrong: --id-info idNumber does not have the form of NG NIN_V2: ^[0-9]{11}$\n',
      });
      const missing = await smile(['validate-id-info', 'biometric-kyc', '--country', 'NG', '--json']);
      expect(missing.exitCode).toBe(2);
      expect(JSON.parse(missing.out)).toEqual({
        problems: [
          '--id-type is missing: Biometric KYC needs it',
          '--id-number is missing: give it, or --has-id-card as a picture of the ID card',
        ],
        warnings: [],
      });
      expect(simulator.journal().every(({ kind }) => kind === 'services')).toBe(true);
    }));

  it('looks at the form alone where no address is set, and says so', () =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, out } = await smile(['validate-id-info', 'enhanced-kyc', ...ID_OPTIONS], { env: {} });
      expect(exitCode).toBe(0);
      expect(out).toMatch(/^a warning: Smile ID's list of ID types was not asked: .*\nNothing is wrong\.\n$/);
    }));
});

describe('smileflow smile validate-partner-params', () => {
  it('says what is wrong with a file, or with standard input, and asks nobody', () =>
    withSmile({}, async ({ smile, simulator, cwd }) => {
      await writeFile(join(cwd, 'params.json'), '\uFEFF{"job_id": "j", "user_id": "u", "job_type": 5}');
      const good = await smile(['validate-partner-params', 'params.json'], { env: {} });
      expect({ exitCode: good.exitCode, out: good.out }).toEqual({ exitCode: 0, out: 'Nothing is wrong.\n' });
      const bad = await smile(['validate-partner-params', '-'], {
        stdin: '{"job_id": 4711, "user_id": "u", "a\\u001b": 1}',
      });
      expect({ exitCode: bad.exitCode, lines: bad.out.trimEnd().split('\n') }).toEqual({
        exitCode: 2,
        lines: [
          'wrong: partner_params.job_id must be text: a number loses its leading zeros',
          expect.stringMatching(/^wrong: partner_params\.job_type must be one of/),
          expect.stringMatching(/^wrong: partner_params\.a\uFFFD must be text/),
        ],
      });
      const json = await smile(['validate-partner-params', '-', '--json'], { stdin: '[]' });
      expect(JSON.parse(json.out)).toEqual({
        problems: ['partner_params must be an object with job_id, user_id and job_type'],
      });
      expect(simulator.journal()).toEqual([]);
    }));

  it.each([
    ['missing.json', '', 'the file cannot be read (ENOENT): check the path'],
    ['-', '{"job_id": "4711"', 'standard input holds no JSON: check that it is whole'],
    ['-', ' '.repeat(1_100_000), 'standard input has more than 1000000 bytes'],
  ])('refuses %s that cannot be read', (file, stdin, problem) =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, out, err } = await smile(['validate-partner-params', file], { stdin });
      expect({ exitCode, out, err }).toEqual({
        exitCode: 2,
        out: '',
        err: `smileflow: Nothing was looked at: ${problem}.\n`,
      });
    }),
  );

  it('can be left while standard input does not end', () =>
    withSmile({}, async ({ begin }) => {
      const going = begin(['validate-partner-params', '-'], { stdin: 'open' });
      await going.said('Reading standard input to its end (Ctrl-D) …');
      going.child.kill('SIGINT');
      expect(await going.ended).toMatchObject({ exitCode: 130, out: '' });
    }));
});
