import { Readable } from 'node:stream';
import type { CheckedPicture } from '../requests/check-job.ts';
import type { PicturePart } from './compare-selfies.ts';
import { piecesOf } from './pieces.ts';

/** A picture as a stream, for who takes no other form. */
export function partOf({ bytes }: CheckedPicture): PicturePart {
  return { bytes: bytes.length, open: () => Readable.from(piecesOf(bytes), { objectMode: false }) };
}
