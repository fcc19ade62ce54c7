import { archiveFaults, BadArchive } from './archive-fault.ts';
import { type IdInfo, type ListedPicture, parseInfoJson } from './info-json.ts';
import type { Picture } from './job.ts';
import { type OpenArchive, openArchive } from './open-archive.ts';
import { recognizePicture } from './picture-format.ts';
import type { PictureRole, Product } from './products.ts';

/** What was found in a zip. With a fault there is no judgement; `detail` and `warnings` are for the journal. */
type Inspection =
  | { fault: { code: string; text: string }; detail: string }
  | {
      fault?: never;
      language: string | undefined;
      idInfo: IdInfo;
      /** A picture of the ID card takes the place of its number (PROTOCOL 13, older flow). */
      isByIdCard: boolean;
      selfie: Picture | undefined;
      documentFront: Picture | undefined;
      documentBack: Picture | undefined;
      hasLivenessPictures: boolean;
      warnings: string[];
    };

const missingFaults = { selfie: 'selfieMissing', 'document-front': 'documentMissing' } as const;

/**
 * Reads an uploaded zip as PROTOCOL 7.3 lays down. Never throws for what a partner may send. `hasEnrolledImage`: the
 * selfie is on file and none has to be in the zip.
 */
export async function inspectArchive(zip: Buffer, product: Product, hasEnrolledImage: boolean): Promise<Inspection> {
  try {
    return await inspect(zip, product, hasEnrolledImage);
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    const { code, text: usualText } = archiveFaults[error.fault];
    const text = product.faultTexts[error.fault] ?? usualText;
    return { fault: { code, text }, detail: `${text}: ${error.message}` };
  }
}

async function inspect(zip: Buffer, product: Product, hasEnrolledImage: boolean): Promise<Inspection> {
  const archive = await openArchive(zip);
  const content = await archive.read('info.json');
  if (!content) throw new BadArchive('unreadable', 'no info.json in the root');
  const info = parseInfoJson(content);
  const isByIdCard = checkIdInfo(product, info);
  const warnings: string[] = [];
  const found: { role: PictureRole; picture: Picture }[] = [];
  for (const [index, listed] of info.pictures.entries()) {
    const picture = await readPicture(archive, listed);
    if (picture) {
      found.push({ role: listed.role, picture });
    } else if (isMisplacedPath(listed)) {
      warnings.push(`images[${index}] (${listed.role}) holds no base64 and is left out`);
    } else {
      throw new BadArchive('badPicture', `images[${index}] (${listed.role})`);
    }
  }
  const find = (role: PictureRole) => found.find((entry) => entry.role === role)?.picture;
  for (const role of product.requiredPictures) {
    if (role === 'selfie' && hasEnrolledImage) continue;
    if (!find(role)) throw new BadArchive(missingFaults[role], `no ${role}`);
  }
  if (hasEnrolledImage && find('selfie')) warnings.push('the selfie is left out: the enrolled one was asked for');
  return {
    language: info.language,
    idInfo: info.idInfo,
    isByIdCard,
    selfie: find('selfie'),
    documentFront: find('document-front'),
    documentBack: find('document-back'),
    hasLivenessPictures: found.some((entry) => entry.role === 'liveness'),
    warnings,
  };
}

/** Throws for a missing key of id_info. Says whether the ID card's picture is judged instead of its number. */
function checkIdInfo(product: Product, { idInfo, pictures }: ReturnType<typeof parseInfoJson>): boolean {
  const asksAuthority = idInfo.entered && idInfo.id_number !== '';
  const hasCard = pictures.some(({ role }) => role === 'document-front');
  const isByIdCard = product.looksUpIdNumber && !asksAuthority && hasCard;
  for (const key of product.requiredIdInfo) {
    if (idInfo[key] === '' && !(isByIdCard && key === 'id_number'))
      throw new BadArchive('keyMissing', `id_info.${key}`);
  }
  if (product.looksUpIdNumber && !asksAuthority && !hasCard) {
    throw new BadArchive('keyMissing', 'id_info.entered is false and there is no picture of the ID card');
  }
  return isByIdCard;
}

async function readPicture(archive: OpenArchive, listed: ListedPicture): Promise<Picture | undefined> {
  const bytes = 'fileName' in listed ? await archive.read(listed.fileName) : decodeBase64(listed.base64);
  const mediaType = bytes && recognizePicture(bytes);
  return bytes && mediaType ? { bytes, mediaType } : undefined;
}

/** Plain base64 or, by mistake, a data URL (PROTOCOL 4). */
function decodeBase64(text: string): Buffer | undefined {
  const plain = text.replace(/^data:[^,]*,/, '').replace(/\s+/g, '');
  return plain !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : undefined;
}

/** The official JS SDK's lost liveness and document-back files: garbage that must not cost the whole archive (J1). */
function isMisplacedPath(listed: ListedPicture): boolean {
  return 'base64' in listed && listed.base64 !== '' && (listed.role === 'liveness' || listed.role === 'document-back');
}
