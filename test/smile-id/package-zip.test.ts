import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createPackage, type PackageImage } from '../../smile-id/package-zip.ts';
import { fixture } from './fixture.ts';

const run = promisify(execFile);
const MEGABYTE = 1_000_000;

function picture(role: PackageImage['role'], content: Buffer): PackageImage {
  return { role, bytes: content.length, open: () => Readable.from([content.subarray(0, 3), content.subarray(3)]) };
}

const liveness = Array.from({ length: 8 }, (_, n) => picture('liveness', Buffer.from(`liveness ${n + 1}`)));
const selfie = picture('selfie', Buffer.from('the selfie'));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The bytes of buffers that something still refers to. */
async function heldBytes(): Promise<number> {
  collectGarbage();
  // What was collected is freed beside the program and counted at its next turn.
  await nextTurn();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

async function withZip<T>(bytes: Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'smileflow-zip-'));
  try {
    await writeFile(join(folder, 'p.zip'), bytes);
    return await use(join(folder, 'p.zip'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Entries as Python, an independent reader, sees them. */
async function readByPython(bytes: Buffer): Promise<Record<string, { text: string; stored: boolean; date: number[] }>> {
  const script = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
names = z.namelist()
assert len(names) == len(set(names))
print(json.dumps({i.filename: {'text': z.read(i).decode('latin-1'), 'stored': i.compress_type == 0, 'date': i.date_time} for i in z.infolist()}))`;
  return withZip(bytes, async (path) => JSON.parse((await run('python3', ['-c', script, path])).stdout));
}

describe('createPackage', () => {
  it('makes an archive that an independent reader takes, with the promised length', async () => {
    const made = createPackage({ images: [...liveness, selfie] });
    const bytes = await buffer(made.stream());
    expect(bytes.length).toBe(made.bytes);
    const entries = await readByPython(bytes);
    expect(Object.keys(entries)).toEqual([
      'info.json',
      'selfie.jpg',
      ...Array.from({ length: 8 }, (_, n) => `liveness_0${n + 1}.jpg`),
    ]);
    expect(entries['liveness_08.jpg']).toEqual({ text: 'liveness 8', stored: true, date: [1980, 1, 1, 0, 0, 0] });
    expect(Object.values(entries).every(({ stored }) => stored)).toBe(true);
    await withZip(bytes, (path) => run('python3', ['-m', 'zipfile', '-t', path]));
  });

  it('writes info.json as the published examples have it', async () => {
    const cases = {
      'smartselfie-registration.files': { images: [selfie, ...liveness] },
      'document-verification.files': {
        idInfo: { id_type: 'PASSPORT', country: 'NG' },
        images: [...liveness, picture('id-back', Buffer.from('b')), picture('id-front', Buffer.from('f')), selfie],
      },
      'biometric-kyc.files': {
        idInfo: {
          entered: 'true',
          dob: '1990-01-31',
          phone_number: '',
          last_name: 'Obi',
          middle_name: '',
          first_name: 'Ada',
          id_number: '00000000000',
          id_type: 'NIN_V2',
          country: 'NG',
        },
        images: [selfie, ...liveness],
      },
    };
    for (const [name, contents] of Object.entries(cases)) {
      const entries = await readByPython(await buffer(createPackage(contents).stream()));
      const expected = fixture(`info-json.${name}.json`);
      expect(entries['info.json']?.text).toBe(JSON.stringify(expected));
    }
  });

  it('puts base64 pictures of every role into info.json', async () => {
    type Info = { images: { image_type_id: number; image: string; file_name: string }[] };
    const published = fixture<Info>('info-json.document-verification.inline.json');
    const roles = { 2: 'selfie', 3: 'id-front', 6: 'liveness', 7: 'id-back' } as const;
    const images = published.images.map(({ image_type_id, image }) => ({
      role: roles[image_type_id as keyof typeof roles],
      base64: `data:image/jpeg;base64,${image}`,
    }));
    const idInfo = { country: 'NG', id_type: 'PASSPORT' };
    const entries = await readByPython(await buffer(createPackage({ idInfo, images }).stream()));
    expect(Object.keys(entries)).toEqual(['info.json']);
    expect(JSON.parse(entries['info.json']?.text ?? '')).toEqual(published);
  });

  it('makes the same bytes every time and in every process', async () => {
    const made = createPackage({ idInfo: { b: '1', a: '2' }, images: [selfie, ...liveness] });
    const again = createPackage({ idInfo: { a: '2', b: '1' }, images: [...liveness, selfie] });
    const first = await buffer(made.stream());
    expect((await buffer(made.stream())).equals(first)).toBe(true);
    expect((await buffer(again.stream())).equals(first)).toBe(true);
    const program = fileURLToPath(import.meta.resolve('./package-in-another-process.mjs'));
    const { stdout } = await run('node', [program], { env: { ...process.env, TZ: 'Pacific/Kiritimati' } });
    expect(stdout).toBe(createHash('sha256').update(first).digest('hex'));
  });

  it('opens one picture at a time and only when its turn comes', async () => {
    let open = 0;
    let mostOpen = 0;
    let opened = 0;
    const images = Array.from(
      { length: 9 },
      (_, n): PackageImage => ({
        role: n === 0 ? 'selfie' : 'liveness',
        bytes: 10 * MEGABYTE,
        open() {
          opened++;
          mostOpen = Math.max(mostOpen, ++open);
          let left = 100;
          return new Readable({
            read() {
              this.push(left-- > 0 ? Buffer.alloc(MEGABYTE / 10, n) : null);
            },
            destroy(error, done) {
              open--;
              done(error);
            },
          });
        },
      }),
    );
    const made = createPackage({ images });
    const stream = made.stream();
    expect(opened).toBe(0);
    let total = 0;
    let openedByThen = 0;
    let measured = 0;
    let mostHeld = 0;
    const before = await heldBytes();
    for await (const chunk of stream) {
      total += (chunk as Buffer).length;
      if (total < 5 * MEGABYTE) openedByThen = opened;
      if (opened > measured) mostHeld = Math.max(mostHeld, (await heldBytes()) - before);
      measured = opened;
    }
    expect(total).toBe(made.bytes);
    expect(openedByThen).toBeLessThanOrEqual(2);
    expect(mostOpen).toBe(1);
    expect(open).toBe(0);
    // One picture, and at times the one before it, which the collector has not let go of yet.
    expect(mostHeld).toBeLessThan(30 * MEGABYTE);
  });

  it.each([
    ['shorter', 9, 'invalid-request'],
    ['longer', 11, 'invalid-request'],
    ['empty', 0, 'invalid-request'],
  ])('fails when a picture is %s than announced', async (_, length, kind) => {
    const image: PackageImage = { role: 'selfie', bytes: 10, open: () => Readable.from([Buffer.alloc(length)]) };
    const stream = createPackage({ images: [image, ...liveness] }).stream();
    await expect(buffer(stream)).rejects.toMatchObject({ name: 'VerificationFailure', kind });
  });

  it.each([
    [
      'cannot be opened',
      () => {
        throw notFound();
      },
    ],
    [
      'fails at once',
      () =>
        new Readable({
          read() {
            this.destroy(notFound());
          },
        }),
    ],
    [
      'fails half-way',
      () =>
        Readable.from(
          (async function* () {
            yield Buffer.alloc(5);
            throw notFound();
          })(),
        ),
    ],
    [
      'is closed half-way',
      () =>
        new Readable({
          read() {
            this.push(Buffer.alloc(5));
            this.destroy();
          },
        }),
    ],
  ])('fails without its path when a picture %s', async (_, open: () => Readable) => {
    const stream = createPackage({ images: [selfie, { role: 'liveness', bytes: 10, open }, ...liveness] }).stream();
    const failure = await buffer(stream).catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'VerificationFailure', kind: 'unavailable' });
    expect(String(failure)).not.toContain('ada');
  });

  it('closes the open picture when the archive is abandoned', async () => {
    let stream = new Readable();
    let reads = 0;
    const source = new Readable({
      read() {
        reads += 1;
        setImmediate(() => this.push(Buffer.alloc(1_000)));
      },
    });
    const opening = new Promise<void>((resolve) => {
      const open = () => {
        source.once('data', () => resolve());
        return source;
      };
      stream = createPackage({ images: [{ role: 'selfie', bytes: 1e9, open }] }).stream();
    });
    stream.resume();
    await opening;
    const closed = once(source, 'close');
    stream.destroy();
    await closed;
    expect(reads).toBeLessThan(100);
  });

  it('refuses two selfies and what is not base64', () => {
    expect(() => createPackage({ images: [selfie, selfie] })).toThrow('one selfie picture');
    expect(() => createPackage({ images: [{ role: 'selfie', base64: '/home/ada.jpg' }] })).toThrow('not valid base64');
  });
});

function notFound(): Error {
  return Object.assign(new Error('ENOENT: no such file, /pictures/ada.jpg'), { code: 'ENOENT' });
}
