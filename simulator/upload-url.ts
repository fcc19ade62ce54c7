import type { Job } from './job.ts';
import { type S3Refusal, s3Refusals } from './s3-refusal.ts';
import type { Simulation } from './simulation.ts';

/** The signed URL for a job's zip, shaped as recorded (PROTOCOL 5.2) but on the simulator's own origin. */
export function issueUploadUrl({ links, origin }: Simulation, job: Job, fileName: string, lifeMs: number): string {
  const path = `/videos/${encodeURIComponent(job.partnerId)}/${encodeURIComponent(job.refId)}/${encodeURIComponent(fileName)}`;
  const query = new URLSearchParams({
    AWSAccessKeyId: 'ASIASIMULATOR0000000',
    'Content-Type': 'application/zip',
    Expires: String(Math.floor((Date.now() + lifeMs) / 1000)),
    Signature: '',
    'X-Amzn-Trace-Id': `Root=1-${job.smileJobId};Parent=0000000000000000;Sampled=0`,
    'x-amz-security-token': `simulator/${job.refId}`,
    'x-amz-server-side-encryption': 'AES256',
  });
  query.set('Signature', links.sign('PUT', path, query));
  return `${origin()}${path}?${query}`;
}

/**
 * The job an upload URL belongs to, and why S3 refuses the URL, if it does. An altered URL belongs to no job; one that
 * a retry has superseded, or a fault has ended, is refused like an expired one (PROTOCOL 5.4).
 */
export function checkUploadUrl(
  { jobs, links }: Simulation,
  rawUrl: string,
  refId: string,
): { job: Job; refusal?: S3Refusal } | { job?: never; refusal: S3Refusal } {
  const { pathname, searchParams } = new URL(rawUrl, 'http://simulator');
  const job = jobs.findByRef(refId);
  if (!job || !links.isGenuine('PUT', pathname, searchParams, searchParams.get('Signature'))) {
    return { refusal: s3Refusals.signatureDoesNotMatch() };
  }
  const expiresAt = Number(searchParams.get('Expires')) * 1000;
  const isInForce = Date.now() < expiresAt && job.refId === refId && !job.isUrlDead;
  return isInForce ? { job } : { job, refusal: s3Refusals.expired(Math.min(expiresAt, Date.now())) };
}
