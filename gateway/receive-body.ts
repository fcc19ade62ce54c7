import type { IncomingMessage } from 'node:http';

/** Smile ID's callbacks reach about 1.5 MB, because pictures come in them (PROTOCOL 10.1). */
export const MAX_CALLBACK_BYTES = 2 * 1024 * 1024;
export const RECEIVE_MS = 15_000;

export type Received =
  | { readonly kind: 'body'; readonly rawBody: Buffer }
  | { readonly kind: 'refused'; readonly status: 405 | 408 | 413 | 415 }
  /** Somebody has read it before, so that what was signed and counted on the wire is lost. */
  | { readonly kind: 'consumed' }
  /** The sender has gone; there is nobody to answer. */
  | { readonly kind: 'gone' };

/**
 * Reads a request's body as it came, at most {@link MAX_CALLBACK_BYTES} on the wire and for at most `receiveMs`,
 * however busily it is sent. Never rejects.
 */
export async function receiveBody(request: IncomingMessage, receiveMs: number): Promise<Received> {
  if (request.method !== 'POST') return { kind: 'refused', status: 405 };
  if (isEncoded(request.headers['content-encoding'])) return { kind: 'refused', status: 415 };
  if (Number(request.headers['content-length'] ?? 0) > MAX_CALLBACK_BYTES) return { kind: 'refused', status: 413 };
  if ((request as { body?: unknown }).body !== undefined || request.readableDidRead) return { kind: 'consumed' };

  const chunks: Buffer[] = [];
  let bytes = 0;
  const received = await new Promise<Received>((resolve) => {
    const late = setTimeout(() => resolve({ kind: 'refused', status: 408 }), receiveMs);
    request.once('close', () => {
      clearTimeout(late);
      resolve({ kind: 'gone' });
    });
    request.once('error', () => resolve({ kind: 'gone' }));
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_CALLBACK_BYTES) resolve({ kind: 'refused', status: 413 });
      else chunks.push(chunk);
    });
    request.once('end', () => resolve({ kind: 'body', rawBody: Buffer.concat(chunks) }));
  });
  request.removeAllListeners('data').pause();
  return received;
}

/** Nothing is inflated here: no documented callback is compressed, and two megabytes can hold gigabytes. */
export function isEncoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity';
}
