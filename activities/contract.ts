import type { Attempted } from '../domain/delivery.ts';
import type { IdInfo } from '../domain/id-info.ts';
import type { ResultKey } from '../domain/job-result.ts';
import type { Notification } from '../domain/notification.ts';
import type { ComparisonType, PictureReference } from '../domain/picture.ts';
import type { Pace } from '../domain/polling.ts';
import type { ProductName } from '../domain/product.ts';
import type { CallbackClaim, EventOf, UploadTicket } from '../domain/verification.ts';

/** What every activity needs to name the job. */
export interface JobAddress {
  readonly verificationId: string;
  readonly product: ProductName;
  readonly userId: string;
  /** Whose account at Smile ID it is; absent for the partner profile without a name. */
  readonly partner?: string;
}

export interface PrepareUploadInput extends JobAddress {
  readonly partnerParams: { readonly [key: string]: string };
  readonly allowNewEnroll: boolean;
  readonly useEnrolledImage?: boolean;
  /** True where an earlier step may have created the job: then "exists already" is no conflict. */
  readonly mayExist: boolean;
}

export interface UploadPackageInput extends JobAddress {
  readonly ticket: UploadTicket;
  /** True where an earlier step may have delivered the pictures. */
  readonly mayHaveArrived: boolean;
  readonly pictures: readonly PictureReference[];
  readonly idInfo?: IdInfo;
}

export interface SubmitRequestInput extends JobAddress {
  readonly partnerParams: { readonly [key: string]: string };
  readonly allowNewEnroll: boolean;
  readonly pictures: readonly PictureReference[];
  readonly idInfo?: IdInfo;
  readonly comparisonType?: ComparisonType;
  readonly answerByCallback?: boolean;
  /** True where an earlier request was answered, or a person says that it may be sent again. */
  readonly mayExist: boolean;
}

export interface PollJobStatusInput extends JobAddress {
  readonly pace: Pace;
  /** Epoch milliseconds from which the pauses grow. */
  readonly sinceMs: number;
  /** No read before this. */
  readonly notBeforeMs: number;
  /** Pauses are clamped so that the last read falls before this. */
  readonly untilMs: number;
  /** Results that are known already; only news ends the wait. */
  readonly known: readonly ResultKey[];
  /** Give up after some answers that cannot be trusted, because a person can still be asked. */
  readonly givesUpOnUntrusted: boolean;
  /** Whether a block is waited out here instead of parking; where it does not say, while a person decides. */
  readonly sitsOutBlocks?: boolean;
  /** With the pace `confirmation`: what the callback claimed. */
  readonly claim?: CallbackClaim;
}

export interface DeliverNotificationInput {
  readonly url: string;
  /** Id of the workflow that delivers it, from which the receiver's id is made. */
  readonly notificationId: string;
  readonly notification: Notification;
}

/**
 * The side effects of a verification. Each returns the domain event that it caused. What is worth trying again is
 * thrown as a retryable failure, so that the server waits and history does not grow; anything else is a value.
 */
export interface Activities {
  /**
   * Creates the job at Smile ID, or finds that an earlier attempt from here has created it, and returns a ticket for
   * its upload. Safe to repeat: it always sends the same job_id.
   */
  prepareUpload(
    input: PrepareUploadInput,
  ): Promise<
    | EventOf<'upload-prepared'>
    | EventOf<'job-adopted'>
    | EventOf<'responses-untrusted'>
    | EventOf<'blocked'>
    | EventOf<'refused'>
  >;

  /**
   * Sends the pictures as one zip, the same bytes at every attempt. After an attempt whose outcome is not known it
   * reads job_status first, and sends again only once that has said for a while that Smile ID has no zip.
   */
  uploadPackage(
    input: UploadPackageInput,
  ): Promise<
    | EventOf<'uploaded'>
    | EventOf<'job-adopted'>
    | EventOf<'upload-expired'>
    | EventOf<'responses-untrusted'>
    | EventOf<'blocked'>
    | EventOf<'refused'>
  >;

  /**
   * Sends the one request of a product whose answer is the result. A request that may have been taken is never sent
   * again: then the answer counts as lost.
   */
  submitRequest(
    input: SubmitRequestInput,
  ): Promise<
    | EventOf<'result-confirmed'>
    | EventOf<'accepted'>
    | EventOf<'job-adopted'>
    | EventOf<'answer-lost'>
    | EventOf<'blocked'>
    | EventOf<'refused'>
  >;

  /** Reads job_status until there is news. One activity for the whole wait: "not yet" is a retry by the server. */
  pollJobStatus(
    input: PollJobStatusInput,
  ): Promise<
    | EventOf<'result-confirmed'>
    | EventOf<'claim-unconfirmed'>
    | EventOf<'responses-untrusted'>
    | EventOf<'blocked'>
    | EventOf<'refused'>
  >;

  /** Makes one attempt to deliver a notification. Whatever the receiver does is a value. */
  deliverNotification(input: DeliverNotificationInput): Promise<Attempted>;
}
