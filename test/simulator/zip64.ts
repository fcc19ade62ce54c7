const max16 = 0xffff;
const max32 = 0xffffffff;

/** Little-endian fields, by their width in bytes. */
function pack(...fields: [width: 2 | 4 | 8, value: number][]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, width);
    }),
  );
}

/** A zip of stored entries, every size and offset of which stands in the records of zip64, as streaming writers do it. */
export function zip64Of(entries: Record<string, Buffer>): Buffer {
  const written: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [text, content] of Object.entries(entries)) {
    const name = Buffer.from(text);
    const head = Buffer.concat([
      pack([4, 0x04034b50], [2, 45], [2, 0], [2, 0], [4, 0], [4, 0], [4, max32], [4, max32], [2, name.length], [2, 0]),
      name,
    ]);
    written.push(head, content);
    // Another field before the one of zip64, as of time stamps.
    const extra = pack(
      [2, 0x5455],
      [2, 2],
      [2, 0],
      [2, 1],
      [2, 24],
      [8, content.length],
      [8, content.length],
      [8, offset],
    );
    directory.push(
      pack([4, 0x02014b50], [2, 45], [2, 45], [2, 0], [2, 0], [4, 0], [4, 0], [4, max32], [4, max32]),
      pack([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, max32]),
      name,
      extra,
    );
    offset += head.length + content.length;
  }
  const size = Buffer.concat(directory).length;
  const count = Object.keys(entries).length;
  return Buffer.concat([
    ...written,
    ...directory,
    pack([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
    pack([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]),
    pack([4, 0x06054b50], [2, 0], [2, 0], [2, max16], [2, max16], [4, max32], [4, max32], [2, 0]),
  ]);
}

/** The same records in an archive that does without them: Info-ZIP writes such when it does not know the size before. */
export function withNeedlessZip64(zip: Buffer): Buffer {
  const end = zip.subarray(-22);
  const [count, size, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  return Buffer.concat([
    zip.subarray(0, -22),
    pack([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
    pack([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]),
    end,
  ]);
}
