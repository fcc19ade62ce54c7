import type { CallbackSignal } from '../client/signal-callback.ts';
import { DEFAULT_PARTNER } from '../domain/partner.ts';
import { isKnownCode } from '../domain/result-codes.ts';
import type { CallbackProjection } from '../smile-id/callback.ts';
import { digestOf } from './digest.ts';

type Claim = CallbackSignal['claim'];

/** Ten digits as issued (PROTOCOL 5.2). Anything else is not worth a place in a history. */
const SMILE_JOB_ID = /^\d{1,20}$/;

/** What a callback claims. Smile ID's job number is for the operator who has to look the job up, and decides nothing. */
export function claimOf(
  { code, smileJobId, fromReviewer, declaredFinal }: CallbackProjection,
  signedBy: string,
): Claim {
  return {
    code,
    fromReviewer,
    ...(smileJobId !== undefined && SMILE_JOB_ID.test(smileJobId) ? { smileJobId } : {}),
    ...(declaredFinal === undefined ? {} : { declaredFinal }),
    ...(signedBy === DEFAULT_PARTNER ? {} : { partner: signedBy }),
  };
}

/**
 * Temporal stores a signal once for each request id, whatever number of gateways sends it and whenever. The ids of a
 * verification are a finite set, because the signature does not cover the body (PROTOCOL 2.1): whoever holds one genuine
 * signature can make bodies without end, and gets no more than (known codes + 1) × 2 × 2 signals out of them. So nothing
 * free goes in: unknown codes count as one, and Smile ID's job number does not count.
 * @param jobId the verification's id, or what stands for a job that is none
 */
export function requestIdOf(jobId: string, claim: Claim): string {
  const { code, fromReviewer, declaredFinal, partner = DEFAULT_PARTNER } = claim;
  return digestOf([jobId, partner, isKnownCode(code) ? code : 'unknown', fromReviewer, declaredFinal !== false]);
}
