export type PictureRole = 'selfie' | 'liveness' | 'id-front' | 'id-back' | 'comparison';

/** What the picture is that a selfie is compared with, in Smile ID's words (PROTOCOL 12.8). */
export const COMPARISON_TYPES = ['ID_PHOTO', 'PORTRAIT', 'DOCUMENT'] as const;
export type ComparisonType = (typeof COMPARISON_TYPES)[number];

/** Where a stored picture is. The picture itself never enters Temporal. */
export interface MediaReference {
  /** Name of the store that holds it. */
  readonly store: string;
  readonly key: string;
  /** Lower-case hex of the content. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export interface PictureReference {
  readonly role: PictureRole;
  readonly media: MediaReference;
}

/** A picture that Smile ID returned with a result. */
export interface ReturnedPictureReference {
  readonly role: string;
  readonly media: MediaReference;
}

export interface PictureFacts {
  readonly format: 'jpeg' | 'png' | 'truncated-jpeg' | 'other';
  readonly bytes: number;
  /** Pixels; 0 where the content does not tell. */
  readonly width: number;
  readonly height: number;
  readonly isColour: boolean;
}

/** What a caller may give for a picture. */
export const PICTURE_FORMS = 'the path of a JPEG, its bytes, or { base64: … }';

/** PROTOCOL 8: images may have up to 10 MB each. */
export const MAX_PICTURE_BYTES = 10_000_000;

/** Why a picture cannot be sent, as the end of a sentence that begins with the picture's place; undefined if it can. */
export function pictureProblem(facts: PictureFacts): string | undefined {
  if (facts.bytes === 0) return 'is empty';
  if (facts.format === 'png') return 'is a PNG; Smile ID takes JPEG only: convert it to JPEG and try again';
  if (facts.format === 'truncated-jpeg') return 'is a JPEG that is cut off or damaged: take or export it again';
  if (facts.format === 'other') return 'is not a JPEG picture, whatever its name says: give a JPEG';
  if (facts.bytes > MAX_PICTURE_BYTES)
    return `has ${facts.bytes} bytes; Smile ID takes at most ${MAX_PICTURE_BYTES}: scale it down`;
  if (facts.width === 0 || facts.height === 0) return 'is a JPEG without dimensions: take or export it again';
  if (!facts.isColour) return 'is black and white; Smile ID needs colour pictures: take it in colour';
  return undefined;
}

/** PROTOCOL 8: what Smile ID advises for pictures of documents; the smaller of two figures, for cards. */
const DOCUMENT_LEAST_BYTES = 600_000;
const DOCUMENT_LEAST_LONG_SIDE = 1_500;

/** What Smile ID advises against, as the end of a sentence that begins with the picture's place. */
export function pictureWarning(role: PictureRole, { bytes, width, height }: PictureFacts): string | undefined {
  if (role !== 'id-front' && role !== 'id-back') return undefined;
  const longSide = Math.max(width, height);
  if (longSide < DOCUMENT_LEAST_LONG_SIDE)
    return `is ${longSide} pixels long; Smile ID advises at least ${DOCUMENT_LEAST_LONG_SIDE} for cards and 2200 for passports`;
  return bytes < DOCUMENT_LEAST_BYTES
    ? `has ${bytes} bytes; Smile ID advises at least ${DOCUMENT_LEAST_BYTES}`
    : undefined;
}
