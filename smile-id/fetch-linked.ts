import { VerificationFailure } from '../domain/failure.ts';
import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { reachableUrl } from './reachable-url.ts';

/** PROTOCOL 8: images have up to 10 MB each. No receipt is near that. */
const MAX_BYTES = 10_000_000;

/**
 * Follows a link that came with a result. It expires after minutes (PROTOCOL 20, U12): then `request-refused`, and the
 * status is to be read again.
 */
async function fetchLinked(
  endpoint: 'picture' | 'receipt',
  { config, exchange }: Connection,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  if (typeof url !== 'string')
    throw new VerificationFailure('invalid-request', `The link to a returned ${endpoint} must be text.`, {
      problems: ['the link must be text'],
    });
  if (reachableUrl(url, config.baseUrl) === undefined)
    throw new VerificationFailure('untrusted-response', `The link to a returned ${endpoint} is not https.`);
  const { status, body } = await exchange(endpoint, {
    method: 'GET',
    url,
    deadlineMs: config.requestTimeoutMs,
    maxResponseBytes: MAX_BYTES,
    signal,
  });
  if (!isSuccess(status)) throw classifyFailure({ endpoint, status });
  return body;
}

export function fetchPicture(connection: Connection, url: string, { signal }: CallOptions = {}): Promise<Buffer> {
  return fetchLinked('picture', connection, url, signal);
}

/** A receipt is a PDF; anything else that the link leads to is not believed (PROTOCOL 9.2). */
export async function fetchReceipt(connection: Connection, url: string, { signal }: CallOptions = {}): Promise<Buffer> {
  const body = await fetchLinked('receipt', connection, url, signal);
  if (body.subarray(0, 5).toString('latin1') !== '%PDF-')
    throw new VerificationFailure('untrusted-response', 'What the link to a receipt leads to is no PDF.');
  return body;
}
