import type { Job, Picture } from './job.ts';
import { type S3Refusal, s3Refusals } from './s3-refusal.ts';
import type { Simulation } from './simulation.ts';

/** The recorded file names of a job's pictures. */
const fileNames = {
  documentBack: 'SID_0005.jpg',
  documentFront: 'SID_0001.jpg',
  selfie: 'SID_Preview_FULL.jpg',
} as const;

type PictureKind = keyof typeof fileNames;

/** A signed, expiring link to a picture of a job, shaped as recorded (PROTOCOL 9.2) but on the simulator's own origin. */
export function issuePictureLink({ links, settings, origin }: Simulation, job: Job, kind: PictureKind): string {
  const path = `/test/000000/${encodeURIComponent(job.partnerId)}/${encodeURIComponent(job.refId)}/${fileNames[kind]}`;
  const query = new URLSearchParams({
    'X-Amz-Date': String(Date.now()),
    'X-Amz-Expires': String(Math.floor(settings.pictureLinkLifeMs / 1000)),
  });
  query.set('X-Amz-Signature', links.sign('GET', path, query));
  return `${origin()}${path}?${query}`;
}

/** `ImageLinks` of document products: links to the pictures that there are (PROTOCOL 10.3). */
export function issueImageLinks(simulation: Simulation, job: Job): Record<string, string> {
  return {
    ...(job.documentBack && { id_card_back: issuePictureLink(simulation, job, 'documentBack') }),
    ...(job.documentFront && { id_card_image: issuePictureLink(simulation, job, 'documentFront') }),
    ...(job.selfie && { selfie_image: issuePictureLink(simulation, job, 'selfie') }),
  };
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
  const kinds = Object.keys(fileNames) as PictureKind[];
  const kind = kinds.find((each) => pathname.endsWith(`/${fileNames[each]}`));
  const picture = job && kind && job[kind];
  return job && picture && Date.now() < expiresAt ? { ...picture, job } : s3Refusals.expired(expiresAt);
}
