import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ChosenFault } from './fault-kinds.ts';
import type { Job } from './job.ts';
import { processJob } from './process-job.ts';
import { readBody } from './read-body.ts';
import { type S3Refusal, s3Refusals } from './s3-refusal.ts';
import type { Simulation } from './simulation.ts';
import { checkUploadUrl } from './upload-url.ts';

/** PROTOCOL U16. */
const maxBytes = 50 * 1024 * 1024;

/** A PUT that S3 took, or why not. `aborted`: the caller went away, there is nobody to answer. */
type UploadAnswer =
  | { kind: 'stored'; job: Job; eTag: string }
  | { kind: 'refused'; refusal: S3Refusal; job?: Job }
  | { kind: 'aborted' };

/** The PUT on an issued upload_url, PROTOCOL 6. The body is hashed while it comes in. `met`: the fault, if any. */
export async function receiveUpload(
  simulation: Simulation,
  request: IncomingMessage,
  refId: string,
  met: ChosenFault | undefined,
): Promise<UploadAnswer> {
  const { job, refusal: badUrl } = checkUploadUrl(simulation, request.url ?? '', refId);
  if (!job) return refuse(simulation, badUrl);
  if (met?.fault === 'expired-url' && !badUrl) {
    job.isUrlDead = true;
    return refuse(simulation, s3Refusals.expired(Date.now()), job);
  }
  const expectedBytes = Number(request.headers['content-length']);
  const refusal = badUrl ?? checkHeaders(simulation, request, expectedBytes);
  if (refusal) return refuse(simulation, refusal, job);

  const ids = { jobId: job.jobId, partnerId: job.partnerId };
  simulation.journal.write({ kind: 'upload-started', ...ids, expectedBytes });
  const chunks: Buffer[] = [];
  const sha256 = createHash('sha256');
  let receivedBytes = 0;
  const { whileUploading } = simulation.settings.hooks;
  try {
    await readBody(request, (chunk) => {
      receivedBytes += chunk.length;
      chunks.push(chunk);
      sha256.update(chunk);
      if (met?.fault === 'cut-upload' && receivedBytes >= expectedBytes / 2) {
        simulation.door.reset(request);
        throw new Error('cut');
      }
      return whileUploading?.({ jobId: job.jobId, receivedBytes, expectedBytes });
    });
    if (receivedBytes !== expectedBytes) throw new Error('the body ended early');
  } catch {
    simulation.journal.write({ kind: 'upload-aborted', ...ids, receivedBytes, expectedBytes });
    return { kind: 'aborted' };
  }
  const digest = sha256.digest('hex');
  // A zip replaces an earlier one that waits; once one is being processed, it depends (U22).
  const waits = job.state === 'awaiting-zip' || job.state === 'zip-received';
  const used = waits || simulation.settings.quirks.secondPut === 'processed-again';
  simulation.journal.write({ kind: 'upload', ...ids, httpStatus: 200, bytes: receivedBytes, sha256: digest, used });
  if (used) takeZip(simulation, job, chunks, digest);
  // S3's would be the MD5 of the body, at the price of a second hash: to a client an ETag is opaque.
  return { kind: 'stored', job, eTag: `"${digest}"` };
}

function checkHeaders({ settings }: Simulation, request: IncomingMessage, bytes: number): S3Refusal | undefined {
  const { 'content-type': type, 'content-length': length } = request.headers;
  // The type is part of the signed query, so that another one is a wrong signature (PROTOCOL 6).
  if (settings.quirks.strictContentType && type !== 'application/zip') return s3Refusals.signatureDoesNotMatch();
  if (length === undefined) return s3Refusals.missingContentLength();
  return bytes > maxBytes ? s3Refusals.entityTooLarge() : undefined;
}

function refuse({ journal }: Simulation, refusal: S3Refusal, job?: Job): UploadAnswer {
  const ids = job && { jobId: job.jobId, partnerId: job.partnerId };
  journal.write({ kind: 'upload', ...ids, httpStatus: refusal.httpStatus, s3Code: refusal.s3Code });
  return { kind: 'refused', refusal, ...(job && { job }) };
}

function takeZip(simulation: Simulation, job: Job, zip: Buffer[], sha256: string): void {
  const replaces = job.state === 'zip-received';
  job.state = 'zip-received';
  job.zip = zip;
  job.zipSha256 = sha256;
  if (!replaces) processJob(simulation, job);
}
