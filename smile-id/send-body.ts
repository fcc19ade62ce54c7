import type { Readable, Writable } from 'node:stream';

/**
 * Pipes `source` into a request as fast as the network takes it, and calls `fail` unless it ends by itself after exactly
 * `bytes` bytes.
 * @returns whether all of it was handed on. A server may answer before the source tells that there is no more to come.
 */
export function sendBody(
  source: Readable,
  request: Writable,
  bytes: number | undefined,
  fail: () => void,
): () => boolean {
  let sent = 0;
  source.once('error', fail);
  source.once('close', () => {
    if (!source.readableEnded) fail();
  });
  source.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    // More than announced would be read as the beginning of the next request on this connection.
    if (bytes !== undefined && sent > bytes) fail();
  });
  source.once('end', () => {
    if (bytes !== undefined && sent !== bytes) fail();
  });
  source.pipe(request);
  return () => source.readableEnded || sent === bytes;
}
