/** What a picture shows, in the words of this project. */
export type PackageRole = 'selfie' | 'id-front' | 'id-back' | 'liveness';

/** Value of `id_info`: `country`, `id_type`, `id_number` and what `/v1/services` lists for the type (PROTOCOL 7.1). */
export type IdInfo = Readonly<Record<string, string | boolean>>;

export interface ListedImage {
  readonly role: PackageRole;
  /** Name of an entry of the archive, or the picture itself in base64. */
  readonly content: { readonly fileName: string } | { readonly base64: string };
}

/** `image_type_id` of PROTOCOL 4. */
const TYPE_IDS: Readonly<Record<PackageRole, { readonly file: number; readonly inline: number }>> = {
  selfie: { file: 0, inline: 2 },
  'id-front': { file: 1, inline: 3 },
  'id-back': { file: 5, inline: 7 },
  liveness: { file: 4, inline: 6 },
};

/** Order of the published examples; what they do not show follows by name. */
const ID_INFO_KEYS = [
  'country',
  'id_type',
  'id_number',
  'first_name',
  'middle_name',
  'last_name',
  'dob',
  'phone_number',
  'entered',
];

/**
 * The text of info.json with exactly the documented keys (PROTOCOL 7.1, EMIT of 7.2). Equal input makes equal text, in
 * whatever order the members of `idInfo` come.
 */
export function infoJson(images: readonly ListedImage[], idInfo: IdInfo | undefined): string {
  return JSON.stringify({
    package_information: { apiVersion: { buildNumber: 0, majorVersion: 2, minorVersion: 0 } },
    ...(idInfo === undefined ? {} : { id_info: inFixedOrder(idInfo) }),
    images: images.map(({ role, content }) =>
      'base64' in content
        ? { image_type_id: TYPE_IDS[role].inline, image: content.base64, file_name: '' }
        : { image_type_id: TYPE_IDS[role].file, image: '', file_name: content.fileName },
    ),
  });
}

function inFixedOrder(idInfo: IdInfo): IdInfo {
  const rank = (key: string) => ID_INFO_KEYS.indexOf(key) >>> 0;
  const entries = Object.entries(idInfo);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}
