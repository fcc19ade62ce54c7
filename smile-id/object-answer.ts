import { classifyFailure, type Endpoint } from './classify-failure.ts';
import { isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import { type JsonObject, readJsonBody } from './json-body.ts';
import type { ExchangeResponse } from './transport.ts';

/**
 * The object in a successful answer that is not signed.
 * @throws VerificationFailure for every other answer
 */
export function objectOf(endpoint: Endpoint, { status, body }: ExchangeResponse): JsonObject {
  if (!isSuccess(status)) throw classifyFailure({ endpoint, status, code: readErrorCode(body) });
  const answer = readJsonBody(body);
  if (answer.kind === 'malformed') throw classifyFailure({ endpoint, status, flaw: 'not-json' });
  return answer.value;
}
