import { VerificationFailure } from '../domain/failure.ts';
import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { reachableUrl } from './reachable-url.ts';

const MAX_RECEIPT_BYTES = 10_000_000;

/** Follows the link to a receipt, a PDF that expires like a picture (PROTOCOL 9.2; 20, U12). */
export async function fetchReceipt(
  { config, exchange }: Connection,
  url: string,
  { signal }: CallOptions = {},
): Promise<Buffer> {
  if (reachableUrl(url, config.baseUrl) === undefined)
    throw new VerificationFailure('untrusted-response', 'The link to a receipt is not https.');
  const { status, body } = await exchange('receipt', {
    method: 'GET',
    url,
    deadlineMs: config.requestTimeoutMs,
    maxResponseBytes: MAX_RECEIPT_BYTES,
    signal,
  });
  if (!isSuccess(status)) throw classifyFailure({ endpoint: 'receipt', status });
  if (body.subarray(0, 5).toString('latin1') !== '%PDF-')
    throw new VerificationFailure('untrusted-response', 'What the link to a receipt leads to is no PDF.');
  return body;
}
