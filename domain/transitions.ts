import { isFinalClaim } from './callback-claim.ts';
import { isNews, type JobResult } from './job-result.ts';
import type { Policy } from './policy.ts';
import { parkedPauseMs } from './polling.ts';
import {
  type ActiveState,
  type AwaitingOperator,
  EVENT_KINDS,
  type EventKind,
  type EventOf,
  type OpenState,
  type OperatorReason,
  STATE_KINDS,
  type State,
  type StateKind,
  type Verification,
  type VerificationEvent,
} from './verification.ts';

export type Advance =
  | { readonly kind: 'advanced'; readonly verification: Verification }
  /** Normal, and without any effect: a duplicate, something late, or something that does not concern this state. */
  | { readonly kind: 'refused'; readonly why: string };

/** What an event does to a verification in one state; undefined where a look at the details refuses it. */
type Move<S extends StateKind, E extends EventKind> = (
  verification: Verification,
  state: Extract<State, { kind: S }>,
  event: EventOf<E>,
  nowMs: number,
) => Verification | undefined;

type Table = { readonly [S in StateKind]: { readonly [E in EventKind]?: Move<S, E> } };

const ends = {
  'deadline-passed': (v: Verification, state: OpenState, _: unknown, nowMs: number) =>
    to(v, { kind: 'expired', sinceMs: nowMs, ...whereItStood(state) }),
  cancelled: (v: Verification, state: OpenState, { reason }: EventOf<'cancelled'>, nowMs: number) =>
    to(v, { kind: 'cancelled', sinceMs: nowMs, ...whereItStood(state), ...(reason === undefined ? {} : { reason }) }),
};

const refusals = {
  refused: (
    v: Verification,
    state: OpenState,
    { cause, message, code, jobMayExist = false }: EventOf<'refused'>,
    nowMs: number,
  ) =>
    to(v, {
      kind: 'failed',
      sinceMs: nowMs,
      during: state.kind,
      jobMayExist: jobMayExist || (state.kind === 'preparing' && state.mayExist),
      cause,
      message,
      ...(code === undefined ? {} : { code }),
    }),
  blocked: (v: Verification, state: ActiveState, { cause, code, jobMayExist }: EventOf<'blocked'>, nowMs: number) => ({
    ...to(v, {
      kind: 'parked',
      sinceMs: nowMs,
      cause,
      ...(code === undefined ? {} : { code }),
      untilMs: nowMs + parkedPauseMs(cause, v.pausesInARow),
      resume: withDoubt(state, jobMayExist),
    }),
    pausesInARow: v.pausesInARow + 1,
  }),
};

const doubts = {
  'responses-untrusted': (v: Verification, _: OpenState, { reason }: EventOf<'responses-untrusted'>, nowMs: number) =>
    to(v, operator(v, reason, nowMs)),
  'claim-unconfirmed': (v: Verification, _: OpenState, { claim }: EventOf<'claim-unconfirmed'>, nowMs: number) =>
    isFinalClaim(v, claim) ? to(v, { ...operator(v, 'unconfirmed-claim', nowMs), claim }) : undefined,
};

/** Which event moves which state where. A row must be there for every state; an absent cell refuses the event. */
const TRANSITIONS = {
  preparing: {
    ...ends,
    ...refusals,
    'upload-prepared': (v, _, { ticket, smileJobId }, nowMs) =>
      progressed({ ...to(v, { kind: 'uploading', sinceMs: nowMs, ticket }), smileJobId }),
    'job-adopted': (v, _, __, nowMs) => submitted(v, { kind: 'awaiting-result', sinceMs: nowMs, justUploaded: false }),
  },
  uploading: {
    ...ends,
    ...refusals,
    uploaded: (v, _, __, nowMs) => submitted(v, { kind: 'awaiting-result', sinceMs: nowMs, justUploaded: true }),
    'job-adopted': (v, _, __, nowMs) => submitted(v, { kind: 'awaiting-result', sinceMs: nowMs, justUploaded: false }),
    'upload-expired': prepareAgain,
  },
  'awaiting-result': {
    ...ends,
    ...refusals,
    ...doubts,
    'result-confirmed': settle,
  },
  'in-vendor-review': {
    ...ends,
    ...refusals,
    ...doubts,
    'result-confirmed': settle,
    'review-overdue': (v, _, __, nowMs) => to(v, operator(v, 'review-overdue', nowMs)),
  },
  'awaiting-operator': {
    ...ends,
    ...refusals,
    'claim-unconfirmed': (v, state, { claim }) => (isFinalClaim(v, claim) ? to(v, { ...state, claim }) : undefined),
    'result-confirmed': settle,
    'operator-decided': decide,
    'operator-overdue': (v, { escalatesAtMs, ...state }) => (escalatesAtMs === undefined ? undefined : to(v, state)),
  },
  parked: {
    ...ends,
    'pause-over': (v, { resume }) => to(v, resume),
    resumed: (v, { resume }) => to(v, resume),
    'result-confirmed': settle,
  },
  approved: {},
  rejected: {},
  expired: {},
  cancelled: {},
  failed: {},
} satisfies Table;

/** The one way in which a verification changes. Pure; a refusal changes nothing. */
export function advance(verification: Verification, event: VerificationEvent, nowMs: number): Advance {
  const row = TRANSITIONS[verification.state.kind] as { readonly [E in EventKind]?: Move<never, E> };
  const move = row[event.kind] as Move<never, never> | undefined;
  if (move === undefined) return { kind: 'refused', why: `${event.kind} does not concern ${verification.state.kind}` };
  const moved = move(verification, verification.state as never, event as never, nowMs);
  return moved === undefined
    ? { kind: 'refused', why: `${event.kind} brings nothing new` }
    : { kind: 'advanced', verification: moved };
}

/** The whole matrix as text: a row for every state, a mark where an event may move it. */
export function printMatrix(): string {
  const width = Math.max(...STATE_KINDS.map((kind) => kind.length));
  const header = ' '.repeat(width + 2) + EVENT_KINDS.join('  ');
  const rows = STATE_KINDS.map((state) => {
    const cells = EVENT_KINDS.map((event) => (event in TRANSITIONS[state] ? 'x' : '.').padEnd(event.length + 2));
    return `${state.padEnd(width + 2)}${cells.join('')}`.trimEnd();
  });
  return [header, ...rows].join('\n');
}

function settle(
  v: Verification,
  state: OpenState,
  { result, isContradictory, pictures, missingPictures, idData }: EventOf<'result-confirmed'>,
  nowMs: number,
): Verification | undefined {
  if (!isNews(v.results, result)) return undefined;
  const known = progressed({
    ...v,
    isSubmitted: true,
    ...(result.smileJobId === undefined ? {} : { smileJobId: result.smileJobId }),
    results: [...v.results, result],
    returnedPictures: pictures.length > 0 ? pictures : v.returnedPictures,
    missingPictures,
    ...(idData === undefined ? {} : { idData }),
  });
  return to(known, isContradictory ? operator(v, 'contradiction', nowMs) : stateAfter(result, known, state, nowMs));
}

function stateAfter(result: JobResult, v: Verification, state: OpenState, nowMs: number): State {
  // A lookup is a part of what was asked for and decides nothing (PROTOCOL 10.2).
  if (result.authority === 'lookup') return state;
  if (result.category === 'unknown') return operator(v, 'unknown-code', nowMs);
  if (isAcceptedByPolicy(result, v.policy)) return { kind: 'approved', sinceMs: nowMs, result };
  if (result.isFinal) {
    switch (result.category) {
      case 'approved':
        return { kind: 'approved', sinceMs: nowMs, result };
      case 'rejected':
        return { kind: 'rejected', sinceMs: nowMs, result };
      case 'technical':
      case 'user-state':
        return {
          kind: 'failed',
          sinceMs: nowMs,
          during: state.kind,
          jobMayExist: true,
          cause: result.category === 'technical' ? 'technical-result' : 'user-state',
          message: 'Smile ID could not process the job',
          code: result.code,
          result,
        };
      default:
        return operator(v, 'needs-decision', nowMs);
    }
  }
  if (result.category === 'provisional' && v.policy.provisional === 'ask-operator')
    return operator(v, 'needs-decision', nowMs);
  const waiting = state.kind === 'parked' ? state.resume : state;
  if (waiting.kind === 'awaiting-operator' || waiting.kind === 'in-vendor-review') return waiting;
  return { kind: 'in-vendor-review', sinceMs: nowMs, dueAtMs: nowMs + v.reviewMs };
}

/** What was begun before a pause may have had its effect. */
function withDoubt(state: ActiveState, jobMayExist = false): ActiveState {
  if (state.kind === 'uploading') return { ...state, mayHaveArrived: true };
  return state.kind === 'preparing' && jobMayExist ? { ...state, mayExist: true } : state;
}

/** While a job is being created, nobody can know whether the request has arrived already. */
function whereItStood(state: OpenState): { during: OpenState['kind']; jobMayExist: boolean } {
  const jobMayExist =
    state.kind === 'parked' ? state.resume.kind === 'preparing' && state.resume.mayExist : state.kind === 'preparing';
  return { during: state.kind, jobMayExist };
}

/** One expired URL is normal; one after the other means that the clocks disagree, and must not become a fast loop. */
function prepareAgain(v: Verification, _: unknown, __: unknown, nowMs: number): Verification {
  const preparing: ActiveState = { kind: 'preparing', sinceMs: nowMs, mayExist: true };
  const expiredUrls = v.expiredUrls + 1;
  if (expiredUrls === 1) return { ...to(v, preparing), expiredUrls };
  const cause = 'upload-url-unusable';
  const untilMs = nowMs + parkedPauseMs(cause, expiredUrls - 2);
  return { ...to(v, { kind: 'parked', sinceMs: nowMs, cause, untilMs, resume: preparing }), expiredUrls };
}

function isAcceptedByPolicy({ category }: JobResult, { provisional, attention }: Policy): boolean {
  return (
    (category === 'provisional' && provisional === 'accept') ||
    (category === 'approved-with-attention' && attention === 'accept')
  );
}

function operator({ policy }: Verification, reason: OperatorReason, nowMs: number): AwaitingOperator {
  return { kind: 'awaiting-operator', sinceMs: nowMs, reason, escalatesAtMs: nowMs + policy.operatorMs };
}

/** With four eyes the first decision is a proposal; the second counts if another person decides the same. */
function decide(
  v: Verification,
  { proposal, ...state }: AwaitingOperator,
  { decision }: EventOf<'operator-decided'>,
  nowMs: number,
): Verification | undefined {
  if (v.policy.fourEyes && proposal?.by === decision.by) return undefined;
  const isConfirmed = proposal?.verdict === decision.verdict;
  if (v.policy.fourEyes && !isConfirmed) return to(v, { ...state, proposal: decision });
  const result = v.results.at(-1);
  return to(v, {
    kind: decision.verdict === 'approve' ? 'approved' : 'rejected',
    sinceMs: nowMs,
    ...(result === undefined ? {} : { result }),
    operators: v.policy.fourEyes && proposal !== undefined ? [proposal, decision] : [decision],
  });
}

function to(verification: Verification, state: State): Verification {
  return { ...verification, state };
}

function submitted(verification: Verification, state: State): Verification {
  return progressed({ ...to(verification, state), isSubmitted: true, expiredUrls: 0 });
}

function progressed(verification: Verification): Verification {
  return { ...verification, pausesInARow: 0 };
}
