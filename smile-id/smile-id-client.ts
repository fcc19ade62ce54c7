import type { Readable } from 'node:stream';
import { type CompareAnswer, type CompareRequest, compareSelfies } from './compare-selfies.ts';
import type { SmileIdConfig } from './config.ts';
import { type CallOptions, createConnection } from './connection.ts';
import { type Authentication, credentialsOf } from './credentials.ts';
import { fetchPicture, fetchReceipt } from './fetch-linked.ts';
import type { JobReading, JobStatusQuery } from './job-status-message.ts';
import { type LookupAnswer, type LookupRequest, lookUp } from './look-up.ts';
import type { UploadRequest } from './prep-upload-message.ts';
import { type PrepareUploadAnswer, prepareUpload } from './prepare-upload.ts';
import { type PutOptions, type PutPackageAnswer, putPackage } from './put-package.ts';
import { readJobStatus } from './read-job-status.ts';
import { readServices, type Services } from './read-services.ts';
import { type BlockedIdNumber, resetIdNumberLimit } from './reset-id-number-limit.ts';
import { createTransport, type Transport } from './transport.ts';
import { requestWebToken, type WebToken, type WebTokenRequest } from './web-token.ts';

/**
 * Smile ID's protocol, one call at a time: no retries (but of an idle connection that turns out to be dead, where repeating is
 * harmless), every call bounded in time. What goes wrong is thrown as
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
  /** The same for the receipt of a job, a PDF. */
  fetchReceipt(url: string, options?: CallOptions): Promise<Buffer>;
  /** The types of ID that can be looked up, and what each needs. Needs no key. */
  readServices(options?: CallOptions): Promise<Services>;
  /** Asks an ID authority or a register, in one request that is billed (PROTOCOL 12.1 to 12.4). */
  lookUp(request: LookupRequest, options?: CallOptions): Promise<LookupAnswer>;
  /** Compares two pictures, in one request that is billed (PROTOCOL 12.8). */
  compareSelfies(request: CompareRequest, options?: CallOptions): Promise<CompareAnswer>;
  /** Lets a person's browser create a job in this account's name (PROTOCOL 12.6). */
  requestWebToken(request: WebTokenRequest, options?: CallOptions): Promise<WebToken>;
  /** Lifts the block of an ID number that was asked about too often (PROTOCOL 12.7). */
  resetIdNumberLimit(blocked: BlockedIdNumber, options?: CallOptions): Promise<void>;
  /** Drops the idle connections; calls under way go on. */
  close(): void;
}

export interface SmileIdClientParts {
  readonly config: SmileIdConfig;
  /** Epoch milliseconds; the system's by default. */
  readonly clock?: (() => number) | undefined;
  readonly transport?: Transport | undefined;
  /** Default: `signature`. */
  readonly authentication?: Authentication | undefined;
}

/** Connects at the first call. @param parts `config` as `readSmileIdConfig` gives it; the rest has defaults */
export function createSmileIdClient(parts: SmileIdClientParts): SmileIdClient {
  const { config, clock = Date.now, transport = createTransport(), authentication = 'signature' } = parts;
  const credentials = credentialsOf(config, authentication);
  const connection = createConnection({ config, credentials, clock, transport });
  return {
    prepareUpload: (request, options) => prepareUpload(connection, request, options),
    putPackage: (uploadUrl, body, options) => putPackage(connection, uploadUrl, body, options),
    readJobStatus: (query, options) => readJobStatus(connection, query, options),
    fetchPicture: (url, options) => fetchPicture(connection, url, options),
    fetchReceipt: (url, options) => fetchReceipt(connection, url, options),
    readServices: (options) => readServices(connection, options),
    lookUp: (request, options) => lookUp(connection, request, options),
    compareSelfies: (request, options) => compareSelfies(connection, request, options),
    requestWebToken: (request, options) => requestWebToken(connection, request, options),
    resetIdNumberLimit: (blocked, options) => resetIdNumberLimit(connection, blocked, options),
    close: () => transport.close(),
  };
}
