import { readFile, stat } from 'node:fs/promises';
import { MAX_PICTURE_BYTES, type PictureFacts, pictureProblem } from '../domain/picture.ts';
import { inspectPicture } from './inspect-picture.ts';

/** A picture as a caller gives it: a path, the bytes themselves, or those in base64, a `data:` URL of it too. */
export type PictureSource = string | Uint8Array | { readonly base64: string };

export type LoadedPicture =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly facts: PictureFacts }
  /** `problem` ends a sentence that begins with the picture's place. It holds no path. */
  | { readonly kind: 'unusable'; readonly problem: string };

export async function loadPicture(source: PictureSource): Promise<LoadedPicture> {
  const bytes = await bytesOf(source);
  if (typeof bytes === 'string') return { kind: 'unusable', problem: bytes };
  const facts = inspectPicture(bytes);
  const problem = pictureProblem(facts);
  return problem === undefined ? { kind: 'picture', bytes, facts } : { kind: 'unusable', problem };
}

function bytesOf(source: PictureSource): Promise<Uint8Array | string> | Uint8Array | string {
  if (typeof source === 'string') return readPicture(source);
  return source instanceof Uint8Array ? source : decoded(source.base64);
}

/** Node's decoder skips what is not base64, so that its result tells nothing about the text. */
function decoded(text: string): Uint8Array | string {
  const base64 = text.replace(/^data:[^,]{0,100},/, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0) return Buffer.from(base64, 'base64');
  return 'is not valid base64: encode the bytes of a JPEG in the standard alphabet, without line breaks';
}

async function readPicture(path: string): Promise<Uint8Array | string> {
  try {
    const { size } = await stat(path);
    // Not even read: what is too big to send is too big to hold.
    if (size > MAX_PICTURE_BYTES)
      return `has ${size} bytes; Smile ID takes at most ${MAX_PICTURE_BYTES}: scale it down`;
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'does not exist: check the path';
    if (code === 'EISDIR') return 'is a folder: give the file itself';
    return `cannot be read (${code}): check its permissions`;
  }
}
