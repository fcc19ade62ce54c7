import type { BusinessData } from './business-data.ts';
import type { FailureKind } from './failure.ts';
import type { IdData } from './id-data.ts';
import type { JobResult } from './job-result.ts';
import type { OperatorDecision } from './operator-decision.ts';
import type { MediaReference, ReturnedPictureReference } from './picture.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { PRODUCTS, type ProductName } from './product.ts';

/** Everything that decides how a verification goes on. Plain data: it survives in workflow memory and in tests alike. */
export interface Verification {
  /**
   * The rules under which it was started, so that one that began with older code goes on as it began. From 2 on, an
   * operator is asked where no result comes, and is reminded. From 3 on, nothing is parked while an operator decides, what
   * callbacks claim at the end is looked into after it, and two spellings of a name are one person.
   */
  readonly rules: Rules;
  readonly verificationId: string;
  readonly product: ProductName;
  readonly startedAtMs: number;
  readonly deadlineAtMs: number;
  /** How long Smile ID has for a result, and then for a review, before a person here is asked. */
  readonly reviewMs: number;
  readonly policy: Policy;
  readonly partnerParams: { readonly [key: string]: string };
  readonly state: State;
  readonly smileJobId?: string;
  /** True once Smile ID is known to have the job with its pictures: it is paid for. */
  readonly isSubmitted: boolean;
  /** Distinct results so far, oldest first. */
  readonly results: readonly JobResult[];
  readonly returnedPictures: readonly ReturnedPictureReference[];
  readonly missingPictures: number;
  readonly idData?: IdData;
  readonly businessData?: BusinessData;
  readonly receipt?: MediaReference;
  /** Pauses in a row without progress between them; the next pause grows with it. */
  readonly pausesInARow: number;
  /** Upload URLs in a row that had expired before they could be used. */
  readonly expiredUrls: number;
}

/** The upload URL, sealed so that only a worker with the partner's key can open it. */
export interface UploadTicket {
  readonly sealed: string;
  readonly expiresAtMs: number;
}

/** What an unconfirmed callback says. Never more than a hint: its body is not covered by its signature. */
export interface CallbackClaim {
  readonly code: string;
  readonly smileJobId?: string;
  readonly fromReviewer: boolean;
  readonly declaredFinal?: boolean;
  /** The partner profile whose key signed it; absent for the one without a name. */
  readonly partner?: string;
}

export type Rules = 1 | 2 | 3;
export const NEWEST_RULES: Rules = 3;

export type ParkedCause =
  | 'rate-limited'
  | 'not-authorised'
  | 'upload-url-unusable'
  | 'id-authority-down'
  | 'id-number-blocked';

export type OperatorReason =
  | 'review-overdue'
  | 'unknown-code'
  | 'needs-decision'
  | 'contradiction'
  | 'unconfirmed-claim'
  | 'untrusted-responses'
  | 'status-refused'
  | 'stalled'
  | 'answer-lost';

export type FailureCause =
  | Extract<FailureKind, 'request-refused' | 'user-state' | 'invalid-request'>
  | 'job-id-conflict'
  | 'technical-result';

interface InState<Kind extends string> {
  readonly kind: Kind;
  readonly sinceMs: number;
}

export interface Preparing extends InState<'preparing'> {
  /** True once a job_id may be known to Smile ID because of us: "exists already" is then no conflict. */
  readonly mayExist: boolean;
}
export interface Uploading extends InState<'uploading'> {
  readonly ticket: UploadTicket;
  /** True where an upload was begun before and nobody knows how it went: then job_status is asked first. */
  readonly mayHaveArrived?: boolean;
}
/** Of the products that are one request: it is being sent, and its answer is the result. */
export interface Submitting extends InState<'submitting'> {
  /** True once Smile ID may know the job because of us: "exists already" is then no conflict. */
  readonly mayExist: boolean;
}
export interface AwaitingResult extends InState<'awaiting-result'> {
  /** False where the job was found to exist already: then it is read at once. */
  readonly justUploaded: boolean;
  /** True where the answer to the one request was lost, so that nobody knows whether Smile ID has taken it. */
  readonly isDoubtful?: true;
  /** When a person is asked, because no result has come. */
  readonly stallsAtMs?: number;
}
export interface InVendorReview extends InState<'in-vendor-review'> {
  readonly dueAtMs: number;
}
export interface AwaitingOperator extends InState<'awaiting-operator'> {
  readonly reason: OperatorReason;
  /** True where nobody knows whether Smile ID has the job, or its pictures: then it can be resumed, knowingly. */
  readonly isDoubtful?: true;
  readonly claim?: CallbackClaim;
  /** When the next level of operators is named; absent at the last level. */
  readonly escalatesAtMs?: number;
  /** When the present level is reminded; absent once it has been. */
  readonly remindsAtMs?: number;
  /** Reminders so far. */
  readonly reminders?: number;
  /** With four eyes: what the first person decided and a second one has not confirmed. */
  readonly proposal?: OperatorDecision;
}
export interface Parked extends InState<'parked'> {
  readonly cause: ParkedCause;
  readonly code?: string;
  readonly untilMs: number;
  readonly resume: ActiveState;
}
interface Decided<Kind extends string> extends InState<Kind> {
  /** The deciding result; where an operator decided, the latest one, if there was any. */
  readonly result?: JobResult;
  /** Who decided here, in the order of deciding; absent where Smile ID did. */
  readonly operators?: readonly OperatorDecision[];
}
export type Approved = Decided<'approved'>;
export type Rejected = Decided<'rejected'>;
interface Undecided<Kind extends string> extends InState<Kind> {
  readonly during: OpenState['kind'];
  /** True where nobody knows whether Smile ID has created the job. */
  readonly jobMayExist: boolean;
}
export type Expired = Undecided<'expired'>;
export interface Cancelled extends Undecided<'cancelled'> {
  readonly reason?: string;
}
export interface Failed extends Undecided<'failed'> {
  readonly cause: FailureCause;
  readonly message: string;
  readonly code?: string;
  readonly result?: JobResult;
}

export type ActiveState = Preparing | Uploading | Submitting | AwaitingResult | InVendorReview | AwaitingOperator;
export type OpenState = ActiveState | Parked;
export type TerminalState = Approved | Rejected | Expired | Cancelled | Failed;
export type State = OpenState | TerminalState;
export type StateKind = State['kind'];

export const STATE_KINDS = [
  'preparing',
  'uploading',
  'submitting',
  'awaiting-result',
  'in-vendor-review',
  'awaiting-operator',
  'parked',
  'approved',
  'rejected',
  'expired',
  'cancelled',
  'failed',
] as const satisfies readonly StateKind[];

export type VerificationEvent =
  | { readonly kind: 'upload-prepared'; readonly ticket: UploadTicket; readonly smileJobId: string }
  /** The job turned out to be at Smile ID already, with its pictures, because of us. */
  | { readonly kind: 'job-adopted' }
  | { readonly kind: 'uploaded' }
  | { readonly kind: 'upload-expired' }
  /** The one request was taken; its result will come by callback. */
  | { readonly kind: 'accepted' }
  /** The one request may have been taken, and its answer never came: it must not be sent again blindly. */
  | { readonly kind: 'answer-lost' }
  /** Read from job_status with a genuine signature, or the answer to the one request; never taken from a callback. */
  | {
      readonly kind: 'result-confirmed';
      readonly result: JobResult;
      readonly isContradictory: boolean;
      readonly pictures: readonly ReturnedPictureReference[];
      /** What Smile ID read from the ID, or got from its authority, as far as any message of the job tells. */
      readonly idData?: IdData;
      /** Pictures that came with the result and could not be fetched. */
      readonly missingPictures: number;
      readonly businessData?: BusinessData;
      /** Where the receipt of the job is kept. */
      readonly receipt?: MediaReference;
    }
  | { readonly kind: 'claim-unconfirmed'; readonly claim: CallbackClaim }
  /** Several answers in a row could not be believed, or told nothing because the question was refused. */
  | { readonly kind: 'responses-untrusted'; readonly reason: 'untrusted-responses' | 'status-refused' }
  | {
      readonly kind: 'blocked';
      readonly cause: ParkedCause;
      readonly code?: string;
      /** True where an attempt before this one may have created the job. */
      readonly jobMayExist?: boolean;
    }
  | { readonly kind: 'pause-over' }
  /** An operator has mended the cause of a pause. */
  | { readonly kind: 'resumed' }
  | { readonly kind: 'operator-decided'; readonly decision: OperatorDecision }
  | { readonly kind: 'operator-reminder-due' }
  | { readonly kind: 'operator-overdue' }
  | {
      readonly kind: 'refused';
      readonly cause: FailureCause;
      readonly message: string;
      readonly code?: string;
      /** As above. */
      readonly jobMayExist?: boolean;
    }
  /** No result has come in the time that Smile ID has for one. */
  | { readonly kind: 'stalled' }
  | { readonly kind: 'review-overdue' }
  | { readonly kind: 'deadline-passed' }
  | { readonly kind: 'cancelled'; readonly reason?: string };

export type EventKind = VerificationEvent['kind'];
export type EventOf<Kind extends EventKind> = Extract<VerificationEvent, { kind: Kind }>;

export const EVENT_KINDS = [
  'upload-prepared',
  'job-adopted',
  'uploaded',
  'upload-expired',
  'accepted',
  'answer-lost',
  'result-confirmed',
  'claim-unconfirmed',
  'responses-untrusted',
  'blocked',
  'pause-over',
  'resumed',
  'operator-decided',
  'operator-reminder-due',
  'operator-overdue',
  'refused',
  'stalled',
  'review-overdue',
  'deadline-passed',
  'cancelled',
] as const satisfies readonly EventKind[];

export interface NewVerification {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly nowMs: number;
  readonly deadlineMs: number;
  readonly reviewMs: number;
  readonly policy?: Partial<Policy>;
  readonly partnerParams?: { readonly [key: string]: string };
  readonly rules?: Rules;
}

export function newVerification({
  verificationId,
  product,
  nowMs,
  deadlineMs,
  reviewMs,
  policy,
  partnerParams = {},
  rules = 1,
}: NewVerification): Verification {
  return {
    rules,
    verificationId,
    product,
    startedAtMs: nowMs,
    deadlineAtMs: nowMs + deadlineMs,
    reviewMs,
    policy: { ...DEFAULT_POLICY, ...policy },
    partnerParams,
    state: {
      kind: PRODUCTS[product].way === 'upload' ? 'preparing' : 'submitting',
      sinceMs: nowMs,
      mayExist: false,
    },
    isSubmitted: false,
    results: [],
    returnedPictures: [],
    missingPictures: 0,
    pausesInARow: 0,
    expiredUrls: 0,
  };
}

export function isTerminal(state: State): state is TerminalState {
  return isTerminalKind(state.kind);
}

export function isTerminalKind(kind: StateKind): kind is TerminalState['kind'] {
  return ['approved', 'rejected', 'expired', 'cancelled', 'failed'].includes(kind);
}
