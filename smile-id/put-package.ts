import type { Readable } from 'node:stream';
import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { reachableUrl } from './reachable-url.ts';
import { readS3Error } from './s3-answer.ts';

export interface PutOptions extends CallOptions {
  /** Exact length of the body. */
  readonly bytes: number;
  readonly onProgress?: ((sentBytes: number) => void) | undefined;
}

export type PutPackageAnswer =
  /** Do not PUT again: whether that starts a second run is undocumented (PROTOCOL 6). */
  | { readonly kind: 'stored' }
  /** Prepare again with `retry`, which gives a new URL for the same job. */
  | { readonly kind: 'url-expired' };

/** PROTOCOL 6. A failure of `body` itself is thrown as it is if it is a `VerificationFailure`. */
export async function putPackage(
  { config, exchange }: Connection,
  uploadUrl: string,
  body: Readable,
  { bytes, signal, onProgress }: PutOptions,
): Promise<PutPackageAnswer> {
  if (reachableUrl(uploadUrl, config.baseUrl) === undefined) {
    body.destroy();
    throw new VerificationFailure('untrusted-response', 'The upload URL is not https, so no picture is sent there.');
  }
  let sourceFailure: unknown;
  body.once('error', (error) => {
    sourceFailure = error;
  });
  const answer = await exchange('upload', {
    method: 'PUT',
    url: uploadUrl,
    // Exactly this: it is part of what the URL's signature covers.
    headers: { 'content-type': 'application/zip' },
    body,
    bodyBytes: bytes,
    deadlineMs: config.uploadTimeoutMs,
    maxResponseBytes: 1_000_000,
    signal,
    onUploadProgress: onProgress,
  }).catch((error: unknown) => {
    throw sourceFailure === undefined ? error : unreadable(sourceFailure);
  });
  if (isSuccess(answer.status)) return { kind: 'stored' };
  const { code, isExpired } = readS3Error(answer.body);
  if (isExpired) return { kind: 'url-expired' };
  throw classifyFailure({ endpoint: 'upload', status: answer.status, code });
}

function unreadable(cause: unknown): VerificationFailure {
  if (isVerificationFailure(cause)) return cause;
  return new VerificationFailure('unavailable', 'The package could not be read to its end.');
}
