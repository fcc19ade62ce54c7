import { close, constants, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { MAX_PICTURE_BYTES, type PictureFacts, pictureProblem } from '../domain/picture.ts';
import { inspectPicture } from './inspect-picture.ts';
import { openTrouble } from './open-trouble.ts';
import { readPipe } from './read-pipe.ts';

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
  if (length > MAX_PICTURE_BYTES) return tooLarge(Math.round(length));
  if (base64.length % 4 === 0) {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length === length) return bytes;
  }
  return 'is not valid base64: encode the bytes of a JPEG in the standard alphabet, without line breaks';
}

function tooLarge(size: number): string {
  return `has ${size} bytes; Smile ID takes at most ${MAX_PICTURE_BYTES}: scale it down`;
}

const file = { open: promisify(open), stat: promisify(fstat), read: promisify(read), close: promisify(close) };

async function readPicture(path: string, allocate: Allocate): Promise<Uint8Array | string> {
  let fd: number | undefined;
  try {
    // A pipe that nobody writes to would keep the thread that opens it.
    fd = await file.open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat(fd);
    if (stats.isDirectory()) return 'is a folder: give the file itself';
    if (stats.isFIFO()) {
      const pipe = fd;
      fd = undefined;
      return contentOf(await readPipe(pipe, MAX_PICTURE_BYTES));
    }
    if (!stats.isFile()) return 'is no file: give a file, or the bytes';
    // Not even read: what is too big to send is too big to hold.
    if (stats.size > MAX_PICTURE_BYTES) return tooLarge(stats.size);
    return await readBytes(fd, allocate(stats.size));
  } catch (error) {
    return openTrouble(path, (error as NodeJS.ErrnoException).code);
  } finally {
    if (fd !== undefined) await file.close(fd);
  }
}

function contentOf(content: Awaited<ReturnType<typeof readPipe>>): Uint8Array | string {
  if (content === 'too-large')
    return `has more than ${MAX_PICTURE_BYTES} bytes, the most that Smile ID takes: scale it down`;
  return content === 'no-end' ? 'is a pipe that did not come to its end in 30 seconds' : content;
}

/** In one read as a rule: every further one costs a turn in the thread pool. */
async function readBytes(fd: number, bytes: Uint8Array): Promise<Uint8Array> {
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(fd, bytes, filled, bytes.length - filled, null);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
