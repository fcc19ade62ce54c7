import { isFinalClaim } from './callback-claim.ts';
import { isSamePerson } from './operator-decision.ts';
import { parkedPauseMs } from './polling.ts';
import { PRODUCTS } from './product.ts';
import { settle, settleAnswer } from './settle-result.ts';
import { operator, park, progressed, to } from './state-change.ts';
import {
  type ActiveState,
  type AwaitingOperator,
  type AwaitingResult,
  EVENT_KINDS,
  type EventKind,
  type EventOf,
  type OpenState,
  type OperatorReason,
  type Parked,
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

/** How long job_status is asked about a request whose answer was lost, before a person is. */
const LOST_ANSWER_MS = 60_000;

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
      jobMayExist: jobMayExist || ((state.kind === 'preparing' || state.kind === 'submitting') && state.mayExist),
      cause,
      message,
      ...(code === undefined ? {} : { code }),
    }),
  blocked: (v: Verification, state: ActiveState, { cause, code, jobMayExist }: EventOf<'blocked'>, nowMs: number) =>
    park(v, { cause, code, resume: withDoubt(state, jobMayExist) }, nowMs),
};

const doubts = {
  'responses-untrusted': (
    v: Verification,
    state: OpenState,
    { reason }: EventOf<'responses-untrusted'>,
    nowMs: number,
  ) => to(v, askAbout(v, state, reason === 'status-refused' && isDoubtful(state) ? 'answer-lost' : reason, nowMs)),
  'claim-unconfirmed': (v: Verification, state: OpenState, { claim }: EventOf<'claim-unconfirmed'>, nowMs: number) =>
    isFinalClaim(v, claim) ? to(v, { ...askAbout(v, state, 'unconfirmed-claim', nowMs), claim }) : undefined,
};

/** While something is being sent, Smile ID does not tell whether an earlier attempt has arrived. */
const silences = {
  'responses-untrusted': (v: Verification, _: OpenState, { reason }: EventOf<'responses-untrusted'>, nowMs: number) =>
    to(v, { ...operator(v, reason, nowMs), isDoubtful: true }),
};

/** Which event moves which state where. A row must be there for every state; an absent cell refuses the event. */
const TRANSITIONS = {
  preparing: {
    ...ends,
    ...refusals,
    ...silences,
    'upload-prepared': (v, _, { ticket, smileJobId }, nowMs) =>
      progressed({ ...to(v, { kind: 'uploading', sinceMs: nowMs, ticket }), smileJobId }),
    'job-adopted': (v, _, __, nowMs) => submitted(v, awaitingResult(v, nowMs, { justUploaded: false })),
  },
  uploading: {
    ...ends,
    ...refusals,
    ...silences,
    uploaded: (v, _, __, nowMs) => submitted(v, awaitingResult(v, nowMs, { justUploaded: true })),
    'job-adopted': (v, _, __, nowMs) => submitted(v, awaitingResult(v, nowMs, { justUploaded: false })),
    'upload-expired': prepareAgain,
  },
  submitting: {
    ...ends,
    ...refusals,
    accepted: (v, _, __, nowMs) => submitted(v, awaitingResult(v, nowMs, { justUploaded: true })),
    'job-adopted': (v, _, __, nowMs) => submitted(v, awaitingResult(v, nowMs, { justUploaded: false })),
    'answer-lost': (v, _, __, nowMs) =>
      to(v, {
        ...awaitingResult(v, nowMs, { justUploaded: false }),
        isDoubtful: true,
        stallsAtMs: nowMs + LOST_ANSWER_MS,
      }),
    'result-confirmed': settleAnswer,
  },
  'awaiting-result': {
    ...ends,
    ...refusals,
    ...doubts,
    'result-confirmed': settle,
    stalled: (v, state, _, nowMs) => to(v, askAbout(v, state, isDoubtful(state) ? 'answer-lost' : 'stalled', nowMs)),
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
    // A pause would take the decision away from the operator.
    blocked: (v, state, event, nowMs) => (v.rules >= 3 ? undefined : refusals.blocked(v, state, event, nowMs)),
    'claim-unconfirmed': (v, state, { claim }) => (isFinalClaim(v, claim) ? to(v, { ...state, claim }) : undefined),
    'result-confirmed': settle,
    'operator-decided': decide,
    'operator-reminder-due': (v, { remindsAtMs, ...state }) =>
      remindsAtMs === undefined ? undefined : to(v, { ...state, reminders: (state.reminders ?? 0) + 1 }),
    'operator-overdue': escalate,
    // A person has made sure that Smile ID does not have it, or may be asked again.
    resumed: (v, state, _, nowMs) => (state.isDoubtful ? to(v, beginAgain(v, nowMs)) : undefined),
  },
  parked: {
    ...ends,
    'pause-over': goOn,
    resumed: goOn,
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

/** What was begun before a pause may have had its effect. */
function withDoubt(state: ActiveState, jobMayExist = false): ActiveState {
  if (state.kind === 'uploading') return { ...state, mayHaveArrived: true };
  const isCreating = state.kind === 'preparing' || state.kind === 'submitting';
  return isCreating && jobMayExist ? { ...state, mayExist: true } : state;
}

/** While a job is being created, nobody can know whether the request has arrived already. */
function whereItStood(state: OpenState): { during: OpenState['kind']; jobMayExist: boolean } {
  return { during: state.kind, jobMayExist: mayExist(state) };
}

function mayExist(state: OpenState): boolean {
  if (state.kind !== 'parked') return state.kind === 'preparing' || state.kind === 'submitting' || isDoubtful(state);
  const { resume } = state;
  return 'mayExist' in resume ? resume.mayExist : isDoubtful(resume);
}

/** What was waited for before a pause gets as much time after it as it had left. */
function goOn(v: Verification, { resume, sinceMs }: Parked, _: unknown, nowMs: number): Verification {
  const isBounded = resume.kind === 'awaiting-result' && resume.stallsAtMs !== undefined;
  return to(v, isBounded ? { ...resume, stallsAtMs: (resume.stallsAtMs ?? 0) + nowMs - sinceMs } : resume);
}

function isDoubtful(state: OpenState): boolean {
  return (state.kind === 'awaiting-operator' || state.kind === 'awaiting-result') && state.isDoubtful === true;
}

/** The doubt stays, whatever else an operator is asked about. */
function askAbout(v: Verification, state: OpenState, reason: OperatorReason, nowMs: number): AwaitingOperator {
  return { ...operator(v, reason, nowMs), ...(isDoubtful(state) ? { isDoubtful: true } : {}) };
}

/** From the beginning, with the same job id: what Smile ID has of it already is found first. */
function beginAgain({ product }: Verification, nowMs: number): ActiveState {
  const kind = PRODUCTS[product].way === 'upload' ? 'preparing' : 'submitting';
  return { kind, sinceMs: nowMs, mayExist: true };
}

function awaitingResult(
  { rules, reviewMs }: Verification,
  nowMs: number,
  { justUploaded }: { readonly justUploaded: boolean },
): AwaitingResult {
  return {
    kind: 'awaiting-result',
    sinceMs: nowMs,
    justUploaded,
    ...(rules === 1 ? {} : { stallsAtMs: nowMs + reviewMs }),
  };
}

/** The second level has no further one above it, and is reminded as the first was. */
function escalate(
  v: Verification,
  { escalatesAtMs, ...state }: AwaitingOperator,
  _: unknown,
  nowMs: number,
): Verification | undefined {
  if (escalatesAtMs === undefined) return undefined;
  return to(v, v.rules === 1 ? state : { ...state, remindsAtMs: nowMs + v.policy.operatorMs / 2 });
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

/** With four eyes the first decision is a proposal; the second counts if another person decides the same. */
function decide(
  v: Verification,
  { proposal, ...state }: AwaitingOperator,
  { decision }: EventOf<'operator-decided'>,
  nowMs: number,
): Verification | undefined {
  if (v.policy.fourEyes && proposal !== undefined && isSamePerson(v, proposal.by, decision.by)) return undefined;
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

function submitted(verification: Verification, state: State): Verification {
  return progressed({ ...to(verification, state), isSubmitted: true, expiredUrls: 0 });
}
