/**
 * Memory that pictures are read into, used again once they were sent. Left to the garbage collector, a submission of 1.7 MB
 * leaves as much behind, and dozens of them pile up before it looks.
 */
export interface PictureMemory {
  /** Exactly so many bytes, with anything in them. */
  take(bytes: number): Uint8Array;
  /** Once nobody reads it any more, sockets included. What `take` did not give is left alone. */
  giveBack(memory: Uint8Array): void;
  /** Lets go of what is kept, and keeps nothing any more. */
  close(): void;
}

const SMALLEST = 65_536;
const MOST_KEPT_BYTES = 64_000_000;

export function createPictureMemory(mostKeptBytes = MOST_KEPT_BYTES): PictureMemory {
  /** By size: powers of two, so that pictures of like size share. */
  const free = new Map<number, ArrayBuffer[]>();
  const lent = new WeakSet<ArrayBufferLike>();
  let keptBytes = 0;
  let most = mostKeptBytes;
  return {
    take(bytes) {
      const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
      const kept = free.get(size)?.pop();
      if (kept !== undefined) keptBytes -= size;
      const memory = Buffer.from(kept ?? new ArrayBuffer(size), 0, bytes);
      lent.add(memory.buffer);
      return memory;
    },
    giveBack({ buffer }) {
      const size = buffer.byteLength;
      if (!lent.delete(buffer) || keptBytes + size > most) return;
      keptBytes += size;
      const ofSize = free.get(size) ?? [];
      free.set(size, ofSize);
      ofSize.push(buffer as ArrayBuffer);
    },
    close() {
      most = 0;
      free.clear();
    },
  };
}
