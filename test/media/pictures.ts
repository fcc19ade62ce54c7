import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SAMPLES = new URL('../../samples/', import.meta.url);

/** Every sample, as a path from samples/. */
export const SAMPLE_NAMES = ['registration', 'authentication'].flatMap((folder) => [
  `${folder}/selfie.jpg`,
  ...Array.from({ length: 8 }, (_, index) => `${folder}/liveness-${index + 1}.jpg`),
]);

export function samplePath(name: string): string {
  return new URL(name, SAMPLES).pathname;
}

export function sample(name = 'registration/selfie.jpg'): Buffer {
  return readFileSync(samplePath(name));
}

/** A greyscale JPEG of 8 × 8 pixels, as official clients send it in their tests. */
export function tinyGreyJpeg(): Buffer {
  const file = new URL(
    '../fixtures/smile-id/info-json.smartselfie-authentication.selfie-only.inline.json',
    import.meta.url,
  );
  const { images } = JSON.parse(readFileSync(file, 'utf8')) as { images: readonly { image: string }[] };
  return Buffer.from(images[0]?.image ?? '', 'base64');
}

/** The beginning of a PNG: its signature and a header that announces 720 × 960 pixels of colour. */
export function pngHead(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(720, 0);
  header.writeUInt32BE(960, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const length = Buffer.from([0, 0, 0, 13]);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), length, Buffer.from('IHDR'), header, Buffer.alloc(4)]);
}

/** Offset of the marker 0xff `marker` among the segments before the picture data. */
export function segmentAt(jpeg: Buffer, marker: number): number {
  let at = 2;
  while (jpeg[at + 1] !== marker) at += 2 + jpeg.readUInt16BE(at + 2);
  return at;
}

/** The JPEG with other bytes from an offset on. */
export function patched(jpeg: Buffer, at: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(jpeg);
  copy.set(bytes, at);
  return copy;
}

/** The JPEG as a camera writes it: with a small picture of itself inside its metadata (APP1). */
export function withThumbnail(jpeg: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('Exif\0\0'), tinyGreyJpeg()]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.byteLength + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, content, jpeg.subarray(2)]);
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'smileflow-media-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
