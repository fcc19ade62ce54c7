import type { PictureFacts } from '../domain/picture.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Looks at what a picture is by its content; its name says nothing. */
export function inspectPicture(bytes: Uint8Array): PictureFacts {
  const size = bytes.byteLength;
  if (PNG.every((byte, index) => bytes[index] === byte)) return facts('png', size);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return facts('other', size);
  const frame = readFrame(bytes);
  return frame === undefined ? facts('truncated-jpeg', size) : { format: 'jpeg', bytes: size, ...frame };
}

function facts(format: PictureFacts['format'], bytes: number): PictureFacts {
  return { format, bytes, width: 0, height: 0, isColour: false };
}

type Frame = Pick<PictureFacts, 'width' | 'height' | 'isColour'>;

/**
 * Walks the JPEG's segments (ITU-T T.81, B.1) over the start-of-frame, which tells size and components, to the start of
 * the picture's data, behind which its end must be. Undefined where any of them is missing.
 */
function readFrame(bytes: Uint8Array): Frame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Frame | undefined;
  let at = 2;
  let fills = 0;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === START_OF_SCAN) return hasEndAfter(bytes, at) ? frame : undefined;
    if (isStartOfFrame(marker) && at + 10 <= view.byteLength) {
      frame = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), isColour: view.getUint8(at + 9) >= 3 };
    }
    if (marker === FILL) {
      at += 1;
      fills += 1;
      if (fills > MOST_FILLS) return undefined;
    } else at += isStandalone(marker) ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

const START_OF_SCAN = 0xda;
const FILL = 0xff;
/** A marker may have any number before it; no camera writes so many, and each takes a step. */
const MOST_FILLS = 10_000;

function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15 without the three markers in that range that mean something else (DHT, JPG, DAC). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Some cameras write a trailer after the end-of-image marker; a thumbnail before the scan has an end of its own. */
function hasEndAfter(bytes: Uint8Array, scanAt: number): boolean {
  const scan = Buffer.from(bytes.buffer, bytes.byteOffset + scanAt, bytes.byteLength - scanAt);
  return scan.lastIndexOf(Buffer.from([0xff, 0xd9])) > 2;
}
