import type { Readable } from 'node:stream';
import { VerificationFailure } from '../domain/failure.ts';
import { type IdInfo, infoJson, type ListedImage, type PackageRole } from './info-json.ts';
import { pictureStream } from './picture-stream.ts';
import { type ZipEntry, zipLength, zipStream } from './stored-zip.ts';

export type PackageImage = { readonly role: PackageRole } & (
  | { readonly bytes: number; readonly open: () => Readable }
  /** In memory already. */
  | { readonly content: Uint8Array }
  /** Plain base64; a `data:` prefix is dropped (PROTOCOL 4). */
  | { readonly base64: string }
);

export interface PackageContents {
  /** Only for products that document it (PROTOCOL 7.1). */
  readonly idInfo?: IdInfo | undefined;
  readonly images: readonly PackageImage[];
}

export interface UploadPackage {
  /** Exact length of the archive, known before any picture is opened. */
  readonly bytes: number;
  /**
   * The archive. Pictures are opened one after the other as it is read; about one is in memory at a time. Fails with
   * `VerificationFailure` if a picture cannot be read or has another size than announced. Every call, in every process,
   * gives the same bytes for the same contents, so that a repeated PUT changes nothing.
   */
  stream(): Readable;
}

/** Order of the published examples. */
const ROLES: readonly PackageRole[] = ['selfie', 'id-front', 'id-back', 'liveness'];
const NAMES = { selfie: 'selfie', 'id-front': 'id_front', 'id-back': 'id_back', liveness: 'liveness' } as const;

/**
 * The archive that `putPackage` sends (PROTOCOL 7): info.json, then the pictures. Only what is said here is in it.
 * @throws VerificationFailure `invalid-request` for two pictures of one role other than liveness, or text that is no base64
 */
export function createPackage({ idInfo, images }: PackageContents): UploadPackage {
  const pictures: ZipEntry[] = [];
  const listed: ListedImage[] = [];
  for (const role of ROLES) {
    const sameRole = images.filter((image) => image.role === role);
    if (sameRole.length > 1 && role !== 'liveness')
      throw new VerificationFailure('invalid-request', `A package takes one ${role} picture, not ${sameRole.length}.`);
    for (const [index, image] of sameRole.entries()) {
      if ('base64' in image) {
        listed.push({ role, content: { base64: plainBase64(role, image.base64) } });
      } else {
        const fileName = entryName(role, index);
        listed.push({ role, content: { fileName } });
        pictures.push({ name: fileName, ...contentOf(image) });
      }
    }
  }
  const info = Buffer.from(infoJson(listed, idInfo));
  const entries = [{ name: 'info.json', bytes: info.length, open: () => info }, ...pictures];
  return { bytes: zipLength(entries), stream: () => zipStream(entries) };
}

function contentOf(image: Exclude<PackageImage, { base64: string }>): Pick<ZipEntry, 'bytes' | 'open'> {
  if ('content' in image) return { bytes: image.content.length, open: () => image.content };
  return { bytes: image.bytes, open: () => pictureStream(image) };
}

/** `liveness_01.jpg` and on; the others occur once. JPEG only: newer documentation takes nothing else (PROTOCOL 8). */
function entryName(role: PackageRole, index: number): string {
  return role === 'liveness' ? `liveness_${String(index + 1).padStart(2, '0')}.jpg` : `${NAMES[role]}.jpg`;
}

function plainBase64(role: PackageRole, text: string): string {
  const base64 = text.replace(/^data:[^,]{0,100},/, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0) return base64;
  throw new VerificationFailure('invalid-request', `A ${role} picture given as base64 is not valid base64.`);
}
