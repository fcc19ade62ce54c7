import type { JobResult } from './job-result.ts';
import { refusalOfResume } from './operator-decision.ts';
import { type Outcome, outcomeOf, WHILE } from './outcome.ts';
import {
  isTerminal,
  type OpenState,
  type OperatorReason,
  type Parked,
  type ParkedCause,
  type State,
  type StateKind,
  type Verification,
} from './verification.ts';

/** What a caller or an operator is told about a verification. Nothing personal in it. */
export interface StatusView {
  readonly verificationId: string;
  readonly product: string;
  readonly state: StateKind;
  /** One sentence: what is happening, and who must act. */
  readonly sentence: string;
  readonly whoActs: 'nobody' | 'smile-id' | 'operator';
  /** The updates that would be taken now. */
  readonly operatorCan: readonly OperatorAction[];
  /** ISO 8601, UTC. */
  readonly since: string;
  /** When the present wait ends by itself; absent once the verification has ended. */
  readonly until?: string;
  readonly deadline: string;
  readonly smileJobId?: string;
  /** The latest result, be it provisional. */
  readonly latestCode?: string;
  readonly latestCategory?: JobResult['category'];
}

export type OperatorAction = 'decide' | 'resume' | 'cancel';

export function describe(verification: Verification): StatusView {
  const { verificationId, product, state, deadlineAtMs, smileJobId, results } = verification;
  const until = isTerminal(state) ? undefined : untilOf(state, deadlineAtMs);
  const latest = results.at(-1);
  return {
    verificationId,
    product,
    state: state.kind,
    sentence: isTerminal(state) ? outcomeOf(verification, state).sentence : sentenceOf(state, verification),
    whoActs: whoActs(state),
    operatorCan: isTerminal(state) ? [] : operatorCan(verification),
    since: iso(state.sinceMs),
    ...(until === undefined ? {} : { until: iso(until) }),
    deadline: iso(deadlineAtMs),
    ...(smileJobId === undefined ? {} : { smileJobId }),
    ...(latest === undefined ? {} : { latestCode: latest.code, latestCategory: latest.category }),
  };
}

/** What is told about a verification of which only the outcome is at hand. */
export function describeOutcome(outcome: Outcome): StatusView {
  const { verificationId, product, decision, sentence, endedAt, deadline, smileJobId, code, results } = outcome;
  const latestCategory = results.at(-1)?.category;
  return {
    verificationId,
    product,
    state: decision,
    sentence,
    whoActs: 'nobody',
    operatorCan: [],
    since: endedAt,
    deadline,
    ...(smileJobId === undefined ? {} : { smileJobId }),
    ...(code === undefined ? {} : { latestCode: code }),
    ...(latestCategory === undefined ? {} : { latestCategory }),
  };
}

function sentenceOf(state: OpenState, { deadlineAtMs, results }: Verification): string {
  const deadline = iso(deadlineAtMs);
  switch (state.kind) {
    case 'preparing':
    case 'uploading':
    case 'submitting':
      return `${capitalised(WHILE[state.kind])}; nobody needs to act; it tries until ${deadline}.`;
    case 'awaiting-result': {
      const what = state.isDoubtful
        ? "The answer to the request was lost; Smile ID's job status is asked whether it was taken"
        : capitalised(WHILE[state.kind]);
      const { stallsAtMs = deadlineAtMs } = state;
      return `${what}; nobody needs to act; ${
        stallsAtMs < deadlineAtMs ? `an operator is asked at ${iso(stallsAtMs)}` : `it tries until ${deadline}`
      }.`;
    }
    case 'in-vendor-review':
      return `Smile ID answered provisionally (${results.at(-1)?.code}); its reviewer decides; ${
        state.dueAtMs < deadlineAtMs ? `an operator is asked at ${iso(state.dueAtMs)}` : `it expires at ${deadline}`
      }.`;
    case 'awaiting-operator':
      return [
        OPERATOR_SENTENCES[state.reason],
        state.claim === undefined
          ? ''
          : `It claims ${state.claim.code}, by ${state.claim.fromReviewer ? 'a reviewer' : 'the machine check'}.`,
        state.isDoubtful && state.reason !== 'answer-lost' ? DOUBT : '',
        state.proposal === undefined ? '' : `One person has decided (${state.proposal.verdict}); another must confirm.`,
        state.reminders === undefined ? '' : `Reminded ${state.reminders === 1 ? 'once' : `${state.reminders} times`}.`,
        state.escalatesAtMs === undefined
          ? `It is overdue at the first level: an operator of the second must act before it expires at ${deadline}.`
          : `An operator must act before it expires at ${deadline}.`,
      ]
        .filter(Boolean)
        .join(' ');
    case 'parked':
      return `${parkedSentence(state)} It ${
        state.untilMs < deadlineAtMs ? `tries again at ${iso(state.untilMs)} and ` : ''
      }gives up at ${deadline}.`;
  }
}

const DOUBT = 'Whether Smile ID has the job is not known either: resume asks, and sends it again where it does not.';

const OPERATOR_SENTENCES: { readonly [R in OperatorReason]: string } = {
  'review-overdue': "Smile ID's reviewer did not decide in time.",
  'unknown-code': 'Smile ID reported a result code that is not known here.',
  'needs-decision': 'Smile ID reported a result that needs a decision here.',
  contradiction: "Two of Smile ID's reviewer results contradict each other.",
  'unconfirmed-claim': 'A signed callback claims a final result that Smile ID does not confirm.',
  'status-refused': "Smile ID refuses to tell about the job, or does not know it; look it up in Smile ID's portal.",
  stalled: "Smile ID has the job and has reported no result in time; look it up in Smile ID's portal.",
  'answer-lost':
    "Whether Smile ID took the request is not known: its answer was lost, and its job status does not tell. Look it up in Smile ID's portal: decide by what stands there, or resume, which sends the request again.",
  'untrusted-responses': "Smile ID's answers carry no valid signature; check the address and the API key.",
};

const PARKED_SENTENCES: { readonly [C in ParkedCause]: [what: string, who: string] } = {
  'rate-limited': ['Smile ID asks to slow down', 'nobody needs to act.'],
  'not-authorised': [
    'Smile ID refuses the credentials, the product or the account',
    'an operator must check partner id, API key and environment.',
  ],
  'id-authority-down': ['The ID authority does not answer', 'nobody needs to act.'],
  'id-number-blocked': [
    'This ID number was used too often and is blocked for three days',
    'an operator can have it unblocked at Smile ID and then resume.',
  ],
  'upload-url-unusable': [
    "Smile ID's upload addresses have expired before they could be used",
    "an operator must check the worker's clock.",
  ],
};

function parkedSentence({ cause, code }: Parked): string {
  const [what, who] = PARKED_SENTENCES[cause];
  return `${what}${code === undefined ? '' : ` (${code})`}; ${who}`;
}

const PASSES_BY_ITSELF: ReadonlySet<ParkedCause> = new Set(['rate-limited', 'id-authority-down']);

function whoActs(state: State): StatusView['whoActs'] {
  if (state.kind === 'awaiting-operator' || (state.kind === 'parked' && !PASSES_BY_ITSELF.has(state.cause)))
    return 'operator';
  return state.kind === 'awaiting-result' || state.kind === 'in-vendor-review' ? 'smile-id' : 'nobody';
}

function operatorCan(verification: Verification): OperatorAction[] {
  return [
    ...(verification.state.kind === 'awaiting-operator' ? (['decide'] as const) : []),
    ...(refusalOfResume(verification) === undefined ? (['resume'] as const) : []),
    'cancel',
  ];
}

function untilOf(state: OpenState, deadlineAtMs: number): number {
  if (state.kind === 'in-vendor-review') return Math.min(state.dueAtMs, deadlineAtMs);
  if (state.kind === 'awaiting-result') return Math.min(state.stallsAtMs ?? deadlineAtMs, deadlineAtMs);
  return state.kind === 'parked' ? Math.min(state.untilMs, deadlineAtMs) : deadlineAtMs;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
