import type { IdInfo } from '../domain/id-info.ts';
import type { ResultMessage } from '../domain/result-message.ts';
import { classifyFailure, type Flaw } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import { idInfoMembers } from './id-info-fields.ts';
import { type JsonObject, readJsonBody } from './json-body.ts';
import { readReceiptUrl } from './receipt-url.ts';
import { readReportedResult } from './reported-result.ts';
import { type ReturnedPicture, readReturnedPictures } from './returned-pictures.ts';
import { readFlag } from './vendor-fields.ts';

export type LookupService = 'id-verification' | 'basic-kyc' | 'business-verification';

export interface LookupRequest {
  readonly service: LookupService;
  /** Whether the answer is the result, or only that it will come by callback. */
  readonly answer: 'result' | 'callback';
  readonly jobType: number;
  readonly jobId: string;
  readonly userId: string;
  readonly partnerParams: Readonly<Record<string, string>>;
  readonly idInfo: IdInfo;
  /** Mandatory where the result is to come by callback (PROTOCOL 12.2). */
  readonly callbackUrl?: string | undefined;
}

export type LookupAnswer =
  | {
      readonly kind: 'answered';
      readonly message: ResultMessage;
      readonly pictures: readonly ReturnedPicture[];
      readonly receiptUrl?: string;
      /** The whole answer, verified. Personal. */
      readonly raw: JsonObject;
    }
  /** Taken; the result will come by callback. */
  | { readonly kind: 'accepted' }
  /** 2215: the job_id was used before. */
  | { readonly kind: 'job-exists' };

/** PROTOCOL 12.1 to 12.4. */
const PATHS: { readonly [S in LookupService]: { readonly [A in LookupRequest['answer']]: string } } = {
  'id-verification': { result: '/v1/id_verification', callback: '/v1/async_id_verification' },
  'basic-kyc': { result: '/v2/verify', callback: '/v2/verify_async' },
  'business-verification': { result: '/v1/business_verification', callback: '/v1/async_business_verification' },
};

/** Answers carry a photo in base64. */
const MAX_ANSWER_BYTES = 16_000_000;

/** Throws `outcome-unknown` for every answer after which the request may have been taken, and billed. */
export async function lookUp(
  { config, credentials, clock, post }: Connection,
  request: LookupRequest,
  { signal }: CallOptions = {},
): Promise<LookupAnswer> {
  const { status, body } = await post({
    endpoint: 'lookup',
    path: PATHS[request.service][request.answer],
    message: lookupRequest(config.partnerId, credentials.prove(clock()), request),
    maxResponseBytes: MAX_ANSWER_BYTES,
    signal,
  });
  const fail = (flaw?: Flaw, code?: string) => classifyFailure({ endpoint: 'lookup', status, code, flaw });
  const code = readErrorCode(body);
  if (code === '2215') return { kind: 'job-exists' };
  if (!isSuccess(status)) throw fail(undefined, code);
  const answer = readJsonBody(body);
  if (answer.kind === 'malformed') throw fail('not-json');
  const { value } = answer;
  if (request.answer === 'callback') {
    if (readFlag(value.success) === true) return { kind: 'accepted' };
    throw fail('incomplete', code);
  }
  if (!credentials.confirm(value.timestamp, value.signature)) throw fail('bad-signature');
  const result = readReportedResult(value);
  if (result === undefined) throw fail('incomplete');
  // Its signature covers no body: an answer that does not name the job could be anybody's (PROTOCOL 2.1).
  const isOther = result.userId !== undefined && result.userId !== request.userId;
  if (result.jobId !== request.jobId || isOther) throw fail('other-job');
  const receiptUrl = readReceiptUrl([value]);
  return {
    kind: 'answered',
    message: result.message,
    pictures: readReturnedPictures(undefined, [value]),
    raw: value,
    ...(receiptUrl === undefined ? {} : { receiptUrl }),
  };
}

/** The signed request of PROTOCOL 12.1: what is known of the ID stands at the top level. */
function lookupRequest(partnerId: string, proof: JsonObject, request: LookupRequest): JsonObject {
  const { jobId, jobType, userId, partnerParams, idInfo, callbackUrl } = request;
  return {
    partner_id: partnerId,
    source_sdk: 'rest_api',
    source_sdk_version: '1.0.0',
    ...proof,
    ...idInfoMembers(idInfo, undefined),
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
    partner_params: { ...partnerParams, job_id: jobId, user_id: userId, job_type: jobType },
  };
}
