import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { BadArchive } from './archive-fault.ts';
import { readDirectory, type ZipEntry } from './zip-directory.ts';

/** Guards against archives made to hurt. The compressed size is limited while receiving (PROTOCOL U16). */
const maxEntries = 200;
const maxUncompressedBytes = 200 * 1024 * 1024;

/** The entries of an archive by name. */
export interface OpenArchive {
  /**
   * Undefined for a name that is not there. May be a view of the whole archive: who keeps it copies it. Throws BadArchive
   * for content that is damaged or too large.
   */
  read(name: string): Promise<Buffer | undefined>;
}

/**
 * Opens a zip in memory; nothing is uncompressed before it is read. Of two entries with one name the last one counts
 * (PROTOCOL 7). Throws BadArchive for a zip that is cut, too full, or names paths outside of itself.
 */
export function openArchive(zip: Buffer): OpenArchive {
  const entries = new Map(readDirectory(zip).map((entry) => [entry.name, entry]));
  if (entries.size > maxEntries) throw new BadArchive('unreadable', `${entries.size} entries`);
  for (const name of entries.keys()) {
    if (leadsElsewhere(name)) throw new BadArchive('unreadable', `entry outside of the archive: ${name}`);
  }
  let bytesLeft = maxUncompressedBytes;
  return {
    async read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      bytesLeft -= entry.size;
      if (bytesLeft < 0) throw new BadArchive('unreadable', `more than ${maxUncompressedBytes} bytes uncompressed`);
      const content = entry.isDeflated ? await inflate(entry) : entry.content;
      if (content.length !== entry.size) throw new BadArchive('unreadable', `${name} is not of the declared size`);
      return content;
    },
  };
}

/** An honest client has no use for such names. Folders are never read. */
function leadsElsewhere(name: string): boolean {
  const steps = name.split('/');
  if (steps.at(-1) === '') return false;
  return steps.some((step, index) => step === '..' || step === '.' || (step === '' && index > 0));
}

/** Never more than was declared, which may be a lie. */
async function inflate({ name, content, size }: ZipEntry): Promise<Buffer> {
  const chunkSize = Math.min(Math.max(size, 64), 1024 * 1024);
  try {
    return await promisify(inflateRaw)(content, { maxOutputLength: Math.max(size, 1), chunkSize });
  } catch (error) {
    throw new BadArchive('unreadable', `${name}: ${(error as Error).message}`);
  }
}
