import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { isVerificationFailure } from '../../domain/failure.ts';
import type { MediaReference } from '../../domain/picture.ts';
import { createFileSystemStore } from '../../media/file-system-store.ts';
import { pngHead, sample, withFolder } from './pictures.ts';

const SELFIE = sample();
const OTHER = sample('registration/liveness-1.jpg');
const JPEG = 'image/jpeg';

/** Lends a store and the folder it keeps its files in. */
async function withStore(
  use: (store: ReturnType<typeof createFileSystemStore>, folder: string) => Promise<void>,
): Promise<void> {
  await withFolder((folder) => use(createFileSystemStore(folder), folder));
}

async function failureOf(act: () => unknown): Promise<{ kind: string; message: string }> {
  try {
    await act();
  } catch (error) {
    if (!isVerificationFailure(error)) throw error;
    return { kind: error.kind, message: error.message };
  }
  throw new Error('nothing was thrown');
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('The file-system store', () => {
  it('gives back the bytes that it was given', async () => {
    await withStore(async (store) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      await store.verify(reference);
      expect(await buffer(store.open(reference))).toEqual(SELFIE);
    });
  });

  it('refers to a picture by store, owner, hash, size and type', async () => {
    await withStore(async (store) => {
      const sha256 = createHash('sha256').update(SELFIE).digest('hex');
      expect(await store.put('order-1', SELFIE, JPEG)).toEqual({
        store: 'file-system',
        key: `order-1/${sha256}.jpg`,
        sha256,
        bytes: SELFIE.byteLength,
        mediaType: JPEG,
      });
      expect((await store.put('order-1', pngHead(), 'image/png')).key).toMatch(/\.png$/);
    });
  });

  it('gives the same reference for the same bytes, and keeps them once', async () => {
    await withStore(async (store, folder) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      const { ino } = await stat(join(folder, reference.key));
      expect(await store.put('order-1', SELFIE, JPEG)).toEqual(reference);
      expect(await filesIn(folder)).toHaveLength(1);
      // Not even replaced by itself.
      expect((await stat(join(folder, reference.key))).ino).toBe(ino);
    });
  });

  it('keeps the same picture of two verifications apart', async () => {
    await withStore(async (store, folder) => {
      const one = await store.put('order-1', SELFIE, JPEG);
      const two = await store.put('order-2', SELFIE, JPEG);
      expect(one.key).not.toBe(two.key);
      expect(await filesIn(folder)).toHaveLength(2);
    });
  });

  it('erases everything of one verification and nothing of another, as often as asked', async () => {
    await withStore(async (store) => {
      const mine = [await store.put('order-1', SELFIE, JPEG), await store.put('order-1', OTHER, JPEG)];
      const others = [await store.put('order-10', SELFIE, JPEG), await store.put('order-2', SELFIE, JPEG)];
      await store.erase('order-1');
      await store.erase('order-1');
      for (const reference of mine)
        expect((await failureOf(() => store.verify(reference))).message).toMatch(/is not in/);
      for (const reference of others) await store.verify(reference);
    });
  });

  it.each(['', '.', '..', '../victim', 'order-1/..', '/'])('erases nothing for the id "%s"', async (id) => {
    await withStore(async (store, folder) => {
      const inner = createFileSystemStore(join(folder, 'media'));
      const kept = [await store.put('victim', SELFIE, JPEG), await store.put('order-1', SELFIE, JPEG)];
      const within = await inner.put('order-1', SELFIE, JPEG);
      await inner.erase(id);
      for (const reference of kept) await store.verify(reference);
      await inner.verify(within);
    });
  });

  it('finds out that a picture was changed, by a single byte and by its length', async () => {
    await withStore(async (store, folder) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      for (const change of [Buffer.concat([SELFIE.subarray(0, -1), Buffer.from([0])]), SELFIE.subarray(1)]) {
        await writeFile(join(folder, reference.key), change);
        expect(await failureOf(() => store.verify(reference))).toEqual({
          kind: 'invalid-request',
          message: 'a picture in the media store was changed after it was stored',
        });
      }
    });
  });

  it('says that a picture is missing, and where to look, without naming a path', async () => {
    await withStore(async (store, folder) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      await rm(join(folder, reference.key));
      const { kind, message } = await failureOf(() => store.verify(reference));
      expect(kind).toBe('misconfigured');
      expect(message).toContain('client and worker must use the same SMILEFLOW_MEDIA_DIR');
      expect(message).not.toContain(folder);
      expect(message).not.toContain(reference.key);
    });
  });

  it('names no path either where a picture cannot be read for another reason', async () => {
    await withStore(async (store, folder) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      await rm(join(folder, 'order-1'), { recursive: true });
      await writeFile(join(folder, 'order-1'), 'a file where a folder should be');
      const error = (await store.verify(reference).then(
        () => new Error('nothing was thrown'),
        (thrown) => thrown,
      )) as Error;
      expect(error.message).not.toContain(folder);
    });
  });

  it('shows no part of a picture while it is being stored, also to those who store the same', async () => {
    await withStore(async (store, folder) => {
      const puts = Array.from({ length: 12 }, async () => {
        const reference = await store.put('order-1', SELFIE, JPEG);
        // Whoever has a reference finds the whole content behind it, whatever the others are doing.
        expect(await readFile(join(folder, reference.key))).toEqual(SELFIE);
      });
      await Promise.all(puts);
      expect(await filesIn(folder)).toHaveLength(1);
    });
  });

  it('completes what an interrupted copy left behind', async () => {
    await withStore(async (store, folder) => {
      const reference = await store.put('order-1', SELFIE, JPEG);
      await writeFile(join(folder, reference.key), SELFIE.subarray(0, 1_000));
      await store.verify(await store.put('order-1', SELFIE, JPEG));
    });
  });

  it('leaves nothing behind where it cannot store', async () => {
    await withStore(async (store, folder) => {
      const { key } = await store.put('order-1', SELFIE, JPEG);
      await rm(join(folder, key));
      await mkdir(join(folder, key, 'in-the-way'), { recursive: true });
      await expect(store.put('order-1', SELFIE, JPEG)).rejects.toThrow();
      expect(await filesIn(folder)).toEqual([]);
    });
  });

  it('lets nobody but its own user read what it keeps', async () => {
    await withStore(async (store, folder) => {
      const path = join(folder, (await store.put('order-1', SELFIE, JPEG)).key);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    });
  });

  it.each(['..', '../order-1', 'a/b', '', 'x'.repeat(101)])('stores nothing for the id "%s"', async (id) => {
    await withStore(async (store, folder) => {
      expect((await failureOf(() => store.put(id, SELFIE, JPEG))).kind).toBe('invalid-request');
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it.each(['image/gif', 'text/html', '', 'constructor'])('does not take the media type "%s"', async (mediaType) => {
    await withStore(async (store, folder) => {
      expect((await failureOf(() => store.put('order-1', SELFIE, mediaType))).kind).toBe('invalid-request');
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it.each([
    ['of another store', { store: 's3' }],
    ['up and out', { key: `../${'a'.repeat(64)}.jpg` }],
    ['up and out, twice', { key: `../../etc/${'a'.repeat(64)}.jpg` }],
    ['with a hidden climb', { key: `order-1/../../${'a'.repeat(64)}.jpg` }],
    ['to an absolute path', { key: `/etc/${'a'.repeat(64)}.jpg` }],
    ['that is a bare file', { key: 'passwd' }],
    ['to a file of another name', { key: 'order-1/passwd.jpg' }],
    ['that is empty', { key: '' }],
    ['with a zero byte', { key: `order-1\0/${'a'.repeat(64)}.jpg` }],
  ])('refuses a reference %s, for reading as for verifying', async (_, change) => {
    await withStore(async (store) => {
      const reference: MediaReference = { ...(await store.put('order-1', SELFIE, JPEG)), ...change };
      for (const act of [() => store.verify(reference), () => store.open(reference)]) {
        expect(await failureOf(act)).toEqual({
          kind: 'invalid-request',
          message: 'a picture is referred to that this media store cannot hold',
        });
      }
    });
  });
});
