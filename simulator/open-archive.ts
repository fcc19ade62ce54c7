import JSZip from 'jszip';
import { BadArchive } from './archive-fault.ts';

/** Guards against archives made to hurt. The compressed size is limited while receiving (PROTOCOL U16). */
const maxEntries = 200;
const maxUncompressedBytes = 200 * 1024 * 1024;

/** The entries of an archive by name. `read` gives undefined for a name that is not there. */
export interface OpenArchive {
  read(name: string): Promise<Buffer | undefined>;
}

/** Opens a zip in memory. Throws BadArchive for one that is cut, too full, or names paths outside of itself. */
export async function openArchive(zip: Buffer): Promise<OpenArchive> {
  const archive = await JSZip.loadAsync(zip).catch((error: Error) => {
    throw new BadArchive('unreadable', error.message);
  });
  const files = Object.values(archive.files);
  if (files.length > maxEntries) throw new BadArchive('unreadable', `${files.length} entries`);
  for (const file of files) {
    // jszip has already made such names harmless; the real service would not have been sent any by an honest client.
    const original = file.unsafeOriginalName ?? file.name;
    if (original !== file.name) throw new BadArchive('unreadable', `entry outside of the archive: ${original}`);
  }
  let bytesLeft = maxUncompressedBytes;
  return {
    async read(name) {
      const file = archive.file(name);
      if (!file) return undefined;
      const content = await inflate(file, bytesLeft);
      bytesLeft -= content.length;
      return content;
    },
  };
}

/** Counts what really comes out: the sizes an archive declares about itself may lie. */
function inflate(file: JSZip.JSZipObject, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stream = file.nodeStream('nodebuffer');
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        stream.pause();
        reject(new BadArchive('unreadable', `more than ${maxUncompressedBytes} bytes uncompressed`));
        return;
      }
      chunks.push(chunk);
    });
    stream.on('error', (error: Error) => reject(new BadArchive('unreadable', error.message)));
    stream.on('end', () => resolve(Buffer.concat(chunks)));
  });
}
