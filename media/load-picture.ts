import { type FileHandle, open } from 'node:fs/promises';
import { MAX_PICTURE_BYTES, type PictureFacts, pictureProblem } from '../domain/picture.ts';
import { inspectPicture } from './inspect-picture.ts';

/** A picture as a caller gives it: a path, the bytes themselves, or those in base64, a `data:` URL of it too. */
export type PictureSource = string | Uint8Array | { readonly base64: string };

export type LoadedPicture =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly facts: PictureFacts }
  /** `problem` ends a sentence that begins with the picture's place. It holds no path. */
  | { readonly kind: 'unusable'; readonly problem: string };

/** Gives memory of exactly so many bytes. */
export type Allocate = (bytes: number) => Uint8Array;

/** @param allocate where a file is read to */
export async function loadPicture(
  source: PictureSource,
  allocate: Allocate = (bytes) => Buffer.allocUnsafeSlow(bytes),
): Promise<LoadedPicture> {
  const bytes = await bytesOf(source, allocate);
  if (typeof bytes === 'string') return { kind: 'unusable', problem: bytes };
  const facts = inspectPicture(bytes);
  const problem = pictureProblem(facts);
  return problem === undefined ? { kind: 'picture', bytes, facts } : { kind: 'unusable', problem };
}

function bytesOf(source: PictureSource, allocate: Allocate): Promise<Uint8Array | string> | Uint8Array | string {
  if (typeof source === 'string') return readPicture(source, allocate);
  return source instanceof Uint8Array ? source : decoded(source.base64);
}

/** Node's decoder skips what is not base64: then less comes out than the text's length promises. */
function decoded(text: string): Uint8Array | string {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const length = (base64.length / 4) * 3 - padding;
  if (base64.length % 4 === 0) {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length === length) return bytes;
  }
  return 'is not valid base64: encode the bytes of a JPEG in the standard alphabet, without line breaks';
}

async function readPicture(path: string, allocate: Allocate): Promise<Uint8Array | string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      // Not even read: what is too big to send is too big to hold.
      if (size > MAX_PICTURE_BYTES)
        return `has ${size} bytes; Smile ID takes at most ${MAX_PICTURE_BYTES}: scale it down`;
      // What tells no size, such as a pipe, is read to its end.
      return await (size === 0 ? file.readFile() : readBytes(file, allocate(size)));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'does not exist: check the path';
    if (code === 'EISDIR') return 'is a folder: give the file itself';
    return `cannot be read (${code}): check its permissions`;
  }
}

/** In one read as a rule: every further one costs a turn in the thread pool. */
async function readBytes(file: FileHandle, bytes: Uint8Array): Promise<Uint8Array> {
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
