import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { runCommand } from '../../cli/run-command.ts';
import { PRODUCT_NAMES } from '../../domain/product.ts';
import { packageRoot } from './command.ts';
import { KEY, NOWHERE, withSmile } from './with-smile.ts';

const STATUS = ['job-status', 'j1', '--user-id', 'u'];
const ASSIGNED = 'the file that SMILE_ID_API_KEY_FILE names holds NAME=value: leave the key alone in it';
const NO_SUCH_JOB = 8;

describe('the account of smileflow smile', () => {
  it('has its key in a file, with or without a line break at its end', () =>
    withSmile({}, async ({ smile, cwd, simulator }) => {
      for (const [name, content] of [
        ['plain', KEY],
        ['unix', `${KEY}\n`],
        ['windows', `${KEY}\r\n`],
        ['rotated', `${KEY}\nanother-key\n`],
      ] as const) {
        await writeFile(join(cwd, name), content);
        const env = {
          ...{ SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY_FILE: name },
          SMILE_ID_BASE_URL: simulator.url,
        };
        expect((await smile(STATUS, { env })).exitCode).toBe(NO_SUCH_JOB);
      }
    }));

  it.each([
    ['missing', {}, 'the file that SMILE_ID_API_KEY_FILE names cannot be read (ENOENT): check the path'],
    ['folder', {}, 'the file that SMILE_ID_API_KEY_FILE names cannot be read (EISDIR): check the path'],
    ['empty', {}, 'the file that SMILE_ID_API_KEY_FILE names is empty: put the key into it'],
    ['good', { SMILE_ID_API_KEY: 'k' }, 'SMILE_ID_API_KEY and SMILE_ID_API_KEY_FILE are both set: keep one of them'],
    ['sourced', {}, ASSIGNED],
    ['exported', {}, ASSIGNED],
    ['spaced', {}, 'SMILE_ID_API_KEY has a stray space: remove it, and put a comma or a line break between two keys'],
  ])('refuses a key file that is %s', (name, more, problem) =>
    withSmile({}, async ({ smile, cwd, env: { SMILE_ID_API_KEY: _, ...env }, simulator }) => {
      await mkdir(join(cwd, 'folder'));
      await writeFile(join(cwd, 'empty'), ' \n');
      await writeFile(join(cwd, 'good'), KEY);
      await writeFile(join(cwd, 'spaced'), 'secret word');
      await writeFile(join(cwd, 'sourced'), `# production\nSMILE_ID_API_KEY="${KEY}"\n`);
      await writeFile(join(cwd, 'exported'), `export key=${KEY}`);
      const around = { env: { ...env, SMILE_ID_API_KEY_FILE: name, ...more } };
      const { exitCode, out, err } = await smile(STATUS, around);
      expect({ exitCode, out, err }).toEqual({
        exitCode: 2,
        out: '',
        err: `smileflow: The status was not asked for: ${problem}.\n`,
      });
      expect(simulator.journal()).toEqual([]);
    }),
  );

  it('never says what stands in a variable that was meant for a path', () =>
    withSmile({}, async ({ smile, env: { SMILE_ID_API_KEY: _, ...env } }) => {
      const { exitCode, err } = await smile(STATUS, { env: { ...env, SMILE_ID_API_KEY_FILE: KEY } });
      expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('(ENOENT)') });
    }));

  it('is that of a partner profile that is named', () =>
    withSmile({ partners: [{ partnerId: '086', apiKey: 'key-of-kenya' }] }, async ({ smile, cwd, simulator }) => {
      await writeFile(join(cwd, 'kenya.key'), 'key-of-kenya\n');
      const env = {
        ...{ SMILE_ID_PARTNERS: 'kenya', SMILE_ID_BASE_URL: simulator.url },
        ...{ SMILE_ID_KENYA_PARTNER_ID: '086', SMILE_ID_KENYA_API_KEY_FILE: 'kenya.key' },
      };
      expect((await smile([...STATUS, '--partner', 'kenya'], { env })).exitCode).toBe(NO_SUCH_JOB);
      const unnamed = await smile(STATUS, { env });
      expect(unnamed.exitCode).toBe(2);
      expect(unnamed.err).toContain('or name a partner profile with --partner: kenya');
      const unknown = await smile([...STATUS, '--partner', 'uganda'], { env });
      expect(unknown.err).toBe(
        'smileflow: The status was not asked for: --partner is none of SMILE_ID_PARTNERS: give kenya.\n',
      );
      expect([unnamed, unknown].map(({ err }) => err).join()).not.toContain('key-of-kenya');
    }));

  it('is not guessed: where there is none, it says what to set', () =>
    withSmile({}, async ({ smile }) => {
      const { exitCode, out, err } = await smile(STATUS, { env: {} });
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toMatch(/no account at Smile ID is configured: set SMILE_ID_PARTNER_ID, .* "smileflow smile --help"/);
    }));

  it('is refused by Smile ID where the key is another one', () =>
    withSmile({}, async ({ smile, env }) => {
      const { exitCode, err } = await smile(STATUS, { env: { ...env, SMILE_ID_API_KEY: 'another-key' } });
      expect({ exitCode, err }).toEqual({
        exitCode: 6,
        err: expect.stringContaining('the signature was not accepted'),
      });
      expect(err).not.toContain('another-key');
    }));

  it('is not looked for at an address that nobody serves', () =>
    withSmile({}, async ({ smile, env }) => {
      const { exitCode, err } = await smile(STATUS, { env: { ...env, SMILE_ID_BASE_URL: NOWHERE } });
      expect({ exitCode, err }).toEqual({ exitCode: 7, err: expect.stringMatching(/^smileflow: .*refused.*\.\n$/) });
    }));
});

describe('smileflow smile --help', () => {
  it('tells where the account comes from, how to use the simulator, and what a history keeps', () =>
    withSmile({}, async ({ begin }) => {
      // The simulator's key is no secret, and stands there on purpose.
      const { exitCode, out } = await begin(['--help'], { env: {} }).ended;
      expect(exitCode).toBe(0);
      for (const text of ['SMILE_ID_API_KEY_FILE', `SMILE_ID_API_KEY=${KEY} SMILE_ID_BASE_URL=`, "A shell's history"])
        expect(out).toContain(text);
    }));
});

describe('the commands of smileflow smile', () => {
  it('explain themselves', async () => {
    const names = [
      ...['submit', 'enhanced-kyc', 'basic-kyc', 'business-verification', 'compare', 'job-status', 'web-token'],
      ...[
        'services',
        'supported-documents',
        'rate-limit-reset',
        'signature',
        'signature generate',
        'signature confirm',
      ],
      ...['sec-key', 'sec-key generate', 'sec-key confirm', 'validate-id-info', 'validate-partner-params'],
      ...['validate-id-info enhanced-kyc', ...PRODUCT_NAMES.map((name) => `submit ${name}`)],
    ];
    for (const name of names) {
      const { exitCode, out, err } = await helpOf(name);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out).toMatch(new RegExp(`^Usage: smileflow smile ${name} .*\n\n[A-Z].*\\.`, 's'));
      expect(out).toContain('smileflow smile --help');
      if (name.startsWith('sec-key')) expect(out).toContain('Deprecated');
      if (/kyc|business/.test(name)) expect(out.replace(/\s+/g, ' ')).toContain("a shell's history keeps it");
    }
  });
});

/** Without a process of its own, because there are many. */
async function helpOf(name: string): Promise<{ exitCode: number; out: string; err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const never = new AbortController().signal;
  const exitCode = await runCommand(['smile', ...name.split(' '), '--help'], {
    ...{ env: {}, cwd: packageRoot, packageRoot, stdin: new PassThrough() },
    ...{ out: out as unknown as NodeJS.WriteStream, err: err as unknown as NodeJS.WriteStream },
    ...{ stopSignal: never, killSignal: never, announceReady: () => undefined },
  });
  const said = (stream: PassThrough): string => String(stream.read() ?? '');
  return { exitCode, out: said(out), err: said(err) };
}
