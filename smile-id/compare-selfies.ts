import type { Readable } from 'node:stream';
import type { ComparisonType } from '../domain/picture.ts';
import type { ResultMessage } from '../domain/result-message.ts';
import { classifyFailure } from './classify-failure.ts';
import { compareForm } from './compare-form.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import { isObject, type JsonObject, readJsonBody } from './json-body.ts';
import { readReportedResult } from './reported-result.ts';
import { readCode, readText } from './vendor-fields.ts';

/** A JPEG that is read only when its turn comes. */
export interface PicturePart {
  readonly bytes: number;
  readonly open: () => Readable;
}

export interface CompareRequest {
  readonly jobId: string;
  readonly userId: string;
  readonly partnerParams: Readonly<Record<string, string>>;
  readonly selfie: PicturePart;
  readonly comparison: PicturePart;
  readonly comparisonType: ComparisonType;
  /** 4 to 8. */
  readonly liveness: readonly PicturePart[];
  readonly allowNewEnroll: boolean;
  readonly callbackUrl?: string | undefined;
}

export type CompareAnswer =
  | { readonly kind: 'answered'; readonly message: ResultMessage; readonly raw: JsonObject }
  /** 2215: the job_id was used before. */
  | { readonly kind: 'job-exists' };

const MAX_TEXT = 200;

/**
 * PROTOCOL 12.8. The answer is not signed: it counts because it came over the connection that asked. Throws
 * `outcome-unknown` for every answer after which the request may have been taken, and billed.
 */
export async function compareSelfies(
  { config, credentials, clock, exchange }: Connection,
  request: CompareRequest,
  { signal }: CallOptions = {},
): Promise<CompareAnswer> {
  const proof = credentials.headers(clock());
  const { body, headers, bodyBytes } = compareForm(request);
  const response = await exchange('compare', {
    method: 'POST',
    url: `${config.baseUrl}/v2/smart-selfie-compare`,
    headers: {
      ...headers,
      accept: 'application/json',
      ...proof,
    },
    body,
    bodyBytes,
    deadlineMs: config.uploadTimeoutMs,
    maxResponseBytes: 1_000_000,
    signal,
  });
  const { status } = response;
  const code = readErrorCode(response.body);
  if (code === '2215') return { kind: 'job-exists' };
  if (!isSuccess(status)) throw classifyFailure({ endpoint: 'compare', status, code });
  const answer = readJsonBody(response.body);
  if (answer.kind === 'malformed') throw classifyFailure({ endpoint: 'compare', status, flaw: 'not-json' });
  const message = messageOf(answer.value);
  if (message === undefined) throw classifyFailure({ endpoint: 'compare', status, flaw: 'incomplete' });
  if (isOfAnotherJob(answer.value, request.jobId))
    throw classifyFailure({ endpoint: 'compare', status, flaw: 'other-job' });
  return { kind: 'answered', message, raw: answer.value };
}

/** The documented form, or the one of all other results should it come. */
function messageOf(body: JsonObject): ResultMessage | undefined {
  const classic = readReportedResult(body);
  if (classic !== undefined) return classic.message;
  const code = readCode(body.code);
  if (code === undefined) return undefined;
  return {
    code,
    text: (readText(body.message) ?? '').slice(0, MAX_TEXT),
    smileJobId: undefined,
    declaredFinal: true,
    fromReviewer: false,
    confidence: undefined,
  };
}

/** What the top-level `job_id` means is unclear; the one among the partner's own parameters is an echo. */
function isOfAnotherJob(body: JsonObject, jobId: string): boolean {
  const params = [body.partner_params, body.PartnerParams].find(isObject);
  const echoed = readText(params?.job_id);
  return echoed !== undefined && echoed !== jobId;
}
