import { isVerificationFailure, type VerificationFailure } from '../domain/failure.ts';
import type { EventOf } from '../domain/verification.ts';
import { inspectPicture } from '../media/inspect-picture.ts';
import type { ReturnedPicture } from '../smile-id/returned-pictures.ts';
import type { Attempt } from './attempt.ts';
import type { Dependencies } from './dependencies.ts';
import { tryAgain } from './temporal-failure.ts';

/** Links live for minutes only, and a decision must not wait for a picture for ever. */
const TRIES = 3;
const PAUSE_MS = 2_000;

/** What came with a result besides its words. */
export interface Returned {
  readonly pictures: readonly ReturnedPicture[];
  readonly receiptUrl?: string | undefined;
}

export type Stored = Pick<EventOf<'result-confirmed'>, 'pictures' | 'missingPictures' | 'receipt'>;

/** Moves it to the media store, so that only references enter Temporal; trouble counts as missing. */
export function storeReturnedOnce(
  dependencies: Dependencies,
  verificationId: string,
  returned: Returned,
): Promise<Stored> {
  return store(dependencies, verificationId, returned, () => undefined);
}

/** The same, for a result that can be read again: trouble is tried again some times by the server. */
export function storeReturned(
  dependencies: Dependencies,
  verificationId: string,
  returned: Returned,
  attempt: Attempt,
): Promise<Stored> {
  const tolerate = (failure: VerificationFailure): void => {
    const tries = (attempt.memory.pictureTries ?? 0) + 1;
    if (tries >= TRIES) return;
    attempt.remember({ pictureTries: tries });
    throw tryAgain(failure, PAUSE_MS);
  };
  return store(dependencies, verificationId, returned, tolerate, attempt.signal);
}

async function store(
  { smileId, media }: Dependencies,
  verificationId: string,
  { pictures: returned, receiptUrl }: Returned,
  tolerate: (failure: VerificationFailure) => void,
  signal?: AbortSignal,
): Promise<Stored> {
  const pictures: Stored['pictures'][number][] = [];
  const unlessMissing = async (keep: () => Promise<void>): Promise<void> => {
    try {
      await keep();
    } catch (error) {
      if (!isVerificationFailure(error)) throw error;
      tolerate(error);
    }
  };

  for (const picture of returned)
    await unlessMissing(async () => {
      const bytes =
        'base64' in picture
          ? Buffer.from(picture.base64, 'base64')
          : await smileId.fetchPicture(picture.url, { signal });
      const { format } = inspectPicture(bytes);
      if (format !== 'jpeg' && format !== 'png') return;
      pictures.push({ role: picture.role, media: await media.put(verificationId, bytes, `image/${format}`) });
    });

  let receipt: Stored['receipt'];
  if (receiptUrl !== undefined)
    await unlessMissing(async () => {
      const bytes = await smileId.fetchReceipt(receiptUrl, { signal });
      receipt = await media.put(verificationId, bytes, 'application/pdf');
    });

  const missingPictures = returned.length - pictures.length;
  return { pictures, missingPictures, ...(receipt === undefined ? {} : { receipt }) };
}
