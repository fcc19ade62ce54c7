import type { CallbackSignal } from '../client/signal-callback.ts';
import { DEFAULT_PARTNER } from '../domain/partner.ts';
import { meaningsOf } from '../domain/result-codes.ts';
import type { CallbackProjection } from '../smile-id/callback.ts';
import { digestOf } from './digest.ts';

type Claim = CallbackSignal['claim'];

/** As every documented one (PROTOCOL 11). Anything else could be any text, and is passed on as {@link OTHER_CODE}. */
const CODE = /^\d{4}$/;
const OTHER_CODE = 'unknown';
/** Ten digits as issued (PROTOCOL 5.2). Anything else is not worth a place in a history. */
const SMILE_JOB_ID = /^\d{1,20}$/;

/**
 * What a callback claims, without a word that somebody could have written freely: a claim is shown to people and kept.
 * Smile ID's job number is for the operator who has to look the job up, and decides nothing.
 */
export function claimOf(
  { code, smileJobId, fromReviewer, declaredFinal }: CallbackProjection,
  signedBy: string,
): Claim {
  return {
    code: CODE.test(code) ? code : OTHER_CODE,
    fromReviewer,
    ...(smileJobId !== undefined && SMILE_JOB_ID.test(smileJobId) ? { smileJobId } : {}),
    ...(declaredFinal === undefined ? {} : { declaredFinal }),
    ...(signedBy === DEFAULT_PARTNER ? {} : { partner: signedBy }),
  };
}

/**
 * Temporal stores a signal once for each request id, whatever number of gateways sends it and whenever. The ids of a
 * verification are a finite set, because the signature does not cover the body (PROTOCOL 2.1): whoever holds one genuine
 * signature can make bodies without end, and gets no more than two dozen signals out of them. So nothing free goes in:
 * what counts is who would stand behind it and how it would decide, and not the code, a text or Smile ID's job number.
 * @param jobId the verification's id, or what stands for a job that is none
 */
export function requestIdOf(jobId: string, claim: Claim): string {
  const { code, declaredFinal, fromReviewer, partner = DEFAULT_PARTNER } = claim;
  // What is still open decides nothing, whatever it says.
  const saying = declaredFinal === false ? ['open'] : [fromReviewer ? 'reviewer' : 'machine', meaningsOf(code)];
  return digestOf([jobId, partner, ...saying]);
}
