import type { FailureKind } from './failure.ts';
import type { IdData } from './id-data.ts';
import type { JobResult } from './job-result.ts';
import type { OperatorDecision } from './operator-decision.ts';
import type { ReturnedPictureReference } from './picture.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import type { ProductName } from './product.ts';

/** Everything that decides how a verification goes on. Plain data: it survives in workflow memory and in tests alike. */
export interface Verification {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly startedAtMs: number;
  readonly deadlineAtMs: number;
  /** How long Smile ID's reviewers have before a person here is asked. */
  readonly reviewMs: number;
  readonly policy: Policy;
  readonly state: State;
  readonly smileJobId?: string;
  /** True once Smile ID is known to have the job with its pictures: it is paid for. */
  readonly isSubmitted: boolean;
  /** Distinct results so far, oldest first. */
  readonly results: readonly JobResult[];
  readonly returnedPictures: readonly ReturnedPictureReference[];
  readonly missingPictures: number;
  readonly idData?: IdData;
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
}

export type ParkedCause = 'rate-limited' | 'not-authorised' | 'upload-url-unusable';

export type OperatorReason =
  | 'review-overdue'
  | 'unknown-code'
  | 'needs-decision'
  | 'contradiction'
  | 'unconfirmed-claim'
  | 'untrusted-responses'
  | 'status-refused';

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
export interface AwaitingResult extends InState<'awaiting-result'> {
  /** False where the job was found to exist already: then it is read at once. */
  readonly justUploaded: boolean;
}
export interface InVendorReview extends InState<'in-vendor-review'> {
  readonly dueAtMs: number;
}
export interface AwaitingOperator extends InState<'awaiting-operator'> {
  readonly reason: OperatorReason;
  readonly claim?: CallbackClaim;
  /** When the next level of operators is named; absent at the last level. */
  readonly escalatesAtMs?: number;
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

export type ActiveState = Preparing | Uploading | AwaitingResult | InVendorReview | AwaitingOperator;
export type OpenState = ActiveState | Parked;
export type TerminalState = Approved | Rejected | Expired | Cancelled | Failed;
export type State = OpenState | TerminalState;
export type StateKind = State['kind'];

export const STATE_KINDS = [
  'preparing',
  'uploading',
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
  /** Read from job_status with a genuine signature; never taken from a callback. */
  | {
      readonly kind: 'result-confirmed';
      readonly result: JobResult;
      readonly isContradictory: boolean;
      readonly pictures: readonly ReturnedPictureReference[];
      /** What Smile ID read from the ID, or got from its authority, as far as any message of the job tells. */
      readonly idData?: IdData;
      /** Pictures that came with the result and could not be fetched. */
      readonly missingPictures: number;
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
  | { readonly kind: 'operator-overdue' }
  | {
      readonly kind: 'refused';
      readonly cause: FailureCause;
      readonly message: string;
      readonly code?: string;
      /** As above. */
      readonly jobMayExist?: boolean;
    }
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
  'result-confirmed',
  'claim-unconfirmed',
  'responses-untrusted',
  'blocked',
  'pause-over',
  'resumed',
  'operator-decided',
  'operator-overdue',
  'refused',
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
}

export function newVerification({
  verificationId,
  product,
  nowMs,
  deadlineMs,
  reviewMs,
  policy,
}: NewVerification): Verification {
  return {
    verificationId,
    product,
    startedAtMs: nowMs,
    deadlineAtMs: nowMs + deadlineMs,
    reviewMs,
    policy: { ...DEFAULT_POLICY, ...policy },
    state: { kind: 'preparing', sinceMs: nowMs, mayExist: false },
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
