import { VerificationFailure } from '../domain/failure.ts';
import type { Policy } from '../domain/policy.ts';
import { type CheckedPicture, checkJob } from '../requests/check-job.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';
import type { JobRequest, PictureField } from '../requests/job-request.ts';
import { requestSchema } from './request-schema.ts';

/** What a caller gives to start a verification. */
export interface StartRequest extends JobRequest {
  /** Idempotency key: the same id never pays twice. Not personal. Made up where it is missing. */
  readonly verificationId?: string | undefined;
  /** Which of the configured partner profiles it is for, and paid by; the one without a name where it is left out. */
  readonly partner?: string | undefined;
  /** After this many milliseconds the verification expires; the product's default otherwise. */
  readonly deadlineMs?: number | undefined;
  /** How long Smile ID has for a result, and then for a review, before an operator is asked; the product's default otherwise. */
  readonly reviewMs?: number | undefined;
  /** What differs from the default policy for open results and operators. */
  readonly policy?: Partial<Policy> | undefined;
  /**
   * Where your backend is told what happens: https, or http on this machine; the deployment's default otherwise. Nothing
   * personal in it.
   */
  readonly notifyUrl?: string | undefined;
}

export interface CheckedRequest extends Omit<StartRequest, PictureField | 'skipIdCheck'> {
  readonly pictures: readonly Pick<CheckedPicture, 'role' | 'bytes'>[];
  /** What Smile ID advises against and may take all the same. */
  readonly warnings: readonly string[];
}

/**
 * Checks everything that can be known before anything is sent or stored.
 * @param readCatalogue where to learn what Smile ID asks of ID data; without it, only what is known here is checked
 * @throws VerificationFailure `invalid-request` with all problems
 */
export async function checkRequest(request: StartRequest, readCatalogue?: ReadCatalogue): Promise<CheckedRequest> {
  const check = { shape: requestSchema, whole: 'a verification', readCatalogue };
  const { problems, pictures, warnings } = await checkJob(request, check);
  if (problems.length > 0) {
    throw new VerificationFailure('invalid-request', `The verification was not started: ${problems.join('; ')}.`, {
      problems,
    });
  }
  const { selfie, liveness, documentFront, documentBack, comparison, skipIdCheck, ...rest } = request;
  return { ...rest, pictures: pictures.map(({ role, bytes }) => ({ role, bytes })), warnings };
}
