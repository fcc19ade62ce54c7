import { BadArchive } from './archive-fault.ts';
import type { PictureRole } from './products.ts';
import { isObject, type JsonObject } from './request-fields.ts';

/** An entry of `images[]`, PROTOCOL 4: bytes beside info.json under a name, or base64 inside it. */
export type ListedPicture = { role: PictureRole } & ({ fileName: string } | { base64: string });

/** What `id_info` says, PROTOCOL 13; a text that is not there is empty. `entered`: ask the authority. */
export interface IdInfo {
  country: string;
  id_type: string;
  id_number: string;
  entered: boolean;
}

interface InfoJson {
  language: string | undefined;
  idInfo: IdInfo;
  pictures: ListedPicture[];
}

const roles: Record<string, { role: PictureRole; inline: boolean }> = {
  0: { role: 'selfie', inline: false },
  1: { role: 'document-front', inline: false },
  2: { role: 'selfie', inline: true },
  3: { role: 'document-front', inline: true },
  4: { role: 'liveness', inline: false },
  5: { role: 'document-back', inline: false },
  6: { role: 'liveness', inline: true },
  7: { role: 'document-back', inline: true },
};

/** Parses info.json, PROTOCOL 7.1 and 7.2. Throws BadArchive. Keys nobody needs are not looked at. */
export function parseInfoJson(content: Buffer): InfoJson {
  const info = parseJson(content);
  const packageInformation = optionalObject(info, 'package_information');
  const version = packageInformation && optionalObject(packageInformation, 'apiVersion');
  if (version && typeof version.majorVersion !== 'number') {
    throw new BadArchive('invalidJson', 'apiVersion.majorVersion is no number');
  }
  const idInfo = optionalObject(info, 'id_info') ?? {};
  if (info.images === undefined || info.images === null) throw new BadArchive('keyMissing', 'images');
  if (!Array.isArray(info.images)) throw new BadArchive('invalidJson', 'images is no array');
  const language = packageInformation?.language;
  return {
    language: typeof language === 'string' && language !== '' ? language : undefined,
    idInfo: {
      country: readIdText(idInfo, 'country'),
      id_type: readIdText(idInfo, 'id_type'),
      id_number: readIdText(idInfo, 'id_number'),
      // A flag as boolean or text; components that leave it out mean yes (PROTOCOL 7.1).
      entered: String(idInfo.entered ?? 'true').toLowerCase() !== 'false',
    },
    pictures: info.images.map(parsePicture),
  };
}

function readIdText(idInfo: JsonObject, key: string): string {
  const value = idInfo[key] ?? '';
  if (typeof value !== 'string') throw new BadArchive('invalidJson', `id_info.${key} is no text`);
  return value;
}

function parseJson(content: Buffer): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new BadArchive('invalidJson', 'info.json is not JSON');
  }
  if (!isObject(parsed)) throw new BadArchive('invalidJson', 'info.json is no object');
  return parsed;
}

function optionalObject(parent: JsonObject, key: string): JsonObject | undefined {
  const value = parent[key];
  if (value === undefined || value === null) return undefined;
  // PHP writes an empty array where others write an empty object or nothing.
  if (Array.isArray(value) && value.length === 0) return undefined;
  if (!isObject(value)) throw new BadArchive('invalidJson', `${key} is no object`);
  return value;
}

function parsePicture(entry: unknown, index: number): ListedPicture {
  if (!isObject(entry)) throw new BadArchive('invalidJson', `images[${index}] is no object`);
  // A published example spells the key with a capital (PROTOCOL 4).
  const id = entry.image_type_id ?? entry.Image_type_id;
  if (id === undefined || id === null) throw new BadArchive('keyMissing', `images[${index}].image_type_id`);
  const kind = typeof id === 'number' || typeof id === 'string' ? roles[String(id)] : undefined;
  if (!kind) throw new BadArchive('invalidJson', `images[${index}].image_type_id is ${JSON.stringify(id)}`);
  const fileName = readText(entry, 'file_name', index);
  const image = readText(entry, 'image', index);
  if (kind.inline) return { role: kind.role, base64: image };
  // The official JS SDK puts the path of types 4 and 5 into `image` by mistake (SDK-BEHAVIOUR J1).
  return fileName === '' ? { role: kind.role, base64: image } : { role: kind.role, fileName };
}

/** The key that a picture does not use is empty, missing or null. */
function readText(entry: JsonObject, key: string, index: number): string {
  const value = entry[key] ?? '';
  if (typeof value !== 'string') throw new BadArchive('invalidJson', `images[${index}].${key} is no text`);
  return value;
}
