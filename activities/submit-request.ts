import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import { interpretResult } from '../domain/job-result.ts';
import { PRODUCTS } from '../domain/product.ts';
import type { EventOf } from '../domain/verification.ts';
import type { CompareAnswer } from '../smile-id/compare-selfies.ts';
import type { LookupAnswer } from '../smile-id/look-up.ts';
import type { Attempt } from './attempt.ts';
import { callbackUrlOf } from './callback-url.ts';
import type { Activities, SubmitRequestInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { storeReturnedOnce } from './store-returned.ts';
import { toEvent } from './temporal-failure.ts';

/**
 * Whatever Smile ID does with a job_id that it has answered already is not documented (PROTOCOL 20, U19), and each
 * request may be billed. So one that may have been taken is never sent again from here.
 */
export async function submitRequest(
  dependencies: Dependencies,
  input: SubmitRequestInput,
  attempt: Attempt,
): ReturnType<Activities['submitRequest']> {
  if (attempt.mayFollowSent) return { kind: 'answer-lost' };
  try {
    const answer = await send(dependencies, input, attempt);
    if (answer.kind === 'accepted') return { kind: 'accepted' };
    if (answer.kind === 'job-exists') return input.mayExist ? { kind: 'job-adopted' } : CONFLICT;
    return await confirmed(dependencies, input, answer);
  } catch (error) {
    if (isVerificationFailure(error)) {
      if (error.kind === 'outcome-unknown') return { kind: 'answer-lost' };
      if (error.wasNeverSent || error.kind === 'misconfigured') attempt.rememberNothingSent();
    }
    const event = toEvent(error);
    return input.mayExist ? { ...event, jobMayExist: true } : event;
  }
}

const CONFLICT: EventOf<'refused'> = {
  kind: 'refused',
  cause: 'job-id-conflict',
  message: 'Smile ID knows a job of this id already, and it was not created here; use another verification id',
  code: '2215',
};

async function send(
  dependencies: Dependencies,
  input: SubmitRequestInput,
  { signal }: Attempt,
): Promise<LookupAnswer | CompareAnswer> {
  const { smileId, media } = dependencies;
  const { verificationId, product, userId, partnerParams, allowNewEnroll, pictures, idInfo = {} } = input;
  const { way, jobType } = PRODUCTS[product];
  const callbackUrl = callbackUrlOf(dependencies, input);
  const job = { jobId: jobIdOf(verificationId), userId, partnerParams };

  if (way === 'upload') throw new Error(`${product} is not one request.`);
  if (way !== 'compare') {
    const byCallback = input.answerByCallback === true;
    if (byCallback && callbackUrl === undefined) throw new VerificationFailure('misconfigured', NO_CALLBACK_URL);
    return smileId.lookUp(
      {
        ...job,
        service: way,
        answer: byCallback ? 'callback' : 'result',
        jobType,
        idInfo,
        ...(byCallback ? { callbackUrl } : {}),
      },
      { signal },
    );
  }

  const parts = await Promise.all(
    pictures.map(async ({ role, media: reference }) => {
      await media.verify(reference);
      return { role, bytes: reference.bytes, open: () => media.open(reference) };
    }),
  );
  const [selfie] = parts.filter(({ role }) => role === 'selfie');
  const [comparison] = parts.filter(({ role }) => role === 'comparison');
  if (selfie === undefined || comparison === undefined)
    throw new VerificationFailure('invalid-request', 'The selfie or the picture to compare it with is missing.');
  return smileId.compareSelfies(
    {
      ...job,
      selfie,
      comparison,
      comparisonType: input.comparisonType ?? 'ID_PHOTO',
      liveness: parts.filter(({ role }) => role === 'liveness'),
      allowNewEnroll,
      ...(callbackUrl === undefined ? {} : { callbackUrl }),
    },
    { signal },
  );
}

const NO_CALLBACK_URL =
  'The answer is to come by callback, and this worker has no SMILEFLOW_CALLBACK_BASE_URL: set it to the public origin of the gateway.';

/** The answer is paid for: what comes with it is stored if that is possible now, and never asked for again. */
async function confirmed(
  dependencies: Dependencies,
  { product, verificationId }: SubmitRequestInput,
  answer: Extract<LookupAnswer | CompareAnswer, { kind: 'answered' }>,
): Promise<EventOf<'result-confirmed'>> {
  const { message } = answer;
  const returned = 'pictures' in answer ? answer : { pictures: [] };
  return {
    kind: 'result-confirmed',
    result: interpretResult(PRODUCTS[product].jobType, message),
    isContradictory: false,
    ...(await storeReturnedOnce(dependencies, verificationId, returned)),
    ...(message.idData === undefined ? {} : { idData: message.idData }),
    ...(message.businessData === undefined ? {} : { businessData: message.businessData }),
  };
}
