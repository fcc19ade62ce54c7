import { isVerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import { PRODUCTS } from '../domain/product.ts';
import type { Attempt } from './attempt.ts';
import { callbackUrlOf } from './callback-url.ts';
import type { Activities, PrepareUploadInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { findPictures } from './find-pictures.ts';
import { toEvent } from './temporal-failure.ts';

/**
 * A job_id that Smile ID knows already is ours only if an earlier attempt may have sent it. An attempt that was
 * proven to send nothing leaves that in its memory; whenever in doubt, the job counts as possibly ours.
 */
export async function prepareUpload(
  dependencies: Dependencies,
  input: PrepareUploadInput,
  attempt: Attempt,
): ReturnType<Activities['prepareUpload']> {
  const { smileId, tickets } = dependencies;
  const mayExist = input.mayExist || attempt.mayFollowSent;
  const callbackUrl = callbackUrlOf(dependencies, input);
  const request = {
    jobType: PRODUCTS[input.product].jobType,
    jobId: jobIdOf(input.verificationId),
    userId: input.userId,
    partnerParams: input.partnerParams,
    allowNewEnroll: input.allowNewEnroll,
    useEnrolledImage: input.useEnrolledImage,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };

  try {
    let answer = await smileId.prepareUpload(request, { signal: attempt.signal });
    if (answer.kind === 'job-exists') {
      if (!mayExist) {
        return {
          kind: 'refused',
          cause: 'job-id-conflict',
          message: 'Smile ID knows a job of this id already, and it was not created here; use another verification id',
          code: '2215',
        };
      }
      // Only our own job, and one without pictures, gets another URL: what else would get, and cost, is not documented.
      const pictures = await findPictures(dependencies, input, attempt);
      if (pictures.kind === 'responses-untrusted') return pictures;
      if (pictures.kind === 'found') return { kind: 'job-adopted' };
      answer = await smileId.prepareUpload({ ...request, retry: true }, { signal: attempt.signal });
    }
    if (answer.kind === 'job-exists') return { kind: 'job-adopted' };
    return {
      kind: 'upload-prepared',
      ticket: tickets.seal(answer.uploadUrl, answer.expiresAtMs),
      smileJobId: answer.smileJobId,
    };
  } catch (error) {
    if (isVerificationFailure(error) && error.wasNeverSent) attempt.rememberNothingSent();
    const event = toEvent(error);
    return mayExist ? { ...event, jobMayExist: true } : event;
  }
}
