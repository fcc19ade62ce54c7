import type { BusinessData } from './business-data.ts';
import type { IdData } from './id-data.ts';
import type { JobResult } from './job-result.ts';
import type { OperatorDecision } from './operator-decision.ts';
import type { MediaReference, ReturnedPictureReference } from './picture.ts';
import { PRODUCTS, type ProductName } from './product.ts';
import { meaningOf, REMEDY_SENTENCES, type Remedy } from './result-codes.ts';
import type {
  Approved,
  Failed,
  FailureCause,
  OpenState,
  Rejected,
  TerminalState,
  Verification,
} from './verification.ts';

export type Decision = TerminalState['kind'];

/** What is known about the paid job at Smile ID when a verification ends. */
export type JobState = 'not-created' | 'unknown' | 'created-without-pictures' | 'submitted';

/** How a verification ended. Plain data; the workflow's result. */
export interface Outcome {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly decision: Decision;
  /** Who decided; absent where nobody did. */
  readonly decidedBy?: 'machine' | 'reviewer' | 'operator';
  /** What persons here decided, in the order of deciding. */
  readonly operatorDecisions?: readonly OperatorDecision[];
  /** One sentence for people. Nothing personal in it. */
  readonly sentence: string;
  /** What the person or the caller should do next. */
  readonly remedy: Remedy;
  /** Smile ID's code behind the decision. */
  readonly code?: string;
  readonly text?: string;
  /** 0 to 100, as Smile ID reports it; informative only. */
  readonly confidence?: number;
  readonly failure?: FailureCause;
  readonly smileJobId?: string;
  readonly job: JobState;
  /** Every distinct result, oldest first: partial and provisional ones too. */
  readonly results: readonly JobResult[];
  readonly returnedPictures: readonly ReturnedPictureReference[];
  /** Pictures that Smile ID returned and that could not be fetched in time. */
  readonly missingPictures: number;
  /** What Smile ID read from the ID, or got from its authority. Personal. */
  readonly idData?: IdData;
  /** What the registry reported about a business. Names persons. */
  readonly businessData?: BusinessData;
  /** Smile ID's receipt of the job, a PDF, where it gave one. */
  readonly receipt?: MediaReference;
  /** As given at the start. */
  readonly partnerParams: { readonly [key: string]: string };
  /** ISO 8601, UTC, as are all times here. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** When it would have expired. */
  readonly deadline: string;
}

export function outcomeOf(verification: Verification, state: TerminalState): Outcome {
  const {
    verificationId,
    product,
    smileJobId,
    results,
    returnedPictures,
    missingPictures,
    startedAtMs,
    deadlineAtMs,
    idData,
    businessData,
    receipt,
    partnerParams,
  } = verification;
  const result = 'result' in state ? state.result : undefined;
  const remedy = remedyOf(state, product);
  const code = result?.code ?? ('code' in state ? state.code : undefined);
  return {
    verificationId,
    product,
    decision: state.kind,
    ...deciding(state),
    sentence: [endSentence(verification, state), REMEDY_SENTENCES[remedy]].filter(Boolean).join(' '),
    remedy,
    ...(code === undefined ? {} : { code }),
    ...(result === undefined ? {} : { text: result.text }),
    ...(result?.confidence === undefined ? {} : { confidence: result.confidence }),
    ...(state.kind === 'failed' ? { failure: state.cause } : {}),
    ...(smileJobId === undefined ? {} : { smileJobId }),
    job: jobStateOf(verification, state),
    results,
    returnedPictures,
    missingPictures,
    ...(idData === undefined ? {} : { idData }),
    ...(businessData === undefined ? {} : { businessData }),
    ...(receipt === undefined ? {} : { receipt }),
    partnerParams,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: new Date(state.sinceMs).toISOString(),
    deadline: new Date(deadlineAtMs).toISOString(),
  };
}

/** True where the machine could not go on, so that the execution itself fails and shows red in the Web UI. */
export function endsInFailure(outcome: Outcome): boolean {
  return outcome.decision === 'failed' && outcome.failure !== 'user-state';
}

const USER_STATE_REMEDIES: { readonly [code: string]: Remedy } = {
  '2207': 'enable-user',
  '2208': 're-enrol-user',
  '2209': 'new-user-id-or-allow-new-enroll',
  '2210': 'enrol-user',
  '2211': 're-enrol-user',
  '2216': 'enrol-user',
};

function remedyOf(state: TerminalState, product: ProductName): Remedy {
  switch (state.kind) {
    case 'approved':
      return 'none';
    case 'rejected':
      if (state.operators === undefined) return state.result?.remedy ?? 'none';
      return state.operators.at(-1)?.verdict === 'request-new-capture' ? 'new-pictures' : 'none';
    case 'failed':
      return state.result?.remedy ?? remedyOfRefusal(state, product) ?? REMEDY_OF_CAUSE[state.cause];
    case 'expired':
    case 'cancelled':
      return 'none';
  }
}

/** A product's own table knows best; a refused request uses the same codes. */
function remedyOfRefusal({ code = '' }: Failed, product: ProductName): Remedy | undefined {
  return meaningOf(PRODUCTS[product].jobType, code)?.remedy ?? USER_STATE_REMEDIES[code];
}

const REMEDY_OF_CAUSE: { readonly [C in FailureCause]: Remedy } = {
  'request-refused': 'fix-request',
  'user-state': 'contact-smile-id',
  'invalid-request': 'start-again',
  'job-id-conflict': 'none',
  'technical-result': 'start-again',
};

function endSentence(verification: Verification, state: TerminalState): string {
  switch (state.kind) {
    case 'approved':
      return `Approved by ${decider(state)}.`;
    case 'rejected':
      return `Rejected by ${decider(state)}.`;
    case 'expired':
      return `Expired at its deadline while ${WHILE[state.during]}. ${jobSentence(verification, state)}`;
    case 'cancelled':
      return `Cancelled while ${WHILE[state.during]}. ${jobSentence(verification, state)}`;
    case 'failed':
      return `Failed: ${withoutStop(state.message)}${state.code === undefined ? '' : ` (${state.code})`}.`;
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function deciding(state: TerminalState): Pick<Outcome, 'decidedBy' | 'operatorDecisions'> {
  if (state.kind !== 'approved' && state.kind !== 'rejected') return {};
  if (state.operators !== undefined) return { decidedBy: 'operator', operatorDecisions: state.operators };
  return { decidedBy: state.result?.authority === 'reviewer' ? 'reviewer' : 'machine' };
}

function decider({ result, operators }: Approved | Rejected): string {
  const vendorSaid = result === undefined ? 'Smile ID had said nothing' : `Smile ID had said ${result.code}`;
  if (operators !== undefined) return `${operators.length > 1 ? 'two operators' : 'an operator'}; ${vendorSaid}`;
  return `Smile ID's ${result?.authority === 'reviewer' ? 'reviewer' : 'machine check'} (${result?.code})`;
}

export const WHILE: { readonly [S in OpenState['kind']]: string } = {
  preparing: 'creating the job at Smile ID',
  uploading: 'sending the pictures',
  submitting: 'asking Smile ID',
  'awaiting-result': 'waiting for the result',
  'in-vendor-review': "waiting for Smile ID's reviewer",
  'awaiting-operator': 'waiting for an operator',
  parked: 'parked',
};

const JOB_SENTENCES: { readonly [J in JobState]: string } = {
  'not-created': 'No job was created at Smile ID.',
  unknown: 'Whether Smile ID created the job is not known; no pictures were sent.',
  'created-without-pictures': 'A job was created at Smile ID; whether its pictures arrived is not known.',
  submitted: 'The job was submitted to Smile ID and is paid for; a later result stays there.',
};

function jobSentence(verification: Verification, state: TerminalState): string {
  const job = jobStateOf(verification, state);
  const isUpload = PRODUCTS[verification.product].way === 'upload';
  return job === 'unknown' && !isUpload
    ? 'Whether Smile ID took the request, and bills it, is not known.'
    : JOB_SENTENCES[job];
}

function jobStateOf({ isSubmitted, smileJobId }: Verification, state: TerminalState): JobState {
  if (isSubmitted) return 'submitted';
  if (smileJobId !== undefined) return 'created-without-pictures';
  return 'jobMayExist' in state && state.jobMayExist ? 'unknown' : 'not-created';
}
