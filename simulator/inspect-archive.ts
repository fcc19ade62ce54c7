import { type ArchiveFault, archiveFaults, BadArchive } from './archive-fault.ts';
import { type ListedPicture, parseInfoJson } from './info-json.ts';
import type { Picture } from './job.ts';
import { type OpenArchive, openArchive } from './open-archive.ts';
import { recognizePicture } from './picture-format.ts';
import type { Product } from './products.ts';

/** What was found in a zip. With a fault there is no judgement; `detail` and `warnings` are for the journal. */
type Inspection =
  | { fault: ArchiveFault; detail: string }
  | {
      fault?: never;
      language: string | undefined;
      selfie: Picture | undefined;
      hasLivenessPictures: boolean;
      warnings: string[];
    };

/** Reads an uploaded zip as PROTOCOL 7.3 lays down. Never throws for what a partner may send. */
export async function inspectArchive(zip: Buffer, product: Product): Promise<Inspection> {
  try {
    return await inspect(zip, product);
  } catch (error) {
    if (error instanceof BadArchive) return { fault: error.fault, detail: error.message };
    throw error;
  }
}

async function inspect(zip: Buffer, product: Product): Promise<Inspection> {
  const archive = await openArchive(zip);
  const content = await archive.read('info.json');
  if (!content) throw new BadArchive(archiveFaults.unreadable, 'no info.json in the root');
  const info = parseInfoJson(content);
  const warnings: string[] = [];
  const found: { role: ListedPicture['role']; picture: Picture }[] = [];
  for (const [index, listed] of info.pictures.entries()) {
    const picture = await readPicture(archive, listed);
    if (picture) {
      found.push({ role: listed.role, picture });
    } else if (isMisplacedPath(listed)) {
      warnings.push(`images[${index}] (${listed.role}) holds no base64 and is left out`);
    } else {
      throw new BadArchive(archiveFaults.badPicture, `images[${index}] (${listed.role})`);
    }
  }
  for (const role of product.requiredPictures) {
    if (!found.some((entry) => entry.role === role)) throw new BadArchive(archiveFaults.pictureMissing, `no ${role}`);
  }
  return {
    language: info.language,
    selfie: found.find((entry) => entry.role === 'selfie')?.picture,
    hasLivenessPictures: found.some((entry) => entry.role === 'liveness'),
    warnings,
  };
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
