import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { credentials } from '../simulator/partner.ts';
import { command, type Ended, runCli } from './command.ts';

const plan = { seed: 4, rules: [{ fault: 'server-error', on: 'services' }] };

/** Lends the address of a simulator that was started by command. */
async function withCommand(
  cwd: string,
  { args = [] as string[], env = {} as Record<string, string> },
  use: (url: string) => Promise<void>,
): Promise<Ended> {
  const running = command({ cwd, env }, ['simulator', '--port', '0', ...args]);
  const [, url = ''] = /"url":"([^"]+)"/.exec(await running.said('simulator ready')) ?? [];
  try {
    await use(url);
  } finally {
    running.child.kill('SIGINT');
  }
  return running.ended;
}

const post = async (url: string, body: object) =>
  (
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  ).json() as Promise<Record<string, unknown>>;

const status = (url: string, partnerId: string, apiKey: string) =>
  post(`${url}/v1/job_status`, {
    ...credentials(undefined, partnerId, apiKey),
    partner_id: partnerId,
    user_id: 'u',
    job_id: 'j',
  });

describe('smileflow simulator', () => {
  it('takes faults from a file, quirks and partners', () =>
    withTemporaryFolder(async (cwd) => {
      await writeFile(join(cwd, 'faults.json'), JSON.stringify(plan));
      const args = [
        ...['--faults', 'faults.json', '--quirk', 'numericErrorCodes=true', '--quirk', 'zipLagMs=5'],
        ...['--partner', '086=second', '--partner', '087=key=with=signs'],
      ];
      const { exitCode, out } = await withCommand(cwd, { args }, async (url) => {
        expect(await (await fetch(`${url}/_simulator/faults`)).json()).toEqual(plan);
        expect((await fetch(`${url}/v1/services`)).status).toBe(500);
        for (const [partnerId, key] of [
          ['085', 'a-test-api-key'],
          ['086', 'second'],
          ['087', 'key=with=signs'],
        ] as const)
          expect((await status(url, partnerId, key)).code).toBe(2304);
        expect((await status(url, '086', 'third')).code).toBe(2305);
      });
      expect(exitCode).toBe(0);
      expect(out).not.toContain('second');
    }));

  it('takes them from the environment, where its own partner stays the first', () =>
    withTemporaryFolder(async (cwd) => {
      await writeFile(join(cwd, 'faults.json'), JSON.stringify(plan));
      const env = {
        SMILEFLOW_SIMULATOR_FAULTS: 'faults.json',
        SMILEFLOW_SIMULATOR_PARTNERS: '086=second, 088=eighth',
        SMILE_ID_PARTNER_ID: '088',
        SMILE_ID_API_KEY: 'eighth',
      };
      await withCommand(cwd, { env, args: ['--partner', '086=newer'] }, async (url) => {
        expect((await fetch(`${url}/v1/services`)).status).toBe(500);
        expect((await status(url, '088', 'eighth')).code).toBe('2304');
        expect((await status(url, '086', 'newer')).code).toBe('2304');
        expect((await status(url, '085', 'a-test-api-key')).code).toBe('2305');
        expect(await post(`${url}/_simulator/enrolments`, { user_id: 'u' })).toMatchObject({ partner_id: '088' });
      });
    }));

  it.each([
    [
      'a file that is not there',
      ['--faults', 'none.json'],
      /^smileflow: none\.json cannot be read \(ENOENT\): check the path\.\n$/,
    ],
    [
      'a file that is no JSON',
      ['--faults', 'text.json'],
      /^smileflow: text\.json is not JSON: give an object with rules\.\n$/,
    ],
    [
      'faults that cannot be',
      ['--faults', 'bad.json'],
      /^smileflow: bad\.json holds faults that cannot be: rules\[0\]\.nth must be .*; rules\[0\] cannot be: lost .*; rules\[1\]\.fault is no fault\.\n$/,
    ],
    [
      'quirks that do not exist',
      ['--quirk', 'colour=blue', '--quirk', 'secondPut=maybe'],
      /^smileflow: The simulator has no such quirks: "colour" is no quirk: .*; secondPut must be ignored or processed-again, not "maybe"\.\n$/,
    ],
    [
      'partners without a key, or with two',
      ['--partner', '086', '--partner', '087=a', '--partner', '087=b'],
      /^smileflow: The simulator has no such partners: the 1\. of --partner is not written as id=key; --partner names partner 087 twice\.\n$/,
    ],
  ])('refuses %s with 2 and a sentence', (_, args, sentence) =>
    withTemporaryFolder(async (cwd) => {
      await writeFile(join(cwd, 'text.json'), '{');
      const bad = [
        { fault: 'lost', on: 'upload', nth: 0 },
        { fault: 'wrong', on: 'any' },
      ];
      await writeFile(join(cwd, 'bad.json'), JSON.stringify({ rules: bad }));
      const { exitCode, out, err } = await runCli({ cwd, env: {} }, ['simulator', '--port', '0', ...args]);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toMatch(sentence);
    }),
  );

  it('refuses a second key for the partner that the environment names', () =>
    withTemporaryFolder(async (cwd) => {
      const env = { SMILE_ID_API_KEY: 'own-key', SMILEFLOW_SIMULATOR_PARTNERS: '085=second-key' };
      const { exitCode, err } = await runCli({ cwd, env }, ['simulator', '--port', '0']);
      expect(exitCode).toBe(2);
      expect(err).toContain('SMILEFLOW_SIMULATOR_PARTNERS gives partner 085 another key than SMILE_ID_API_KEY');
      expect(err).not.toMatch(/own-key|second-key/);
    }));
});
