import { classifyFailure, type Flaw } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import {
  interpretJobStatus,
  type JobReading,
  type JobStatusQuery,
  jobStatusRequest,
  queryCodeOf,
} from './job-status-message.ts';
import { type JsonObject, readJsonBody } from './json-body.ts';
import { isLegacyStatusHash } from './signature.ts';

/** Results carry pictures in base64, and history repeats them. */
const MAX_ANSWER_BYTES = 32_000_000;

/** PROTOCOL 9: one signed reading with history and links, whose answer is verified before anything in it counts. */
export async function readJobStatus(
  { config, credentials, clock, post }: Connection,
  query: JobStatusQuery,
  { signal }: CallOptions = {},
): Promise<JobReading> {
  const message = jobStatusRequest(config.partnerId, credentials.prove(clock()), query);
  const request = {
    endpoint: 'job-status',
    path: '/v1/job_status',
    message,
    maxResponseBytes: MAX_ANSWER_BYTES,
    signal,
  } as const;
  const { status, body } = await post(request);
  const fail = (flaw?: Flaw, code?: string) => classifyFailure({ endpoint: 'job-status', status, code, flaw });
  if (!isSuccess(status)) {
    const code = readErrorCode(body);
    if (code === '2314') return { kind: 'no-zip' };
    throw fail(undefined, code);
  }
  const answer = readJsonBody(body);
  if (answer.kind === 'malformed') throw fail('not-json');
  const { timestamp, signature } = answer.value;
  const code = queryCodeOf(answer.value);
  if (!credentials.confirm(timestamp, signature)) {
    if (code !== '2314') throw fail('bad-signature');
    // Signed in another way than everything else (PROTOCOL 2.4). Unverifiable, it means "not yet" and nothing more.
    return { kind: isLegacyStatusHash(config.partnerId, timestamp, signature) ? 'no-zip' : 'no-zip-unverified' };
  }
  const reading = interpretJobStatus(answer.value, query);
  if (reading.kind === 'other-job') throw fail('other-job');
  if (reading.kind === 'processing' && !isAboutJob(answer.value)) throw fail('incomplete', code);
  return reading;
}

/** 2302, or in its absence one of the fields that only such an answer has (PROTOCOL 9.2). */
function isAboutJob(body: JsonObject): boolean {
  const code = queryCodeOf(body);
  return code === undefined ? body.job_complete !== undefined || body.result !== undefined : code === '2302';
}
