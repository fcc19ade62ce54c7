import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { claimOf } from '../../gateway/callback-request.ts';
import { deadLetterOf } from '../../gateway/dead-letters/dead-letter.ts';
import { type DeadLetterFileOptions, openDeadLetterFile } from '../../gateway/dead-letters/dead-letter-file.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { damage } from './damage.ts';

const CLAIM = { code: '0840', fromReviewer: false, smileJobId: '0000000001', declaredFinal: true, partner: 'kenya' };
const ADA = {
  jobId: 'Ada Lovelace, 4711',
  code: 'ADA LOVELACE',
  smileJobId: 'Ada',
  declaredFinal: undefined,
  fromReviewer: false,
};
const START = Date.parse('2026-01-01T00:00:00.000Z');
const DAY_MS = 86_400_000;

async function withFile(
  options: Partial<DeadLetterFileOptions>,
  use: (letters: ReturnType<typeof openDeadLetterFile>, path: string) => Promise<void>,
): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'made', 'letters.db');
    const letters = openDeadLetterFile({
      path,
      maxLetters: 10,
      maxAgeDays: 30,
      clock: () => new Date(START),
      ...options,
    });
    try {
      await use(letters, path);
    } finally {
      await letters.close();
    }
  });
}

describe('the file of dead letters', () => {
  it('keeps the claim, and counts the same content instead of keeping it again', () =>
    withFile({}, async (letters, path) => {
      await letters.keep(deadLetterOf('v-1', CLAIM, START - 2_000));
      await letters.keep(deadLetterOf('v-1', { ...CLAIM, smileJobId: '2' }, START - 1_000));
      await letters.keep(deadLetterOf('v-1', { code: '0841', fromReviewer: true }, START));
      const [second, first] = letters.list();
      expect(first).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        verificationId: 'v-1',
        claim: CLAIM,
        signedAt: '2025-12-31T23:59:59.000Z',
        firstReceivedAt: '2026-01-01T00:00:00.000Z',
        lastReceivedAt: '2026-01-01T00:00:00.000Z',
        count: 2,
        redeliveries: [],
      });
      expect(second?.claim).toEqual({ code: '0841', fromReviewer: true });
      // Another process sees what is committed, while this one has the file open.
      const other = openDeadLetterFile({ path, maxLetters: 10, maxAgeDays: 30, clock: () => new Date(START) });
      expect(other.list()).toEqual(letters.list());
      await other.close();
    }));

  it('keeps nothing that could be personal', () =>
    withFile({}, async (letters, path) => {
      await letters.keep(deadLetterOf('Ada Lovelace, 4711', claimOf(ADA, 'default'), START));
      const [letter] = letters.list();
      expect(letter?.claim.code).toBe('unknown');
      expect(letter?.jobIdHash).toMatch(/^[0-9a-f]{16}$/);
      expect(letter).not.toHaveProperty('verificationId');
      const bytes = [path, `${path}-wal`].map((file) => readFileSync(file).toString('latin1')).join('');
      expect(bytes).toContain(letter?.jobIdHash);
      expect(bytes).not.toMatch(/ada|lovelace|4711/i);
    }));

  it('drops the oldest where there are too many, and says how many', async () => {
    let now = START;
    const dropped: number[] = [];
    const options = { maxLetters: 3, clock: () => new Date(now), onDropped: (count: number) => dropped.push(count) };
    await withFile(options, async (letters) => {
      for (const job of ['a', 'b', 'c', 'a', 'd']) {
        now += 1_000;
        await letters.keep(deadLetterOf(job, CLAIM, now));
      }
      expect(letters.list().map(({ verificationId }) => verificationId)).toEqual(['d', 'a', 'c']);
      expect(dropped).toEqual([1]);
    });
  });

  it('forgets what did not come for too long, with what became of it', async () => {
    let now = START;
    await withFile({ maxAgeDays: 2, clock: () => new Date(now) }, async (letters) => {
      const letter = deadLetterOf('a', CLAIM, now);
      await letters.keep(letter);
      letters.recordRedelivery(letter.id, { at: new Date(now).toISOString(), by: 'op-1', outcome: 'stored' });
      now += 2 * DAY_MS;
      expect(letters.find(letter.id)?.redeliveries).toEqual([
        { at: '2026-01-01T00:00:00.000Z', by: 'op-1', outcome: 'stored' },
      ]);
      now += 1;
      expect(letters.list()).toEqual([]);
      await letters.keep(letter);
      expect(letters.find(letter.id)).toMatchObject({ count: 1, redeliveries: [] });
    });
  });

  it('drops what was delivered before what was not', async () => {
    let now = START;
    const dropped: number[] = [];
    const options = { maxLetters: 3, clock: () => new Date(now), onDropped: (count: number) => dropped.push(count) };
    await withFile(options, async (letters) => {
      const keep = async (job: string) => {
        now += 1_000;
        const letter = deadLetterOf(job, CLAIM, now);
        await letters.keep(letter);
        return letter.id;
      };
      const record = (id: string, outcome: 'stored' | 'unknown') =>
        letters.recordRedelivery(id, { at: new Date(now).toISOString(), by: 'op-1', outcome });
      record(await keep('a'), 'unknown');
      record(await keep('b'), 'stored');
      record(await keep('c'), 'stored');
      const kept = () => letters.list().map(({ verificationId }) => verificationId);
      await keep('d');
      expect(kept()).toEqual(['d', 'c', 'a']);
      await keep('e');
      expect(kept()).toEqual(['e', 'd', 'a']);
      expect(dropped).toEqual([]);
      await keep('f');
      expect(kept()).toEqual(['f', 'e', 'd']);
      expect(dropped).toEqual([1]);
    });
  });

  it('keeps the last 20 redeliveries of a letter, and that it has arrived', () =>
    withFile({}, async (letters) => {
      const letter = deadLetterOf('a', CLAIM, START);
      await letters.keep(letter);
      for (let second = 0; second < 50; second += 1) {
        const at = new Date(START + second * 1_000).toISOString();
        letters.recordRedelivery(letter.id, { at, by: `op-${second}`, outcome: second === 3 ? 'stored' : 'unknown' });
      }
      const by = letters.find(letter.id)?.redeliveries.map((redelivery) => redelivery.by);
      expect(by).toEqual(['op-3', ...Array.from({ length: 19 }, (_, index) => `op-${index + 31}`)]);
    }));

  it('records nothing about a letter that is no longer kept, and says so', () =>
    withFile({}, async (letters) => {
      const redelivery = { at: new Date(START).toISOString(), by: 'op-1', outcome: 'stored' } as const;
      expect(letters.recordRedelivery('0000000000000000', redelivery)).toBe(false);
    }));

  it('lets a letter wait while another process writes, and others work meanwhile', () =>
    withFile({}, async (letters, path) => {
      await letters.keep(deadLetterOf('before', CLAIM, START));
      const other = new Database(path);
      other.exec('BEGIN IMMEDIATE');
      const keeping = Array.from({ length: 8 }, (_, index) => letters.keep(deadLetterOf(`v-${index}`, CLAIM, START)));
      let longestMs = 0;
      for (let tick = 0, last = performance.now(); tick < 30; tick += 1) {
        await sleep(10);
        longestMs = Math.max(longestMs, performance.now() - last);
        last = performance.now();
      }
      // The file waits for two seconds; a machine that is busy lets the others wait a little, too.
      expect(longestMs).toBeLessThan(1_000);
      // Looking does not wait either.
      expect(letters.list()).toHaveLength(1);
      other.exec('COMMIT');
      await Promise.all(keeping);
      expect(letters.list()).toHaveLength(9);

      other.exec('BEGIN IMMEDIATE');
      await expect(letters.keep(deadLetterOf('late', CLAIM, START))).rejects.toMatchObject({
        kind: 'unavailable',
        message: expect.stringMatching(/^The file of dead letters is locked by another process: try again/),
      });
      other.exec('ROLLBACK');
      other.close();
    }));

  it('makes the file anew where it was removed while it was open', () =>
    withFile({}, async (letters, path) => {
      await letters.keep(deadLetterOf('lost', CLAIM, START));
      for (const end of ['', '-wal', '-shm']) await rm(path + end, { force: true });
      await letters.keep(deadLetterOf('kept', CLAIM, START));
      const other = openDeadLetterFile({ path, maxLetters: 10, maxAgeDays: 30, clock: () => new Date(START) });
      expect(other.list().map(({ verificationId }) => verificationId)).toEqual(['kept']);
      await other.close();
    }));

  it('goes on in the file that replaces the one that was open', () =>
    withFile({}, async (letters, path) => {
      const replacement = openDeadLetterFile({ path: `${path}.new`, maxLetters: 10, maxAgeDays: 30 });
      await replacement.close();
      await rename(`${path}.new`, path);
      await letters.keep(deadLetterOf('kept', CLAIM, START));
      const other = openDeadLetterFile({ path, maxLetters: 10, maxAgeDays: 30, clock: () => new Date(START) });
      expect(other.list()).toHaveLength(1);
      await other.close();
    }));

  it('keeps nothing, and says so, where there can be no file any more', () =>
    withFile({}, async (letters, path) => {
      for (const end of ['', '-wal', '-shm']) await rm(path + end, { force: true });
      await mkdir(path);
      await expect(letters.keep(deadLetterOf('v-1', CLAIM, START))).rejects.toMatchObject({ kind: 'invalid-request' });
      await rm(path, { recursive: true });
      await letters.keep(deadLetterOf('v-1', CLAIM, START));
      expect(letters.list()).toHaveLength(1);
    }));

  it('is refused where it is damaged or no such file, with what to do', () =>
    withFile({ maxLetters: 1_000 }, async (letters, path) => {
      for (let index = 0; index < 60; index += 1) await letters.keep(deadLetterOf(`v-${index}`, CLAIM, START));
      await letters.close();
      const opening = (at: string) => () => openDeadLetterFile({ path: at, maxLetters: 1, maxAgeDays: 1 });
      await damage(path);
      expect(opening(path)).toThrow(
        /^The file of dead letters is damaged: move it away, with those of the same name that end in -wal and -shm\./,
      );
      await writeFile(`${path}.txt`, 'this is no database '.repeat(500));
      expect(opening(`${path}.txt`)).toThrow(/^SMILEFLOW_DEAD_LETTERS names a file that is no file of dead letters/);
      const foreign = new Database(`${path}.foreign`);
      foreign.exec('CREATE TABLE orders (id TEXT)');
      foreign.close();
      expect(opening(`${path}.foreign`)).toThrow(/^SMILEFLOW_DEAD_LETTERS names a file that is no file of dead lett/);
    }));

  it('refuses a path where no file can be, in one sentence', () =>
    withTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'folder.db'));
      expect(() => openDeadLetterFile({ path: join(folder, 'folder.db'), maxLetters: 1, maxAgeDays: 1 })).toThrow(
        /^The file of dead letters cannot be opened: set SMILEFLOW_DEAD_LETTERS to .+\.$/,
      );
    }));
});
