import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { CheckedPicture } from '../requests/check-job.ts';
import type { PicturePart } from './compare-selfies.ts';
import type { PictureMemory } from './picture-memory.ts';

/** A picture of this size at most stays in memory between its check and its upload; a larger one is read once more. */
const MOST_KEPT_BYTES = 1_000_000;
/** Large reads cost less, and a checksum over so much does not hold up the event loop. */
const CHUNK_BYTES = 262_144;

export type PictureContent = { readonly content: Uint8Array } | PicturePart;

/** Whether a checked picture stays in memory that has to be given back. */
export function isKept({ bytes, source }: CheckedPicture): boolean {
  return typeof source === 'string' && bytes.length <= MOST_KEPT_BYTES;
}

/** What of a checked picture is held until it is sent; the memory of a large one is given back at once. */
export function contentOf({ bytes, source }: CheckedPicture, memory: PictureMemory): PictureContent {
  if (typeof source !== 'string' || bytes.length <= MOST_KEPT_BYTES) return { content: bytes };
  memory.giveBack(bytes);
  return { bytes: bytes.length, open: () => createReadStream(source, { highWaterMark: CHUNK_BYTES }) };
}

/** A picture as a stream, for who takes no other form. */
export function partOf({ bytes }: CheckedPicture): PicturePart {
  return { bytes: bytes.length, open: () => Readable.from(chunksOf(bytes), { objectMode: false }) };
}

function* chunksOf(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += CHUNK_BYTES) yield content.subarray(at, at + CHUNK_BYTES);
}
