import type { Job, Picture } from './job.ts';
import { type S3Refusal, s3Refusals } from './s3-refusal.ts';
import type { Simulation } from './simulation.ts';

/** A signed, expiring link to the selfie of a job, shaped as recorded (PROTOCOL 9.2) but on the simulator's own origin. */
export function issuePictureLink({ links, settings, origin }: Simulation, job: Job): string {
  const path = `/test/000000/${encodeURIComponent(job.partnerId)}/${encodeURIComponent(job.refId)}/SID_Preview_FULL.jpg`;
  const query = new URLSearchParams({
    'X-Amz-Date': String(Date.now()),
    'X-Amz-Expires': String(Math.floor(settings.pictureLinkLifeMs / 1000)),
  });
  query.set('X-Amz-Signature', links.sign('GET', path, query));
  return `${origin()}${path}?${query}`;
}

/** The picture behind a link, or why S3 refuses it. */
export function findLinkedPicture(
  { jobs, links }: Simulation,
  rawUrl: string,
  refId: string,
): (Picture & { job: Job }) | S3Refusal {
  const { pathname, searchParams } = new URL(rawUrl, 'http://simulator');
  if (!links.isGenuine('GET', pathname, searchParams, searchParams.get('X-Amz-Signature'))) {
    return s3Refusals.signatureDoesNotMatch();
  }
  const expiresAt = Number(searchParams.get('X-Amz-Date')) + Number(searchParams.get('X-Amz-Expires')) * 1000;
  const job = jobs.findByRef(refId);
  return Date.now() < expiresAt && job?.selfie ? { ...job.selfie, job } : s3Refusals.expired(expiresAt);
}
