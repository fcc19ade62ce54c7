import type { FailureKind } from './failure.ts';
import type { JobResult } from './job-result.ts';
import type { ReturnedPictureReference } from './picture.ts';
import type { ProductName } from './product.ts';

/** Everything that decides how a verification goes on. Plain data: it survives in workflow memory and in tests alike. */
export interface Verification {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly startedAtMs: number;
  readonly deadlineAtMs: number;
  /** How long Smile ID's reviewers have before a person here is asked. */
  readonly reviewMs: number;
  readonly state: State;
  readonly smileJobId?: string;
  /** True once Smile ID is known to have the job with its pictures: it is paid for. */
  readonly isSubmitted: boolean;
  /** Distinct results so far, oldest first. */
  readonly results: readonly JobResult[];
  readonly returnedPictures: readonly ReturnedPictureReference[];
  readonly missingPictures: number;
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
  | 'untrusted-responses';

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
}
export interface Parked extends InState<'parked'> {
  readonly cause: ParkedCause;
  readonly code?: string;
  readonly untilMs: number;
  readonly resume: ActiveState;
}
export interface Approved extends InState<'approved'> {
  readonly result: JobResult;
}
export interface Rejected extends InState<'rejected'> {
  readonly result: JobResult;
}
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
      /** Pictures that came with the result and could not be fetched. */
      readonly missingPictures: number;
    }
  | { readonly kind: 'claim-unconfirmed'; readonly claim: CallbackClaim }
  | { readonly kind: 'responses-untrusted' }
  | {
      readonly kind: 'blocked';
      readonly cause: ParkedCause;
      readonly code?: string;
      /** True where an attempt before this one may have created the job. */
      readonly jobMayExist?: boolean;
    }
  | { readonly kind: 'pause-over' }
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
}

export function newVerification({
  verificationId,
  product,
  nowMs,
  deadlineMs,
  reviewMs,
}: NewVerification): Verification {
  return {
    verificationId,
    product,
    startedAtMs: nowMs,
    deadlineAtMs: nowMs + deadlineMs,
    reviewMs,
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
