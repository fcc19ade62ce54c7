import { Readable } from 'node:stream';
import JSZip from 'jszip';
import { VerificationFailure } from '../domain/failure.ts';
import { type IdInfo, infoJson, type ListedImage, type PackageRole } from './info-json.ts';
import { pictureStream, type StreamedPicture } from './picture-stream.ts';

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

/** Any fixed time will do; this is the first one a zip can express. */
const DATE = new Date(Date.UTC(1980, 0, 1));

export function createPackage({ idInfo, images }: PackageContents): UploadPackage {
  const pictures: NamedPicture[] = [];
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
        pictures.push('content' in image ? { fileName, content: image.content } : { ...image, fileName });
      }
    }
  }
  const info = Buffer.from(infoJson(listed, idInfo));
  return {
    bytes: zipLength([
      { name: 'info.json', bytes: info.length },
      ...pictures.map((picture) => ({
        name: picture.fileName,
        bytes: 'content' in picture ? picture.content.length : picture.bytes,
      })),
    ]),
    stream: () => zipStream(info, pictures),
  };
}

type NamedPicture = { readonly fileName: string } & (StreamedPicture | { readonly content: Uint8Array });

/** `liveness_01.jpg` and on; the others occur once. JPEG only: newer documentation takes nothing else (PROTOCOL 8). */
function entryName(role: PackageRole, index: number): string {
  return role === 'liveness' ? `liveness_${String(index + 1).padStart(2, '0')}.jpg` : `${NAMES[role]}.jpg`;
}

function plainBase64(role: PackageRole, text: string): string {
  const base64 = text.replace(/^data:[^,]{0,100},/, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0) return base64;
  throw new VerificationFailure('invalid-request', `A ${role} picture given as base64 is not valid base64.`);
}

function zipStream(info: Buffer, pictures: readonly NamedPicture[]): Readable {
  const zip = new JSZip();
  const options = { date: DATE, createFolders: false, binary: true } as const;
  zip.file('info.json', info, options);
  const sources: Readable[] = [];
  for (const picture of pictures) {
    if ('content' in picture) zip.file(picture.fileName, picture.content, options);
    else {
      const source = pictureStream(picture);
      sources.push(source);
      zip.file(picture.fileName, source, options);
    }
  }
  const archive = new Readable({
    read() {
      produced.resume();
    },
    destroy(error, done) {
      produced.pause();
      for (const source of sources) source.destroy();
      done(error);
    },
  });
  const produced = zip.generateNodeStream({ compression: 'STORE', platform: 'DOS', streamFiles: false });
  produced.pause();
  produced.on('data', (chunk: Buffer) => {
    if (!archive.push(chunk)) produced.pause();
  });
  produced.on('end', () => archive.push(null));
  produced.on('error', (error) => archive.destroy(error));
  // jszip loses an error that comes while it is paused, so the pictures report theirs directly.
  for (const source of sources) source.on('error', (error) => archive.destroy(error));
  return archive;
}

/** Stored entries: header of 30 and directory record of 46 bytes, each with the name; 22 bytes at the end. */
function zipLength(entries: readonly { readonly name: string; readonly bytes: number }[]): number {
  return entries.reduce((sum, { name, bytes }) => sum + 30 + 46 + 2 * name.length + bytes, 22);
}
