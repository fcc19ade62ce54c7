const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');

/** The names of all entries of a zip archive, as often as they occur: JSZip keeps the last of equal ones. */
export function entryNames(zip: Buffer): string[] {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    const nameFrom = at + 46;
    const nameTo = nameFrom + zip.readUInt16LE(at + 28);
    at = nameTo + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return zip.toString('utf8', nameFrom, nameTo);
  });
}
