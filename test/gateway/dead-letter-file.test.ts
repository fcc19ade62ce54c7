import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { claimOf } from '../../gateway/callback-request.ts';
import { deadLetterOf } from '../../gateway/dead-letters/dead-letter.ts';
import { type DeadLetterFileOptions, openDeadLetterFile } from '../../gateway/dead-letters/dead-letter-file.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';

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

  it('refuses a path where no file can be, in one sentence', () =>
    withTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'folder.db'));
      expect(() => openDeadLetterFile({ path: join(folder, 'folder.db'), maxLetters: 1, maxAgeDays: 1 })).toThrow(
        /^The file of dead letters cannot be opened: set SMILEFLOW_DEAD_LETTERS to .+\.$/,
      );
    }));
});
