import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { VerificationFailure } from '../domain/failure.ts';
import { isVerificationId, VERIFICATION_ID_RULE } from '../domain/identifiers.ts';
import type { MediaReference } from '../domain/picture.ts';
import type { MediaStore } from './media-store.ts';

const EXTENSIONS: { readonly [mediaType: string]: string } = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
};
/** Large reads cost less, and a checksum over so much does not hold up the event loop. */
const CHUNK_BYTES = 262_144;
const KEY = /^([^/]+)\/[0-9a-f]{64}\.(jpg|png|pdf)$/;

/** Keeps pictures and receipts as files: `<directory>/<verification id>/<sha-256>.jpg`. */
export function createFileSystemStore(directory: string): MediaStore {
  const root = resolve(directory);

  const pathOf = ({ store, key }: MediaReference): string => {
    const owner = KEY.exec(key)?.[1];
    if (store !== 'file-system' || owner === undefined || !isVerificationId(owner))
      throw new VerificationFailure('invalid-request', 'a picture is referred to that this media store cannot hold');
    return join(root, key);
  };

  return {
    name: 'file-system',

    async put(verificationId, bytes, mediaType) {
      const extension = EXTENSIONS[mediaType];
      if (!isVerificationId(verificationId)) throw new VerificationFailure('invalid-request', VERIFICATION_ID_RULE);
      if (extension === undefined)
        throw new VerificationFailure('invalid-request', `the media store does not take ${mediaType}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const reference: MediaReference = {
        store: 'file-system',
        key: `${verificationId}/${sha256}.${extension}`,
        sha256,
        bytes: bytes.byteLength,
        mediaType,
      };
      const path = pathOf(reference);
      // A file that was damaged since is written anew.
      if ((await hashOf(path).catch(() => undefined)) !== sha256) await writeAtomically(path, bytes).catch(refuse);
      return reference;
    },

    async verify(reference) {
      const path = pathOf(reference);
      const sha256 = await hashOf(path).catch((error: NodeJS.ErrnoException) => {
        // The message of a file system error holds the path, and must not travel.
        if (error.code === 'ENOENT') throw new VerificationFailure('misconfigured', MISSING);
        throw new VerificationFailure('unavailable', `a picture in the media store cannot be read (${error.code})`);
      });
      if (sha256 !== reference.sha256)
        throw new VerificationFailure(
          'invalid-request',
          'a picture in the media store was changed after it was stored',
        );
    },

    open: (reference) => createReadStream(pathOf(reference), { highWaterMark: CHUNK_BYTES }),

    async erase(verificationId) {
      if (isVerificationId(verificationId)) await rm(join(root, verificationId), { recursive: true, force: true });
    },
  };
}

/** The message of a file system error holds the path, and must not travel. */
function refuse({ code }: NodeJS.ErrnoException): never {
  throw new VerificationFailure(
    'unavailable',
    `the media store cannot keep a picture (${code}): check the folder of SMILEFLOW_MEDIA_DIR, its permissions and the free space`,
  );
}

const MISSING =
  'a picture is not in the media store of this worker; client and worker must use the same SMILEFLOW_MEDIA_DIR';

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Whoever sees the name sees the whole content, also after a crash: written aside, flushed, renamed. */
async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** Makes the new name durable, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
