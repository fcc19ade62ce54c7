import { once } from 'node:events';
import { mkdir, open, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

async function problemOf(path: string): Promise<string | undefined> {
  const loaded = await loadPicture(path);
  return loaded.kind === 'unusable' ? loaded.problem : undefined;
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

  it('refuses a path through a file, and links that lead in a circle', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'ada-lovelace.jpg');
      const here = join(folder, 'here.jpg');
      const there = join(folder, 'there.jpg');
      await writeFile(file, sample());
      await symlink(here, there);
      await symlink(there, here);
      expect(await problemOf(join(file, 'selfie.jpg'))).toBe('does not exist: check the path');
      expect(await problemOf(here)).toBe('is a symbolic link that leads in a circle: check where it leads');
    });
  });

  it('refuses a socket', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'ada-lovelace.jpg');
      const server = createServer().listen(path);
      await once(server, 'listening');
      expect(await problemOf(path)).toBe('is no file: give a file, or the bytes');
      server.close();
    });
  });

  const BASE64 = Buffer.from(sample()).toString('base64');
  const IS_BASE64 = 'is base64, while text is taken for a path: give it as { base64: … }';
  it.each([
    ['base64 of a JPEG', BASE64, IS_BASE64],
    ['base64 of a JPEG in lines', BASE64.replace(/.{76}/g, '$&\r\n'), IS_BASE64],
    ['the first bytes of a JPEG in base64', BASE64.slice(0, 40), IS_BASE64],
    ['base64 of a PNG', Buffer.from(pngHead()).toString('base64'), IS_BASE64],
    ['base64 of something else', Buffer.from('ada-lovelace'.repeat(20)).toString('base64'), IS_BASE64],
    [
      'a data URL',
      `data:image/jpeg;base64,${BASE64}`,
      'is a data URL, while text is taken for a path: give it as { base64: … }',
    ],
    [
      'a file URL',
      pathToFileURL(samplePath('registration/selfie.jpg')).href,
      'is a file URL: give the path, as fileURLToPath of node:url tells it',
    ],
    [
      'a URL',
      'https://ada-lovelace.example.com/selfie.jpg',
      'is a URL, and none is fetched: give the path of a JPEG, its bytes, or { base64: … }',
    ],
    [
      'a path that is too long',
      `/nowhere/ada-lovelace/${'a.'.repeat(3_000)}`,
      'is too long for a path: give the path of a JPEG, its bytes, or { base64: … }',
    ],
    [
      'the bytes as text',
      Buffer.from(sample()).toString('latin1'),
      'holds a zero byte, as no path does: give the path of a JPEG, its bytes, or { base64: … }',
    ],
    ['a long path', `/${'customers/'.repeat(40)}selfie`, 'does not exist: check the path'],
    ['a path that looks like base64 at its beginning', '/9j/ada-lovelace.jpg', 'does not exist: check the path'],
  ])('says what to give instead of %s, without repeating it', async (_, source, problem) => {
    expect(await problemOf(source)).toBe(problem);
  });

  it('takes a file whose name looks like base64', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, `iVBOR${'a'.repeat(200)}`);
      await writeFile(path, sample());
      expect(await loadPicture(path)).toMatchObject({ kind: 'picture' });
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
