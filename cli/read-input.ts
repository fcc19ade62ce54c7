import { createReadStream } from 'node:fs';
import type { Context } from './context.ts';
import { unlessInterrupted } from './interrupted.ts';
import { tellWhenSlow } from './tell-when-slow.ts';

/** More than any input of a command line is meant to have. */
const MOST_BYTES = 1_000_000;

export type Input =
  | { readonly kind: 'text'; readonly text: string }
  /** As the end of a sentence that begins with what was to be read; names no path and quotes nothing. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/**
 * The text of a file, or of standard input where `path` is `-`.
 * @throws Interrupted if the person does not want to wait for its end, as a pipe may have none
 */
export function readInput(path: string, context: Context): Promise<Input> {
  if (path !== '-') return readFileInput(path, context);
  return patiently(context, 'Reading standard input to its end (Ctrl-D) …', readText(context.stdin));
}

/** The same of a file, whatever it is called. */
export function readFileInput(path: string, context: Context): Promise<Input> {
  return patiently(context, 'Reading a file to its end …', readText(createReadStream(path)));
}

function patiently(context: Context, doing: string, reading: Promise<Input>): Promise<Input> {
  return unlessInterrupted(context, tellWhenSlow(context, doing, reading));
}

async function readText(stream: AsyncIterable<Buffer | string>): Promise<Input> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > MOST_BYTES) return { kind: 'unreadable', problem: `has more than ${MOST_BYTES} bytes` };
      chunks.push(piece);
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { kind: 'unreadable', problem: `cannot be read (${code}): check the path` };
  }
  return { kind: 'text', text: Buffer.concat(chunks).toString() };
}
