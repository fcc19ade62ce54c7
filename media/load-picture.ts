import { readFile, stat } from 'node:fs/promises';
import { MAX_PICTURE_BYTES, type PictureFacts, pictureProblem } from '../domain/picture.ts';
import { inspectPicture } from './inspect-picture.ts';

/** A picture as a caller gives it: a path, or the bytes themselves. */
export type PictureSource = string | Uint8Array;

export type LoadedPicture =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly facts: PictureFacts }
  /** `problem` ends a sentence that begins with the picture's place. It holds no path. */
  | { readonly kind: 'unusable'; readonly problem: string };

export async function loadPicture(source: PictureSource): Promise<LoadedPicture> {
  const bytes = typeof source === 'string' ? await readPicture(source) : source;
  if (typeof bytes === 'string') return { kind: 'unusable', problem: bytes };
  const facts = inspectPicture(bytes);
  const problem = pictureProblem(facts);
  return problem === undefined ? { kind: 'picture', bytes, facts } : { kind: 'unusable', problem };
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
