/**
 * Memory that pictures are read into, used again once they were sent. Left to the garbage collector, a submission of 1.7 MB
 * leaves as much behind, and dozens of them pile up before it looks.
 */
export interface PictureMemory {
  /** Exactly so many bytes, with anything in them. */
  take(bytes: number): Uint8Array;
  /** Only what `take` gave, once nobody reads it any more, sockets included. */
  giveBack(memory: Uint8Array): void;
}

const SMALLEST = 65_536;
const MOST_KEPT_BYTES = 64_000_000;

export function createPictureMemory(mostKeptBytes = MOST_KEPT_BYTES): PictureMemory {
  /** By size: powers of two, so that pictures of like size share. */
  const free = new Map<number, ArrayBuffer[]>();
  let keptBytes = 0;
  return {
    take(bytes) {
      const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
      const kept = free.get(size)?.pop();
      if (kept !== undefined) keptBytes -= size;
      return Buffer.from(kept ?? Buffer.allocUnsafeSlow(size).buffer, 0, bytes);
    },
    giveBack({ buffer }) {
      const size = buffer.byteLength;
      if (!(buffer instanceof ArrayBuffer) || keptBytes + size > mostKeptBytes) return;
      keptBytes += size;
      const ofSize = free.get(size) ?? [];
      free.set(size, ofSize);
      ofSize.push(buffer);
    },
  };
}
