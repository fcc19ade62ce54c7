import type { JobResult } from '../../domain/job-result.ts';
import { interpretResult } from '../../domain/job-result.ts';
import type { ResultMessage } from '../../domain/result-message.ts';
import type { EventKind, EventOf, OpenState, State, StateKind, Verification } from '../../domain/verification.ts';
import { newVerification } from '../../domain/verification.ts';

export const HOUR = 3_600_000;
export const START = Date.parse('2024-03-01T08:00:00.000Z');
export const NOW = START + HOUR;
export const DEADLINE = START + 72 * HOUR;

export function message(code: string, change: Partial<ResultMessage> = {}): ResultMessage {
  return {
    code,
    text: `Text of ${code}`,
    smileJobId: '0000004711',
    declaredFinal: undefined,
    fromReviewer: code.startsWith('12'),
    confidence: undefined,
    ...change,
  };
}

/** As SmartSelfie Registration (job type 4) understands it. */
export function result(code: string, change: Partial<ResultMessage> = {}): JobResult {
  return interpretResult(4, message(code, change));
}

export function confirmed(one: JobResult, isContradictory = false): EventOf<'result-confirmed'> {
  return { kind: 'result-confirmed', result: one, isContradictory, pictures: [], missingPictures: 0 };
}

/** One of every kind of state, as a verification may really come to be in it. */
export const STATES: { readonly [S in StateKind]: Extract<State, { kind: S }> } = {
  preparing: { kind: 'preparing', sinceMs: START, mayExist: false },
  uploading: { kind: 'uploading', sinceMs: START, ticket: { sealed: 'c2VhbGVk', expiresAtMs: START + 900_000 } },
  submitting: { kind: 'submitting', sinceMs: START, mayExist: false },
  'awaiting-result': { kind: 'awaiting-result', sinceMs: START, justUploaded: true },
  'in-vendor-review': { kind: 'in-vendor-review', sinceMs: START, dueAtMs: START + 24 * HOUR },
  'awaiting-operator': {
    kind: 'awaiting-operator',
    sinceMs: START,
    reason: 'review-overdue',
    escalatesAtMs: START + 24 * HOUR,
    remindsAtMs: START + 12 * HOUR,
  },
  parked: {
    kind: 'parked',
    sinceMs: START,
    cause: 'rate-limited',
    code: '2222',
    untilMs: START + 2 * HOUR,
    resume: { kind: 'awaiting-result', sinceMs: START, justUploaded: true },
  },
  approved: { kind: 'approved', sinceMs: START, result: result('0840') },
  rejected: { kind: 'rejected', sinceMs: START, result: result('0841') },
  expired: { kind: 'expired', sinceMs: START, jobMayExist: false, during: 'awaiting-result' },
  cancelled: { kind: 'cancelled', sinceMs: START, jobMayExist: false, during: 'uploading', reason: 'asked for' },
  failed: {
    kind: 'failed',
    sinceMs: START,
    during: 'preparing',
    jobMayExist: false,
    cause: 'request-refused',
    message: 'While preparing the upload, Smile ID answered 2204',
    code: '2204',
  },
};

const BEFORE_UPLOAD: ReadonlySet<StateKind> = new Set(['preparing', 'uploading', 'submitting', 'cancelled', 'failed']);
const RESULTS: { readonly [S in StateKind]?: readonly JobResult[] } = {
  'in-vendor-review': [result('0842')],
  'awaiting-operator': [result('0842')],
  approved: [result('0840')],
  rejected: [result('0841')],
};

export function verificationIn<S extends StateKind>(kind: S, change: Partial<Verification> = {}): Verification {
  return {
    ...newVerification({
      verificationId: 'order-4711',
      product: kind === 'submitting' ? 'enhanced-kyc' : 'smartselfie-registration',
      nowMs: START,
      deadlineMs: DEADLINE - START,
      reviewMs: 24 * HOUR,
    }),
    state: STATES[kind],
    isSubmitted: !BEFORE_UPLOAD.has(kind),
    ...(kind === 'preparing' || kind === 'submitting' ? {} : { smileJobId: '0000004711' }),
    results: RESULTS[kind] ?? [],
    ...change,
  };
}

export function withState(state: OpenState, change: Partial<Verification> = {}): Verification {
  return { ...verificationIn(state.kind), state, ...change };
}

/** One of every kind of event, with details that no state refuses. */
export const EVENTS: { readonly [E in EventKind]: EventOf<E> } = {
  'upload-prepared': {
    kind: 'upload-prepared',
    ticket: { sealed: 'bmV3ZXI=', expiresAtMs: NOW + 900_000 },
    smileJobId: '0000004711',
  },
  'job-adopted': { kind: 'job-adopted' },
  uploaded: { kind: 'uploaded' },
  'upload-expired': { kind: 'upload-expired' },
  accepted: { kind: 'accepted' },
  'answer-lost': { kind: 'answer-lost' },
  'result-confirmed': confirmed(result('0840')),
  'claim-unconfirmed': { kind: 'claim-unconfirmed', claim: { code: '1240', fromReviewer: true } },
  'responses-untrusted': { kind: 'responses-untrusted', reason: 'untrusted-responses' },
  blocked: { kind: 'blocked', cause: 'not-authorised', code: '2205' },
  'pause-over': { kind: 'pause-over' },
  resumed: { kind: 'resumed' },
  'operator-decided': {
    kind: 'operator-decided',
    decision: { verdict: 'approve', by: 'operator-7', reason: 'compared by eye', atMs: NOW },
  },
  'operator-reminder-due': { kind: 'operator-reminder-due' },
  'operator-overdue': { kind: 'operator-overdue' },
  stalled: { kind: 'stalled' },
  refused: { kind: 'refused', cause: 'request-refused', message: 'Smile ID answered 2204', code: '2204' },
  'review-overdue': { kind: 'review-overdue' },
  'deadline-passed': { kind: 'deadline-passed' },
  cancelled: { kind: 'cancelled', reason: 'asked for' },
};
