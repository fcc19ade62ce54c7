import { Readable } from 'node:stream';
import type { CheckedPicture } from '../requests/check-job.ts';
import type { PicturePart } from './compare-selfies.ts';

const CHUNK_BYTES = 262_144;

/** A picture as a stream, for who takes no other form. */
export function partOf({ bytes }: CheckedPicture): PicturePart {
  return { bytes: bytes.length, open: () => Readable.from(chunksOf(bytes), { objectMode: false }) };
}

function* chunksOf(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += CHUNK_BYTES) yield content.subarray(at, at + CHUNK_BYTES);
}
