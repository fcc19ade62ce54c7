import { mkdir, open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MAX_PICTURE_BYTES } from '../../domain/picture.ts';
import { type LoadedPicture, loadPicture } from '../../media/load-picture.ts';
import { pngHead, SAMPLE_NAMES, sample, samplePath, tinyGreyJpeg, withFolder } from './pictures.ts';

/** Writes the bytes under a name that says JPEG, and loads them from there. */
async function loadedFrom(bytes: Uint8Array | string): Promise<LoadedPicture> {
  return withFolder(async (folder) => {
    const path = join(folder, 'ada-lovelace.jpg');
    await writeFile(path, bytes);
    return loadPicture(path);
  });
}

describe('Loading a picture', () => {
  it.each(SAMPLE_NAMES)('takes samples/%s from its path and from its bytes alike', async (name) => {
    const bytes = sample(name);
    const fromPath = await loadPicture(samplePath(name));
    expect(fromPath).toMatchObject({ kind: 'picture', facts: { format: 'jpeg' } });
    expect(fromPath).toEqual({ ...(await loadPicture(bytes)), bytes });
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['text', 'Not a picture at all.', 'is not a JPEG picture, whatever its name says: give a JPEG'],
    ['a PNG', pngHead(), 'is a PNG; Smile ID takes JPEG only: convert it to JPEG and try again'],
    ['half a JPEG', sample().subarray(0, 40_000), 'is a JPEG that is cut off or damaged: take or export it again'],
    ['a greyscale JPEG', tinyGreyJpeg(), 'is black and white; Smile ID needs colour pictures: take it in colour'],
  ])('refuses %s that is called .jpg', async (_, bytes, problem) => {
    expect(await loadedFrom(bytes)).toEqual({ kind: 'unusable', problem });
  });

  it('takes base64, plain or as a data URL', async () => {
    const base64 = Buffer.from(sample()).toString('base64');
    const expected = { kind: 'picture', bytes: Buffer.from(sample()) };
    expect(await loadPicture({ base64 })).toMatchObject(expected);
    expect(await loadPicture({ base64: `data:image/jpeg;base64,${base64}` })).toMatchObject(expected);
  });

  it.each(['/9j/4AAQ*', '/9j', '/home/ada/selfie.jpg', '/9j/\n4AAQ'])(
    'refuses %j, which is no base64, without repeating it',
    async (base64) => {
      const problem = 'is not valid base64: encode the bytes of a JPEG in the standard alphabet, without line breaks';
      expect(await loadPicture({ base64 })).toEqual({ kind: 'unusable', problem });
    },
  );

  it('refuses a folder', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'ada-lovelace.jpg');
      await mkdir(path);
      expect(await loadPicture(path)).toEqual({ kind: 'unusable', problem: 'is a folder: give the file itself' });
    });
  });

  it('refuses a path that leads nowhere', async () => {
    await withFolder(async (folder) => {
      const loaded = await loadPicture(join(folder, 'ada-lovelace.jpg'));
      expect(loaded).toEqual({ kind: 'unusable', problem: 'does not exist: check the path' });
    });
  });

  it('refuses a path through a file, and one with a zero byte, without repeating it', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'ada-lovelace.jpg');
      await writeFile(file, sample());
      for (const path of [join(file, 'selfie.jpg'), 'ada-lovelace\0.jpg']) {
        const loaded = await loadPicture(path);
        expect(loaded).toMatchObject({ kind: 'unusable', problem: expect.stringMatching(/^cannot be read \(/) });
        expect(JSON.stringify(loaded)).not.toContain('lovelace');
      }
    });
  });

  it('refuses by its size, before it reads a byte of it, a file that is too big', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'ada-lovelace.jpg');
      await (await open(path, 'w')).close();
      // More than can be read at once: reading it would end in another error.
      const bytes = 2 ** 33;
      await truncate(path, bytes);
      expect(await loadPicture(path)).toEqual({
        kind: 'unusable',
        problem: `has ${bytes} bytes; Smile ID takes at most 10000000: scale it down`,
      });
    });
  });

  it('takes exactly 10 MB and not a byte more', async () => {
    const whole = Buffer.concat([sample(), Buffer.alloc(MAX_PICTURE_BYTES - sample().byteLength)]);
    expect(await loadPicture(whole)).toMatchObject({ kind: 'picture' });
    expect(await loadedFrom(whole)).toMatchObject({ kind: 'picture' });
    const problem = 'has 10000001 bytes; Smile ID takes at most 10000000: scale it down';
    const more = Buffer.concat([whole, Buffer.alloc(1)]);
    expect(await loadPicture(more)).toEqual({ kind: 'unusable', problem });
    expect(await loadedFrom(more)).toEqual({ kind: 'unusable', problem });
  });
});
