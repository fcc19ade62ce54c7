import { isObject, type JsonObject } from './json-body.ts';
import { readText } from './vendor-fields.ts';

export type ReturnedPictureRole = 'selfie' | 'id-front' | 'id-back' | 'document' | 'photo';

/** A picture that came with a result: its content, or an expiring link to it (PROTOCOL 10.3; 20, U12). */
export type ReturnedPicture =
  | { readonly role: ReturnedPictureRole; readonly base64: string }
  | { readonly role: ReturnedPictureRole; readonly url: string };

const LINKS: readonly (readonly [string, ReturnedPictureRole])[] = [
  ['selfie_image', 'selfie'],
  ['id_card_image', 'id-front'],
  ['id_card_back', 'id-back'],
];

const INLINE: readonly (readonly [string, ReturnedPictureRole])[] = [
  ['Document', 'document'],
  ['Photo', 'photo'],
];

/**
 * The pictures of a job, at most one for each role. `imageLinks` is job_status's own map, `results` are the raw results
 * of the job, newest first: earlier sources win.
 */
export function readReturnedPictures(imageLinks: unknown, results: readonly JsonObject[]): ReturnedPicture[] {
  const pictures = [imageLinks, ...results.map((result) => result.ImageLinks)].flatMap(linked);
  const seen = new Set<ReturnedPictureRole>();
  return [...pictures, ...results.flatMap(inlined)].filter(({ role }) => !seen.has(role) && seen.add(role));
}

function linked(links: unknown): ReturnedPicture[] {
  if (!isObject(links)) return [];
  return LINKS.flatMap(([key, role]) => {
    const url = readText(links[key]);
    return url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url) ? [{ role, url }] : [];
  });
}

function inlined(result: JsonObject): ReturnedPicture[] {
  return INLINE.flatMap(([key, role]) => {
    const base64 = readText(result[key])?.replace(/^data:[^,]{0,100},/, '');
    return base64 !== undefined && /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(base64) ? [{ role, base64 }] : [];
  });
}
