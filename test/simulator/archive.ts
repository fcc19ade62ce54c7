import JSZip from 'jszip';
import { readFixture } from './fixture.ts';

/** Real 8×8 JPEGs out of the fixtures, as base64: the selfie first, then eight liveness pictures. */
export const jpegs: string[] = readFixture('info-json.smartselfie-registration.inline').images.map(
  (entry: { image: string }) => entry.image,
);
export const selfie = jpegs[0] ?? '';

/** A real 1×1 PNG, as base64. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Zips entries by name; an object becomes JSON. */
export async function zipOf(entries: Record<string, string | Buffer | object>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(entries)) {
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    zip.file(name, isRaw ? content : JSON.stringify(content));
  }
  return zip.generateAsync({ type: 'nodebuffer' });
}

/** What a client sends for a selfie and eight liveness pictures: files beside info.json. */
export function goodArchive(): Promise<Buffer> {
  const files = Object.fromEntries(
    jpegs.map((image, n) => [n === 0 ? 'selfie.jpg' : `liveness_0${n}.jpg`, Buffer.from(image, 'base64')]),
  );
  return zipOf({ 'info.json': readFixture('info-json.smartselfie-registration.files'), ...files });
}

const inlineInfo = {
  1: 'biometric-kyc',
  2: 'smartselfie-authentication',
  4: 'smartselfie-registration',
  6: 'document-verification',
  11: 'enhanced-document-verification',
};

export type JobType = keyof typeof inlineInfo;

/** The pictures of a product's recorded info.json by their type ids, and eight liveness pictures. */
export function picturesOf(jobType: JobType): { image_type_id: number; image: string; file_name: string }[] {
  const { images } = readFixture(`info-json.${inlineInfo[jobType]}.inline`);
  const others = images.filter((entry: { image_type_id: number }) => entry.image_type_id !== 6);
  return [...others, ...jpegs.slice(1).map((image) => ({ image_type_id: 6, image, file_name: '' }))];
}

/** A product's recorded info.json with these changes, all pictures inside it. */
export function archiveOf(jobType: JobType, { idInfo = {}, images = picturesOf(jobType) as object[] } = {}) {
  const info = readFixture(`info-json.${inlineInfo[jobType]}.inline`);
  return zipOf({ 'info.json': { ...info, id_info: { ...info.id_info, ...idInfo }, images } });
}

/** An archive of nothing but info.json with these images. */
export function inlineArchive(images: object[]): Promise<Buffer> {
  return zipOf({ 'info.json': { ...readFixture('info-json.smartselfie-registration.inline'), images } });
}
