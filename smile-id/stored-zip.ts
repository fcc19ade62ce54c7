import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { piecesOf } from './pieces.ts';

export interface ZipEntry {
  /** ASCII, unique within the archive. */
  readonly name: string;
  /** Exact length. */
  readonly bytes: number;
  /** Called when the entry's turn comes, not before. */
  readonly open: () => Uint8Array | Readable;
}

const LOCAL_HEADER_BYTES = 30;
const RECORD_BYTES = 46;
const END_BYTES = 22;

/** The exact length of the archive that `zipStream` makes. */
export function zipLength(entries: readonly Pick<ZipEntry, 'name' | 'bytes'>[]): number {
  return entries.reduce(
    (sum, { name, bytes }) => sum + LOCAL_HEADER_BYTES + RECORD_BYTES + 2 * name.length + bytes,
    END_BYTES,
  );
}

/**
 * An archive whose entries are stored as they are (APPNOTE 4.3), one after the other: an entry's checksum stands before its
 * content, so that one entry is in memory at a time. The same entries make the same bytes. Fails with what an entry's stream
 * fails with.
 */
export function zipStream(entries: readonly ZipEntry[]): Readable {
  let reading: Readable | undefined;
  const chunks = zipChunks(entries, (source) => {
    reading = source;
  });
  return new Readable({
    read() {
      chunks.next().then(
        ({ value, done }) => this.push(done === true ? null : value),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      // One that is abandoned while it waits for an entry must not read that to its end.
      reading?.destroy();
      done(error);
    },
  });
}

async function* zipChunks(
  entries: readonly ZipEntry[],
  onRead: (source: Readable) => void,
): AsyncGenerator<Uint8Array> {
  const records: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    records.push(yield* entryChunks(entry, offset, onRead));
    offset += LOCAL_HEADER_BYTES + entry.name.length + entry.bytes;
  }
  const directoryBytes = records.reduce((sum, record) => sum + record.length, 0);
  yield Buffer.concat([...records, endOf(entries.length, directoryBytes, offset)]);
}

/** Header and content; returns the entry's directory record. In a function of its own, whose end lets go of the content. */
async function* entryChunks(
  { name, bytes, open }: ZipEntry,
  offset: number,
  onRead: (source: Readable) => void,
): AsyncGenerator<Uint8Array, Buffer> {
  const source = open();
  if (source instanceof Readable) onRead(source);
  const chunks = await contentOf(source);
  const facts = factsOf(
    name,
    bytes,
    chunks.reduce((sum, chunk) => crc32(chunk, sum), 0),
  );
  yield headerOf(facts, name);
  for (const chunk of chunks) yield* piecesOf(chunk);
  return recordOf(facts, name, offset);
}

async function contentOf(source: Uint8Array | Readable): Promise<readonly Uint8Array[]> {
  if (source instanceof Uint8Array) return [source];
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk as Uint8Array);
  return chunks;
}

const FACTS_BYTES = 26;

/** What local header and directory record have in common: from the version that is needed to the length of the extra field. */
function factsOf(name: string, bytes: number, checksum: number): Buffer {
  const facts = Buffer.alloc(FACTS_BYTES);
  facts.writeUInt16LE(10, 0); // version 1.0: files stored as they are
  facts.writeUInt16LE(FIRST_DAY, 8);
  facts.writeUInt32LE(checksum, 10);
  facts.writeUInt32LE(bytes, 14);
  facts.writeUInt32LE(bytes, 18);
  facts.writeUInt16LE(name.length, 22);
  return facts;
}

/** 1980-01-01: any fixed time will do, and this is the first one that a zip can express. */
const FIRST_DAY = (1 << 5) | 1;

function headerOf(facts: Buffer, name: string): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name)]);
}

function recordOf(facts: Buffer, name: string, offset: number): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  record.write('PK\x01\x02');
  record.writeUInt16LE(20, 4); // made by: MS-DOS, so without permissions
  facts.copy(record, 6);
  record.writeUInt32LE(offset, 42);
  return Buffer.concat([record, Buffer.from(name)]);
}

function endOf(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
