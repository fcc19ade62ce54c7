import type { Picture } from './job.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The media type by content, never by name. Undefined for what no decoder could open (PROTOCOL 7.3, D12). */
export function recognizePicture(bytes: Buffer): Picture['mediaType'] | undefined {
  if (isWholeJpeg(bytes)) return 'image/jpeg';
  return isWholePng(bytes) ? 'image/png' : undefined;
}

/** SOI, segments up to the scan with a frame header of non-zero size among them, and EOI after the scan. */
function isWholeJpeg(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return false;
  let hasFrame = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1; // a fill byte before the marker
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return false;
    if (marker === 0xda) return hasFrame && bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) >= at + 2 + length;
    if (isStartOfFrame(marker)) {
      if (length < 8) return false;
      hasFrame = bytes.readUInt16BE(at + 5) > 0 && bytes.readUInt16BE(at + 7) > 0;
    }
    at += 2 + length;
  }
  return false;
}

/** C0–CF but DHT (C4), JPG (C8) and DAC (CC). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Signature, IHDR of non-zero size first, data, IEND. */
function isWholePng(bytes: Buffer): boolean {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngSignature)) return false;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR' || bytes.readUInt32BE(16) === 0 || bytes.readUInt32BE(20) === 0) {
    return false;
  }
  let hasData = false;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return hasData;
    if (type === 'IDAT') hasData = true;
    at += 12 + bytes.readUInt32BE(at);
  }
  return false;
}
