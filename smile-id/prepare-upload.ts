import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import { readJsonBody } from './json-body.ts';
import {
  type PreparedUpload,
  prepUploadRequest,
  readPreparedUpload,
  type UploadRequest,
} from './prep-upload-message.ts';
import { reachableUrl } from './reachable-url.ts';

export type PrepareUploadAnswer =
  | PreparedUpload
  /** 2215: the job_id was used before. Whether this very job did it, only the caller's records tell. */
  | { readonly kind: 'job-exists' };

/**
 * PROTOCOL 5. Throws `outcome-unknown` for every answer after which the job may exist: a paid job must not be lost, and
 * asking again with the same job_id tells.
 */
export async function prepareUpload(
  { config, credentials, clock, post }: Connection,
  request: UploadRequest,
  { signal }: CallOptions = {},
): Promise<PrepareUploadAnswer> {
  const message = prepUploadRequest(config.partnerId, credentials.prove(clock()), request);
  const { status, body } = await post({
    endpoint: 'prep-upload',
    path: '/v1/upload',
    message,
    maxResponseBytes: 1_000_000,
    signal,
  });
  const answer = readJsonBody(body);
  const prepared =
    isSuccess(status) && answer.kind === 'object' ? readPreparedUpload(answer.value, clock()) : undefined;
  if (prepared !== undefined && reachableUrl(prepared.uploadUrl, config.baseUrl) !== undefined) return prepared;
  const code = readErrorCode(body);
  if (code === '2215') return { kind: 'job-exists' };
  const flaw = answer.kind === 'object' ? 'incomplete' : 'not-json';
  throw classifyFailure({ endpoint: 'prep-upload', status, code, flaw: isSuccess(status) ? flaw : undefined });
}
