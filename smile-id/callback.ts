import type { ResultMessage } from '../domain/result-message.ts';
import { isObject, type JsonObject, readJsonBody } from './json-body.ts';
import { readReportedResult } from './reported-result.ts';

/** The richest callbacks known have some hundreds of values. */
const MAX_VALUES = 20_000;

/** A callback that is readable. Nothing in it is proven before `isGenuine` took its timestamp and signature. */
export interface ParsedCallback {
  readonly kind: 'callback';
  /** As received, for verification only. */
  readonly timestamp: unknown;
  readonly signature: unknown;
  readonly jobId: string;
  readonly userId: string | undefined;
  readonly message: ResultMessage;
}

export interface MalformedCallback {
  readonly kind: 'malformed';
  /** For a log line; quotes nothing of the body. */
  readonly why: string;
}

/** What of a callback may enter a workflow: no signature, no personal field. A hint, never a decision. */
export interface CallbackProjection {
  readonly jobId: string;
  readonly userId?: string;
  readonly smileJobId?: string;
  readonly code: string;
  /** At most 200 characters. */
  readonly text?: string;
  readonly declaredFinal: boolean | undefined;
  readonly fromReviewer: boolean;
}

/** Reads a callback, flat or in the wrapping of the old READMEs (PROTOCOL 10.3). Total: never throws. */
export function parseCallback(rawBody: Buffer): ParsedCallback | MalformedCallback {
  const body = readJsonBody(rawBody, { maxValues: MAX_VALUES });
  if (body.kind === 'malformed') return body;
  const outer = body.value;
  const inner = unwrap(outer);
  const result = readReportedResult(inner);
  if (result === undefined) return { kind: 'malformed', why: 'no ResultCode' };
  // Signature and timestamp are a pair: both from one level.
  const signed = outer.signature === undefined ? inner : outer;
  const jobId = result.jobId;
  if (jobId === undefined) return { kind: 'malformed', why: 'no job_id' };
  const { timestamp, signature } = signed;
  return { kind: 'callback', timestamp, signature, jobId, userId: result.userId, message: result.message };
}

export function projectCallback({ jobId, userId, message }: ParsedCallback): CallbackProjection {
  const { code, text, smileJobId, declaredFinal, fromReviewer } = message;
  return {
    jobId,
    ...(userId === undefined ? {} : { userId }),
    ...(smileJobId === undefined ? {} : { smileJobId }),
    code,
    ...(text === '' ? {} : { text }),
    declaredFinal,
    fromReviewer,
  };
}

function unwrap(outer: JsonObject): JsonObject {
  return isObject(outer.result) && outer.ResultCode === undefined ? outer.result : outer;
}
