/**
 * Names and shapes that cross the wire between workflows and everybody else. Frozen: a running verification knows
 * them by these letters. Each message takes exactly one JSON object, because that is what the Web UI sends.
 */
import { type CorrectedOutcome, correctedOutcomeOf } from '../domain/correction.ts';
import type { DeliveryAttempt } from '../domain/delivery.ts';
import type { IdInfo } from '../domain/id-info.ts';
import type { Notification } from '../domain/notification.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ComparisonType, PictureReference } from '../domain/picture.ts';
import type { Policy } from '../domain/policy.ts';
import type { CallbackClaim, Rules } from '../domain/verification.ts';

export const TASK_QUEUE = 'smileflow';
/** Of the deliveries for verifications on `TASK_QUEUE`. */
export const NOTIFICATION_TASK_QUEUE = 'smileflow-notifications';

/**
 * Task queue of the attempts to deliver notifications, apart from all else, so that receivers that hang delay no
 * verification. Each task queue of verifications has its own: only its workers are sure to have the keys and the codec.
 */
export function notificationTaskQueueOf(taskQueue: string): string {
  return taskQueue === TASK_QUEUE ? NOTIFICATION_TASK_QUEUE : `${taskQueue}-notifications`;
}

export const MESSAGES = {
  callbackReceived: 'callbackReceived',
  cancel: 'cancel',
  decide: 'decide',
  resume: 'resume',
  status: 'status',
  firstAnswer: 'firstAnswer',
} as const;

/** Workflow type that looks into a result that came after the end. */
export const RESULT_CORRECTION = 'resultCorrection';

export interface CorrectionInput {
  readonly outcome: CorrectedOutcome;
  readonly userId: string;
  readonly partner?: string;
  readonly claim: CallbackClaim;
  /** Where a confirmed correction is told, too. */
  readonly notifyUrl?: string;
}

/** Workflow type that delivers one notification. */
export const NOTIFICATION = 'notification';

export const NOTIFICATION_MESSAGES = {
  attempts: 'attempts',
  redeliver: 'redeliver',
} as const;

/** Type of the failure by which a notification ends that was given up; its details hold the record of attempts. */
export const NOTIFICATION_UNDELIVERED = 'notification-undelivered';

export interface NotificationInput {
  readonly url: string;
  readonly notification: Notification;
  /** Attempts of the runs before this one, oldest first. */
  readonly earlier?: readonly DeliveryAttempt[];
}

/** What a look into a claim needs of the verification that has ended. */
export function correctionInputOf(
  outcome: Outcome,
  { userId, partner, notifyUrl }: VerificationInput,
  claim: CallbackClaim,
): CorrectionInput {
  return {
    outcome: correctedOutcomeOf(outcome),
    userId,
    ...(partner === undefined ? {} : { partner }),
    claim,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  };
}

/** The argument of every verification workflow. Validated by whoever starts it; the workflow validates nothing. */
export interface VerificationInput {
  readonly verificationId: string;
  /** Whose account at Smile ID it is paid from; absent for the partner profile without a name. */
  readonly partner?: string;
  readonly userId: string;
  readonly pictures: readonly PictureReference[];
  /** Come back verbatim with every result. */
  readonly partnerParams: { readonly [key: string]: string };
  readonly allowNewEnroll: boolean;
  readonly useEnrolledImage?: boolean;
  readonly idInfo?: IdInfo;
  readonly comparisonType?: ComparisonType;
  readonly answerByCallback?: boolean;
  /** After this long the verification expires. */
  readonly deadlineMs: number;
  /** How long Smile ID has for a result, and then for a review, before an operator is asked. */
  readonly reviewMs: number;
  /** What differs from the default policy. */
  readonly policy?: Partial<Policy>;
  /** Where a backend is told what happens to it; absent where nobody is. */
  readonly notifyUrl?: string;
  /** The rules that it lives by; the first ones where it does not say. */
  readonly rules?: Rules;
  /** Whether the namespace has the search attributes below; upserting one that it lacks would stall the workflow. */
  readonly hasSearchAttributes?: boolean;
}

export type CallbackReceived = CallbackClaim;

export interface CancelRequest {
  /** Stands in plain sight afterwards: nothing personal. */
  readonly reason?: string;
}

/** Search attributes, by name and type. Never encrypted: nothing personal in them. */
export const SEARCH_ATTRIBUTES = {
  product: 'SmileflowProduct',
  state: 'SmileflowState',
  decision: 'SmileflowDecision',
  reviewDue: 'SmileflowReviewDue',
} as const;

/** Key of the memo that holds the fingerprint of a verification's input. */
export const FINGERPRINT_MEMO = 'fingerprint';
