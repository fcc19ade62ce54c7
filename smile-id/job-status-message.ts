import type { ResultMessage } from '../domain/result-message.ts';
import type { JsonObject } from './json-body.ts';
import { readReceiptUrl } from './receipt-url.ts';
import { type ReportedResult, readReportedResult } from './reported-result.ts';
import { type ReturnedPicture, readReturnedPictures } from './returned-pictures.ts';
import { readCode } from './vendor-fields.ts';

export type JobReading =
  /** Smile ID knows the job and has no package of it (2314). Right after a PUT it means: not yet. */
  | { readonly kind: 'no-zip' }
  /** "No zip" without a genuine signature: not yet, and no ground for anything else (PROTOCOL 2.4). */
  | { readonly kind: 'no-zip-unverified' }
  | { readonly kind: 'processing' }
  | {
      readonly kind: 'reported';
      /** Of this job only: the current result, then the history, newest first, each once; at least one. */
      readonly messages: readonly ResultMessage[];
      readonly pictures: readonly ReturnedPicture[];
      readonly receiptUrl?: string;
      /** The whole answer, verified. Personal. */
      readonly raw: JsonObject;
    };

export interface JobStatusQuery {
  readonly jobId: string;
  readonly userId: string;
  /** Whether earlier results are wanted as well. Default: true. */
  readonly history?: boolean | undefined;
  /** Whether links to pictures are. Default: true. */
  readonly imageLinks?: boolean | undefined;
}

/**
 * The request of PROTOCOL 9.1.
 * @param proof who asks, as `Credentials.prove` makes it
 */
export function jobStatusRequest(partnerId: string, proof: JsonObject, query: JobStatusQuery): JsonObject {
  const { jobId, userId, history = true, imageLinks = true } = query;
  return { partner_id: partnerId, user_id: userId, job_id: jobId, ...proof, history, image_links: imageLinks };
}

/** Status of the query, not of the job (PROTOCOL 9.2). */
export function queryCodeOf(body: JsonObject): string | undefined {
  return readCode(body.code);
}

/**
 * Reads a 200 of job_status, whose signature somebody else has verified. `job_complete` is not asked: it is true for
 * provisional results as well, and a result with a code is one, whatever it says (PROTOCOL 9.2, 9.5). Answers
 * `other-job` where the current result names another job_id than the one asked for.
 */
export function interpretJobStatus(
  body: JsonObject,
  { jobId, userId }: JobStatusQuery,
): JobReading | { readonly kind: 'other-job' } {
  if (queryCodeOf(body) === '2314') return { kind: 'no-zip' };
  const current = readReportedResult(body.result);
  if (current?.jobId !== undefined && current.jobId !== jobId) return { kind: 'other-job' };
  if (current?.userId !== undefined && current.userId !== userId) return { kind: 'other-job' };
  const history = (Array.isArray(body.history) ? body.history : [])
    .map(readReportedResult)
    .filter((result): result is ReportedResult => result !== undefined && belongs(result, current, jobId));
  const results = withoutRepeats(current === undefined ? history : [current, ...history]);
  if (results.length === 0) return { kind: 'processing' };
  const receiptUrl = readReceiptUrl([body, ...results.map(({ raw }) => raw)]);
  return {
    kind: 'reported',
    messages: results.map(({ message }) => message),
    pictures: readReturnedPictures(
      body.image_links,
      results.map(({ raw }) => raw),
    ),
    ...(receiptUrl === undefined ? {} : { receiptUrl }),
    raw: body,
  };
}

/** Some pages say that history lists all jobs of the user (PROTOCOL 9.4): what is not provably of this job is left out. */
function belongs(result: ReportedResult, current: ReportedResult | undefined, jobId: string): boolean {
  if (result.jobId !== undefined && result.jobId !== jobId) return false;
  const smileJobId = current?.message.smileJobId;
  if (smileJobId !== undefined && result.message.smileJobId !== undefined)
    return result.message.smileJobId === smileJobId;
  return result.jobId === jobId;
}

function withoutRepeats(results: readonly ReportedResult[]): ReportedResult[] {
  const seen = new Set<string>();
  return results.filter(({ identity }) => !seen.has(identity) && seen.add(identity));
}
