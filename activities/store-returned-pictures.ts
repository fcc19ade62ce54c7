import { isVerificationFailure } from '../domain/failure.ts';
import type { ReturnedPictureReference } from '../domain/picture.ts';
import { inspectPicture } from '../media/inspect-picture.ts';
import type { ReturnedPicture } from '../smile-id/returned-pictures.ts';
import type { Attempt } from './attempt.ts';
import type { Dependencies } from './dependencies.ts';
import { tryAgain } from './temporal-failure.ts';

/** Links live for minutes only, and a decision must not wait for a picture for ever. */
const PICTURE_TRIES = 3;
const PAUSE_MS = 2_000;

/** Moves the pictures of a result to the media store, so that only references enter Temporal. */
export async function storeReturnedPictures(
  dependencies: Dependencies,
  verificationId: string,
  returned: readonly ReturnedPicture[],
  attempt: Attempt,
): Promise<{ pictures: readonly ReturnedPictureReference[]; missingPictures: number }> {
  const pictures: ReturnedPictureReference[] = [];
  for (const picture of returned) {
    try {
      const bytes = await bytesOf(picture, dependencies, attempt);
      const { format } = inspectPicture(bytes);
      if (format !== 'jpeg' && format !== 'png') continue;
      const media = await dependencies.media.put(verificationId, bytes, `image/${format}`);
      pictures.push({ role: picture.role, media });
    } catch (error) {
      if (!isVerificationFailure(error)) throw error;
      const tries = (attempt.memory.pictureTries ?? 0) + 1;
      if (tries >= PICTURE_TRIES) continue;
      attempt.remember({ pictureTries: tries });
      throw tryAgain(error, PAUSE_MS);
    }
  }
  return { pictures, missingPictures: returned.length - pictures.length };
}

async function bytesOf(picture: ReturnedPicture, { smileId }: Dependencies, attempt: Attempt): Promise<Uint8Array> {
  return 'base64' in picture
    ? Buffer.from(picture.base64, 'base64')
    : smileId.fetchPicture(picture.url, { signal: attempt.signal });
}
