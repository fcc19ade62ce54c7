import { Socket } from 'node:net';

/** Whoever writes into a pipe may never come to an end. */
const DEADLINE_MS = 30_000;

export type PipeContent = Uint8Array | 'too-large' | 'no-end';

/**
 * Reads a pipe, such as a shell makes of `<(…)`, to its end: without a thread that waits for it, at most `mostBytes`, and for 30
 * seconds at most. Closes it in any case.
 * @param fd opened without blocking
 */
export function readPipe(fd: number, mostBytes: number): Promise<PipeContent> {
  const pipe = new Socket({ fd, readable: true, writable: false });
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const settle = (content: PipeContent): void => {
      clearTimeout(timer);
      pipe.destroy();
      resolve(content);
    };
    const timer = setTimeout(() => settle('no-end'), DEADLINE_MS);
    pipe.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > mostBytes) settle('too-large');
    });
    pipe.once('end', () => settle(Buffer.concat(chunks)));
    pipe.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
