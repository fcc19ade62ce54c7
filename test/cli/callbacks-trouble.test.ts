import { getEventListeners } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { Context } from '../../cli/context.ts';
import { redeliverLetters } from '../../cli/redeliver-letters.ts';
import type { Smileflow } from '../../client/connect.ts';
import { deadLetterOf } from '../../gateway/dead-letters/dead-letter.ts';
import { openDeadLetterFile } from '../../gateway/dead-letters/dead-letter-file.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { damage } from '../gateway/damage.ts';
import { runCli } from './command.ts';

const CLAIM = { code: '0840', fromReviewer: false };
const NOWHERE = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

/** Lends a file with this many letters that are closed again, and the command line on it. */
async function withLetters(
  count: number,
  use: (path: string, run: (...args: string[]) => ReturnType<typeof runCli>) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async (cwd) => {
    const path = join(cwd, 'letters.db');
    const letters = openDeadLetterFile({ path, maxLetters: 1_000, maxAgeDays: 30 });
    for (let index = 0; index < count; index += 1) await letters.keep(deadLetterOf(`v-${index}`, CLAIM, Date.now()));
    await letters.close();
    const env = { ...NOWHERE, SMILEFLOW_DEAD_LETTERS: path };
    await use(path, (...args) => runCli({ cwd, env }, ['callbacks', ...args]));
  });
}

describe('smileflow callbacks in trouble', () => {
  it('says of a letter that made room meanwhile that it is no longer kept, and goes on with the rest', () =>
    withLetters(12, async (path) => {
      const letters = openDeadLetterFile({ path, maxLetters: 1_000, maxAgeDays: 30 });
      const chosen = letters.list();
      const other = new Database(path);
      other.prepare('DELETE FROM dead_letters WHERE id = ?').run(chosen[3]?.id);
      const out = new PassThrough();
      const { signal: stopSignal } = new AbortController();
      const most: number[] = [];
      const smileflow = {
        async signalCallback() {
          most.push(getEventListeners(stopSignal, 'abort').length);
          return 'stored';
        },
      } as Partial<Smileflow> as Smileflow;
      const context = { out, stopSignal } as unknown as Context;
      await redeliverLetters(context, { letters, chosen, by: 'op-1', smileflow, json: false });
      out.end();
      const lines = (await text(out)).trimEnd().split('\n');
      expect(lines).toHaveLength(12);
      expect(lines.filter((line) => line.endsWith('It is no longer kept.'))).toEqual([lines[3]]);
      expect(letters.list().every(({ redeliveries }) => redeliveries.length === 1)).toBe(true);
      // Nothing that waits for Ctrl-C is left behind.
      expect(Math.max(...most)).toBeLessThanOrEqual(1);
      expect(getEventListeners(stopSignal, 'abort')).toEqual([]);
      other.close();
      await letters.close();
    }));

  it.each([['list'], ['show', '0000000000000000'], ['redeliver', '--all', '--by', 'op-1']])(
    '%s tells a damaged file, and one that is none, in a sentence',
    (...args) =>
      withLetters(60, async (path, run) => {
        await damage(path);
        expect(await run(...args)).toMatchObject({
          exitCode: 7,
          err: expect.stringMatching(/^smileflow: The file of dead letters is damaged: move it away, .+\n$/),
        });
        await writeFile(path, 'this is no database '.repeat(500));
        expect(await run(...args)).toMatchObject({
          exitCode: 2,
          err: expect.stringMatching(/^smileflow: SMILEFLOW_DEAD_LETTERS names a file that is no file of dead .+\n$/),
        });
      }),
  );

  it('lists letters while another process writes', () =>
    withLetters(1, async (path, run) => {
      const other = new Database(path);
      other.exec('BEGIN IMMEDIATE');
      expect(await run('list')).toMatchObject({ exitCode: 0, err: '', out: expect.stringContaining('  v-0  once') });
      other.exec('ROLLBACK');
      other.close();
    }));

  it('takes no text for the id of somebody, and prints nothing that moves a cursor', () =>
    withLetters(1, async (path, run) => {
      for (const by of ['\u001b[31mred', 'two\nlines', '\u009b2J', '\u202eback', 'y'.repeat(201)]) {
        const { exitCode, err } = await run('redeliver', '--all', '--by', by);
        expect([exitCode, err]).toEqual([
          2,
          'smileflow: Nothing was delivered: --by is no id: give at most 200 characters on one line.\n',
        ]);
      }
      const other = new Database(path);
      const [{ id }] = other.prepare('SELECT id FROM dead_letters').all() as [{ id: string }];
      other.prepare('INSERT INTO redeliveries VALUES (?, 0, ?, ?)').run(id, '\u001b[31m\u009b2J\nAda', 'unknown');
      other.prepare('UPDATE dead_letters SET code = ?').run('\u001b]0;title\u0007');
      other.close();
      for (const args of [['list'], ['show', id], ['list', '--json'], ['show', id, '--json']]) {
        const { exitCode, out } = await run(...args);
        expect(exitCode).toBe(0);
        expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      }
      const json = await run('show', id, '--json');
      expect(JSON.parse(json.out)).toMatchObject({ redeliveries: [{ by: '\u001b[31m\u009b2J\nAda' }] });
    }));
});
