import { BadArchive } from './archive-fault.ts';

/** An entry of a zip: where its bytes are, and what they claim to become. */
export interface ZipEntry {
  name: string;
  isDeflated: boolean;
  /** As it lies in the archive. */
  content: Buffer;
  /** Uncompressed, as declared. */
  size: number;
}

const signatures = { entry: 0x02014b50, localHeader: 0x04034b50, end: 0x06054b50, end64: 0x06064b50 };
const endMark = Buffer.from('PK\x05\x06', 'latin1');
const locatorMark = Buffer.from('PK\x06\x07', 'latin1');
const max16 = 0xffff;
const max32 = 0xffffffff;

/**
 * Reads the central directory of a zip, zip64 included, and takes from local headers only the name and where the content
 * begins. Bytes before the archive are allowed, as with any reader. Throws BadArchive for what cannot be read, encrypted
 * entries and methods other than stored and deflated among it.
 */
export function readDirectory(zip: Buffer): ZipEntry[] {
  try {
    return readEntries(zip);
  } catch (error) {
    // Reading behind the end: something is cut, or points nowhere.
    if (error instanceof RangeError) throw new BadArchive('unreadable', 'the archive is cut or not a zip');
    throw error;
  }
}

function readEntries(zip: Buffer): ZipEntry[] {
  const { start, shift } = readEnd(zip);
  const entries: ZipEntry[] = [];
  let at = start;
  while (zip.readUInt32LE(at) === signatures.entry) {
    entries.push(readEntry(zip, at, shift));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** Where the central directory starts, and by how much every offset is too small. */
function readEnd(zip: Buffer): { start: number; shift: number } {
  const end = zip.lastIndexOf(endMark);
  if (end < 0) throw new BadArchive('unreadable', 'there is no end of a central directory');
  if (end + 22 + zip.readUInt16LE(end + 20) > zip.length) throw new BadArchive('unreadable', 'the comment is cut');
  let [size, offset] = [zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)];
  let tail = 0;
  if (zip.readUInt16LE(end + 10) === max16 || size === max32 || offset === max32) {
    const at = findEnd64(zip);
    [size, offset] = [read64(zip, at + 40), read64(zip, at + 48)];
    tail = read64(zip, at + 4) + 12 + 20;
  }
  const surplus = end - (offset + size + tail);
  if (surplus < 0) throw new BadArchive('unreadable', `${-surplus} bytes are missing`);
  // Bytes before the archive shift it all; between directory and end they may be records of zip64 that nobody needs.
  const shift = zip.readUInt32LE(offset) === signatures.entry ? 0 : surplus;
  return { start: offset + shift, shift };
}

function findEnd64(zip: Buffer): number {
  const locator = zip.lastIndexOf(locatorMark);
  const told = read64(zip, locator + 8);
  if (locator >= 0 && told + 4 <= zip.length && zip.readUInt32LE(told) === signatures.end64) return told;
  // With bytes before the archive it lies elsewhere: right before its locator, if it has no extensions.
  if (locator >= 56 && zip.readUInt32LE(locator - 56) === signatures.end64) return locator - 56;
  throw new BadArchive('unreadable', 'there is no end of a zip64 directory');
}

function readEntry(zip: Buffer, at: number, shift: number): ZipEntry {
  const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
  const { compressedSize, size, offset } = readSizes(zip, at);
  const local = offset + shift;
  if (zip.readUInt32LE(local) !== signatures.localHeader) throw new BadArchive('unreadable', 'an entry is missing');
  const nameEnd = local + 30 + zip.readUInt16LE(local + 26);
  const start = nameEnd + zip.readUInt16LE(local + 28);
  const name = zip.toString('utf8', local + 30, nameEnd);
  if (flags & 1) throw new BadArchive('unreadable', `${name} is encrypted`);
  if (method !== 0 && method !== 8) throw new BadArchive('unreadable', `${name} is compressed by method ${method}`);
  if (start + compressedSize > zip.length) throw new BadArchive('unreadable', `${name} is cut`);
  return { name, isDeflated: method === 8, content: zip.subarray(start, start + compressedSize), size };
}

/** What does not fit into 32 bits stands in the extra field of zip64, in this order. */
function readSizes(zip: Buffer, at: number): { size: number; compressedSize: number; offset: number } {
  let wide = findExtra64(zip, at);
  const read = (place: number) => {
    const value = zip.readUInt32LE(at + place);
    if (value !== max32) return value;
    wide += 8;
    return read64(zip, wide - 8);
  };
  const size = read(24);
  const compressedSize = read(20);
  return { size, compressedSize, offset: read(42) };
}

/** Behind the end, where reading fails, if there is none. */
function findExtra64(zip: Buffer, at: number): number {
  let field = at + 46 + zip.readUInt16LE(at + 28);
  const end = field + zip.readUInt16LE(at + 30);
  while (field + 4 <= end) {
    if (zip.readUInt16LE(field) === 1) return field + 4;
    field += 4 + zip.readUInt16LE(field + 2);
  }
  return zip.length;
}

function read64(zip: Buffer, at: number): number {
  return Number(zip.readBigUInt64LE(at));
}
