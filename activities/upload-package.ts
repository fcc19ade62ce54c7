import { isVerificationFailure } from '../domain/failure.ts';
import { UPLOAD_GRACE_MS } from '../domain/polling.ts';
import { PRODUCTS } from '../domain/product.ts';
import { packageIdInfo } from '../smile-id/id-info-fields.ts';
import { createPackage } from '../smile-id/package-zip.ts';
import type { Attempt } from './attempt.ts';
import type { Activities, UploadPackageInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { findPictures } from './find-pictures.ts';
import { notYet, toEvent } from './temporal-failure.ts';

/** An upload is not begun when its URL has less than this left. */
const URL_MARGIN_MS = 10_000;
/** Between two questions whether the pictures have arrived. */
const PAUSE_MS = 5_000;

/** An earlier attempt may have delivered the pictures: then job_status is asked before anything is sent again. */
export async function uploadPackage(
  dependencies: Dependencies,
  input: UploadPackageInput,
  attempt: Attempt,
): ReturnType<Activities['uploadPackage']> {
  const { smileId, media, tickets, clock } = dependencies;
  const mayHaveArrived = input.mayHaveArrived || attempt.mayFollowSent;
  let isSending = false;
  try {
    if (mayHaveArrived) {
      const pictures = await findPictures(dependencies, input, attempt);
      if (pictures.kind === 'responses-untrusted') return pictures;
      if (pictures.kind === 'found') return { kind: 'job-adopted' };
      waitOutGrace(attempt, clock().getTime());
    }

    const uploadUrl = tickets.open(input.ticket);
    if (uploadUrl === undefined || clock().getTime() > input.ticket.expiresAtMs - URL_MARGIN_MS)
      return { kind: 'upload-expired' };

    for (const picture of input.pictures) await media.verify(picture.media);
    const archive = createPackage({
      idInfo: packageIdInfo(PRODUCTS[input.product], input.idInfo),
      images: input.pictures.flatMap(({ role, media: reference }) =>
        role === 'comparison' ? [] : [{ role, bytes: reference.bytes, open: () => media.open(reference) }],
      ),
    });
    isSending = true;
    const sent = await smileId.putPackage(uploadUrl, archive.stream(), {
      bytes: archive.bytes,
      signal: attempt.signal,
    });
    return sent.kind === 'stored' ? { kind: 'uploaded' } : { kind: 'upload-expired' };
  } catch (error) {
    const wasSent = isSending && !(isVerificationFailure(error) && error.wasNeverSent);
    if (!wasSent) attempt.rememberNothingSent();
    return toEvent(error);
  }
}

/** @throws "not yet" until Smile ID has said for long enough that it has no pictures, with nothing sent meanwhile */
function waitOutGrace(attempt: Attempt, nowMs: number): void {
  const { waitingSinceMs = nowMs } = attempt.memory;
  // An attempt in between may have sent them.
  const sinceMs = attempt.followsUnsent ? waitingSinceMs : nowMs;
  const leftMs = sinceMs + UPLOAD_GRACE_MS - nowMs;
  if (leftMs <= 0) return;
  attempt.remember({ waitingSinceMs: sinceMs });
  throw notYet(
    'Not yet: an upload broke off, and whether its pictures arrived is seen soon.',
    Math.min(PAUSE_MS, leftMs),
  );
}
