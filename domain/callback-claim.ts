import { interpretResult, type JobResult } from './job-result.ts';
import { PRODUCTS, type ProductName } from './product.ts';
import type { CallbackClaim, Verification } from './verification.ts';

/** The result that a claim would be if Smile ID confirmed it. */
export function interpretClaim(product: ProductName, claim: CallbackClaim): JobResult {
  return interpretResult(PRODUCTS[product].jobType, {
    code: claim.code,
    text: '',
    smileJobId: claim.smileJobId,
    declaredFinal: claim.declaredFinal,
    fromReviewer: claim.fromReviewer,
    confidence: undefined,
  });
}

/** A confirmed result that nobody could take any more, as the claim that a callback of it would have made. */
export function claimOf({ code, smileJobId, authority, isFinal }: JobResult): CallbackClaim {
  return {
    code,
    fromReviewer: authority === 'reviewer',
    declaredFinal: isFinal,
    ...(smileJobId === undefined ? {} : { smileJobId }),
  };
}

/** True where the claim would end the verification, so that its absence from job_status is a question for a person. */
export function isFinalClaim(verification: Verification, claim: CallbackClaim): boolean {
  return interpretClaim(verification.product, claim).isFinal;
}

/** False where a confirmed result says the same already, so that reading job_status again could tell nothing. */
export function isWorthConfirming(verification: Verification, claim: CallbackClaim): boolean {
  const claimed = interpretClaim(verification.product, claim);
  return verification.results.every(
    ({ code, authority, isFinal }) =>
      code !== claimed.code || authority !== claimed.authority || isFinal !== claimed.isFinal,
  );
}

/** Whether two claims say the same, however often and in whatever copy they arrive. */
export function isSameClaim(one: CallbackClaim, other: CallbackClaim): boolean {
  return (
    one.code === other.code && one.fromReviewer === other.fromReviewer && one.declaredFinal === other.declaredFinal
  );
}

/** Whether the job is where a result can be expected; before, a claim is kept until it is. */
export function canConfirmNow({ state }: Verification): boolean {
  return ['awaiting-result', 'in-vendor-review', 'awaiting-operator'].includes(state.kind);
}
