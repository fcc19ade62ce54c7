import type { Readable } from 'node:stream';
import type { SmileIdConfig } from './config.ts';
import { type CallOptions, createConnection } from './connection.ts';
import { fetchPicture } from './fetch-picture.ts';
import type { JobReading, JobStatusQuery } from './job-status-message.ts';
import type { UploadRequest } from './prep-upload-message.ts';
import { type PrepareUploadAnswer, prepareUpload } from './prepare-upload.ts';
import { type PutOptions, type PutPackageAnswer, putPackage } from './put-package.ts';
import { readJobStatus } from './read-job-status.ts';
import { createTransport, type Transport } from './transport.ts';

/**
 * Smile ID's upload protocol, one call at a time: no retries, every call bounded in time. What goes wrong is thrown as
 * `VerificationFailure`, named by who must act; an aborted call throws the signal's reason, and whether it had an effect
 * is then unknown.
 */
export interface SmileIdClient {
  /** Creates the job and gets an upload URL, valid for minutes. */
  prepareUpload(request: UploadRequest, options?: CallOptions): Promise<PrepareUploadAnswer>;
  /** Sends the package. Ends or destroys `body` in any case. */
  putPackage(uploadUrl: string, body: Readable, options: PutOptions): Promise<PutPackageAnswer>;
  /** What is reported about a job. One that Smile ID does not know throws `request-refused` with code 2304. */
  readJobStatus(query: JobStatusQuery, options?: CallOptions): Promise<JobReading>;
  /** Follows a link of a reading: at most 10 MB, https only unless Smile ID itself is a local server. */
  fetchPicture(url: string, options?: CallOptions): Promise<Buffer>;
  /** Drops the kept-alive connections. */
  close(): void;
}

export interface SmileIdClientParts {
  readonly config: SmileIdConfig;
  /** Epoch milliseconds. */
  readonly clock?: (() => number) | undefined;
  readonly transport?: Transport | undefined;
}

export function createSmileIdClient(parts: SmileIdClientParts): SmileIdClient {
  const { config, clock = Date.now, transport = createTransport() } = parts;
  const connection = createConnection(config, clock, transport);
  return {
    prepareUpload: (request, options) => prepareUpload(connection, request, options),
    putPackage: (uploadUrl, body, options) => putPackage(connection, uploadUrl, body, options),
    readJobStatus: (query, options) => readJobStatus(connection, query, options),
    fetchPicture: (url, options) => fetchPicture(connection, url, options),
    close: () => transport.close(),
  };
}
