import { VerificationFailure } from '../domain/failure.ts';
import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { reachableUrl } from './reachable-url.ts';

/** PROTOCOL 8: images have up to 10 MB each. */
const MAX_PICTURE_BYTES = 10_000_000;

/** Follows a link of a result, which expires after minutes (PROTOCOL 20, U12): then `request-refused`, read the status again. */
export async function fetchPicture(
  { config, exchange }: Connection,
  url: string,
  { signal }: CallOptions = {},
): Promise<Buffer> {
  if (reachableUrl(url, config.baseUrl) === undefined)
    throw new VerificationFailure('untrusted-response', 'The link to a returned picture is not https.');
  const { status, body } = await exchange('picture', {
    method: 'GET',
    url,
    deadlineMs: config.requestTimeoutMs,
    maxResponseBytes: MAX_PICTURE_BYTES,
    signal,
  });
  if (!isSuccess(status)) throw classifyFailure({ endpoint: 'picture', status });
  return body;
}
