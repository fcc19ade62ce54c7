import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import type { Submission } from '../../smile-id/submission.ts';
import { samplePath } from '../media/pictures.ts';
import { entryNames } from './entry-names.ts';
import type { Front } from './recording-front.ts';

export const SELFIE = samplePath('registration/selfie.jpg');
export const LIVENESS = Array.from({ length: 8 }, (_, index) => samplePath(`registration/liveness-${index + 1}.jpg`));
export const FRONT = samplePath('document/front.jpg');
export const BACK = samplePath('document/back.jpg');

type Params = Readonly<Record<string, string>>;

/** partner_params for the vendor's package: `user-1` in a job of a type, and the partner's own. */
export function paramsOf(jobId: string, jobType: number, own: Params = {}) {
  return { user_id: `user-of-${jobId}`, job_id: jobId, job_type: jobType, ...own };
}

/** What the vendor's package takes as a selfie that is a file. */
export const VENDOR_SELFIE = { image_type_id: 0, image: SELFIE };

/** A registration of a user for our side, and the partner's own parameters. */
export function registrationOf(jobId: string, partnerParams: Params = {}): Submission {
  return { product: 'smartselfie-registration', jobId, userId: `user-of-${jobId}`, selfie: SELFIE, partnerParams };
}

export interface Archive {
  /** Names of all entries, as often as they occur. */
  readonly entries: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: info.json is looked into, not typed
  readonly info: any;
  /** SHA-256 of an entry: a comparison of whole pictures takes jest seconds. */
  hashOf(entry: string): Promise<string>;
}

/** The last archive that was put through the front. */
export async function lastArchive(front: Front): Promise<Archive> {
  const put = front.seen('/videos').at(-1);
  if (put === undefined) throw new Error('Nothing was uploaded.');
  const zip = await JSZip.loadAsync(put.body);
  return {
    entries: entryNames(put.body),
    info: JSON.parse((await zip.file('info.json')?.async('string')) ?? 'null'),
    hashOf: async (entry) => sha256((await zip.file(entry)?.async('nodebuffer')) ?? ''),
  };
}

export function hashOfFile(path: string): string {
  return sha256(readFileSync(path));
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
