import { isVerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import { createPackage } from '../smile-id/package-zip.ts';
import type { Attempt } from './attempt.ts';
import type { Activities, UploadPackageInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { toEvent } from './temporal-failure.ts';

/** An upload is not begun when its URL has less than this left. */
const URL_MARGIN_MS = 10_000;

/** An earlier attempt may have delivered the pictures: then job_status is asked before anything is sent again. */
export async function uploadPackage(
  dependencies: Dependencies,
  input: UploadPackageInput,
  attempt: Attempt,
): ReturnType<Activities['uploadPackage']> {
  const { smileId, media, tickets, clock } = dependencies;
  try {
    if (attempt.number > 1 && (await isWithSmileId(dependencies, input, attempt))) return { kind: 'job-adopted' };

    const uploadUrl = tickets.open(input.ticket);
    if (uploadUrl === undefined || clock().getTime() > input.ticket.expiresAtMs - URL_MARGIN_MS)
      return { kind: 'upload-expired' };

    for (const picture of input.pictures) await media.verify(picture.media);
    const archive = createPackage({
      images: input.pictures.map(({ role, media: reference }) => ({
        role,
        bytes: reference.bytes,
        open: () => media.open(reference),
      })),
    });
    const sent = await smileId.putPackage(uploadUrl, archive.stream(), {
      bytes: archive.bytes,
      signal: attempt.signal,
    });
    return sent.kind === 'stored' ? { kind: 'uploaded' } : { kind: 'upload-expired' };
  } catch (error) {
    return toEvent(error);
  }
}

async function isWithSmileId({ smileId }: Dependencies, input: UploadPackageInput, attempt: Attempt): Promise<boolean> {
  const job = { jobId: jobIdOf(input.verificationId), userId: input.userId };
  try {
    const reading = await smileId.readJobStatus(job, { signal: attempt.signal });
    return reading.kind !== 'no-zip';
  } catch (error) {
    // 2304: no such job, so no pictures of it either.
    if (isVerificationFailure(error) && error.code === '2304') return false;
    throw error;
  }
}
