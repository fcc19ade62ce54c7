// Prints the SHA-256 of the package of package-zip.test.ts, made in a process and a time zone of its own.
import { createHash } from 'node:crypto';
import { register } from 'node:module';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

register('./typescript-loader.mjs', import.meta.url);
const { createPackage } = await import('../../smile-id/package-zip.ts');

function picture(role, text) {
  const content = Buffer.from(text);
  return { role, bytes: content.length, open: () => Readable.from([content]) };
}

const liveness = Array.from({ length: 8 }, (_, n) => picture('liveness', `liveness ${n + 1}`));
const images = [picture('selfie', 'the selfie'), ...liveness];
const bytes = await buffer(createPackage({ idInfo: { a: '2', b: '1' }, images }).stream());
process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
