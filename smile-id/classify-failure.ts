import { type FailureFacts, type FailureKind, VerificationFailure } from '../domain/failure.ts';
import type { TransportReason } from './transport-error.ts';

export type Endpoint =
  | 'prep-upload'
  | 'job-status'
  | 'upload'
  | 'picture'
  | 'lookup'
  | 'compare'
  | 'services'
  | 'receipt'
  | 'web-token'
  | 'rate-limit-reset';

/** What happened at an endpoint, when it is not what was hoped for. */
export type Mishap =
  | {
      readonly endpoint: Endpoint;
      readonly transport: { readonly reason: TransportReason; readonly reachedServer: 'no' | 'maybe' };
    }
  | {
      readonly endpoint: Endpoint;
      readonly status: number;
      /** Smile ID's code in four characters; for `upload` the word of S3's XML, e.g. `SlowDown`. */
      readonly code?: string | undefined;
      /** What is wrong with an answer whose status promised a good one. */
      readonly flaw?: Flaw | undefined;
    };

export type Flaw = 'not-json' | 'incomplete' | 'bad-signature' | 'other-job';

const CALLS: Readonly<Record<Endpoint, string>> = {
  'prep-upload': 'creating the job at Smile ID',
  'job-status': 'reading the job status at Smile ID',
  upload: 'uploading the pictures for Smile ID',
  picture: 'fetching a picture that Smile ID returned',
  lookup: 'asking Smile ID about an ID number',
  compare: 'asking Smile ID to compare two pictures',
  services: "reading Smile ID's list of ID types",
  receipt: 'fetching a receipt that Smile ID gave',
  'web-token': 'asking Smile ID for a web token',
  'rate-limit-reset': 'asking Smile ID to lift the block of an ID number',
};

/** Calls that may have had an effect although no answer tells so; a lost answer to the others only costs time. */
const HAS_EFFECT: ReadonlySet<Endpoint> = new Set(['prep-upload', 'upload', 'lookup', 'compare']);

/** Of those, the ones whose errors are Smile ID's own; S3 stores a whole body or nothing. */
const CREATES: ReadonlySet<Endpoint> = new Set(['prep-upload', 'lookup', 'compare']);

/** Names the failure by who must act (docs/errors.md). Pure; never quotes the vendor's text, which may name a person. */
export function classifyFailure(mishap: Mishap): VerificationFailure {
  const { endpoint } = mishap;
  const fail = (kind: FailureKind, what: string, facts: FailureFacts = {}) =>
    new VerificationFailure(kind, `While ${CALLS[endpoint]}, ${what}.`, facts);

  if ('transport' in mishap) {
    const { reason, reachedServer } = mishap.transport;
    const wasNeverSent = reachedServer === 'no';
    return fail(kindOfSilence(endpoint, reason, reachedServer), SILENCES[reason], { wasNeverSent });
  }
  const { status, code, flaw } = mishap;
  if (endpoint === 'upload')
    return fail(kindOfUploadAnswer(status, code), `S3 answered HTTP ${status}${word(code)}`, { httpStatus: status });
  const facts = { httpStatus: status, ...(code === undefined ? {} : { code }) };
  const known = code === undefined ? undefined : meaningOf(code);
  if (known !== undefined) {
    const kind = known.kind === 'unavailable' ? kindOfServerError(endpoint) : known.kind;
    return fail(kind, `Smile ID answered ${code}: ${known.says}`, facts);
  }
  if (flaw !== undefined)
    return fail(HAS_EFFECT.has(endpoint) ? 'outcome-unknown' : 'untrusted-response', FLAWS[flaw], facts);
  // Something in between answered, and nobody knows whether Smile ID has seen the request.
  const isForeign = code === undefined && CREATES.has(endpoint) && ![401, 403, 429].includes(status);
  return fail(
    isForeign ? 'outcome-unknown' : kindOfStatus(endpoint, status),
    `Smile ID answered HTTP ${status}${code === undefined ? '' : ` with the unknown code ${code}`}`,
    facts,
  );
}

const SILENCES: Readonly<Record<TransportReason, string>> = {
  refused: 'the connection was refused or the host is unreachable',
  dns: 'the host name could not be resolved',
  tls: 'no trusted TLS connection came about',
  timeout: 'the time ran out',
  reset: 'the connection broke',
  aborted: 'the call was abandoned',
  'too-large': 'the answer was larger than any genuine one',
  other: 'the exchange failed',
};

const FLAWS: Readonly<Record<Flaw, string>> = {
  'not-json': 'the answer was no JSON object',
  incomplete: 'the answer lacked required fields',
  'bad-signature': 'the answer was not signed with a key of this partner',
  'other-job': 'the answer was about another job',
};

function kindOfSilence(endpoint: Endpoint, reason: TransportReason, reachedServer: 'no' | 'maybe'): FailureKind {
  if (reachedServer === 'no') return 'unavailable';
  if (HAS_EFFECT.has(endpoint)) return 'outcome-unknown';
  return reason === 'too-large' ? 'untrusted-response' : 'unavailable';
}

function kindOfServerError(endpoint: Endpoint): FailureKind {
  return CREATES.has(endpoint) ? 'outcome-unknown' : 'unavailable';
}

function kindOfStatus(endpoint: Endpoint, status: number): FailureKind {
  if (status === 408) return 'unavailable';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return kindOfServerError(endpoint);
  // A picture's link expires (PROTOCOL 20, U12); that says nothing about the account.
  if ((status === 401 || status === 403) && endpoint !== 'picture' && endpoint !== 'receipt') return 'not-authorised';
  return 'request-refused';
}

/** S3's errors that the same PUT overcomes later, whatever status they come with. */
const PASSING: ReadonlySet<string | undefined> = new Set([
  'IncompleteBody',
  'OperationAborted',
  'RequestTimeout',
  'SlowDown',
  'TooManyRequests',
]);

/** S3 stores a whole body or nothing, so its own errors mean: not stored (PROTOCOL 6). */
function kindOfUploadAnswer(status: number, s3Code: string | undefined): FailureKind {
  if (PASSING.has(s3Code) || status === 408 || status === 429) return 'unavailable';
  if (s3Code !== undefined && status < 500 && s3Code !== 'AccessDenied') return 'request-refused';
  return kindOfStatus('upload', status);
}

function word(s3Code: string | undefined): string {
  return s3Code === undefined ? '' : ` ${s3Code}`;
}

interface Meaning {
  readonly kind: FailureKind;
  readonly says: string;
}

/** By the last two digits: the prefixes 22, 23 and 24 vary, the meaning does not (PROTOCOL 11). */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '01': { kind: 'unavailable', says: 'system error' },
  '03': { kind: 'request-refused', says: 'the request is no valid JSON' },
  '04': { kind: 'request-refused', says: 'a parameter is of the wrong data type' },
  '05': {
    kind: 'not-authorised',
    says: 'the signature was not accepted, as with the key of another environment, a partner id without its leading zeros, a clock that is wrong, or a stray blank in the key',
  },
  '07': { kind: 'user-state', says: 'the user is disabled' },
  '08': { kind: 'user-state', says: 'the user was deleted' },
  '09': { kind: 'user-state', says: 'the user is enrolled already' },
  '10': { kind: 'user-state', says: 'the user is not enrolled' },
  '11': { kind: 'user-state', says: 'the user must be enrolled again' },
  '12': { kind: 'request-refused', says: 'the job type is not valid' },
  '13': { kind: 'request-refused', says: 'a required parameter is missing' },
  '14': { kind: 'not-authorised', says: 'the product is not activated for this account' },
  '15': { kind: 'request-refused', says: 'the job id is in use' },
  '16': { kind: 'user-state', says: 'the enrolled user has no photo on file' },
  '17': { kind: 'request-refused', says: 'the product is not valid' },
  '20': { kind: 'not-authorised', says: 'production is not enabled for this account' },
  '21': { kind: 'not-authorised', says: 'the web token is not valid' },
  '22': { kind: 'rate-limited', says: 'this ID number is blocked after too many submissions' },
};

/** Two codes of job_status mean something else than their namesakes (PROTOCOL 9.5). */
const EXCEPTIONS: Readonly<Record<string, Meaning>> = {
  '2304': { kind: 'request-refused', says: 'there is no such job' },
  '2314': { kind: 'unavailable', says: 'no package has arrived yet' },
};

function meaningOf(code: string): Meaning | undefined {
  return EXCEPTIONS[code] ?? (/^2[234]\d\d$/.test(code) ? MEANINGS[code.slice(2)] : undefined);
}
