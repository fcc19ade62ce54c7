import { describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities/create-activities.ts';
import type { WorkerDependencies } from '../../activities/dependencies.ts';
import { EXIT_OF_FAILURE } from '../../cli/exit-codes.ts';
import { NOTIFICATION_TYPES } from '../../domain/notification.ts';
import { PRODUCTS, productOfWorkflowType } from '../../domain/product.ts';
import { EVENT_KINDS, STATE_KINDS } from '../../domain/verification.ts';
import {
  FINGERPRINT_MEMO,
  MESSAGES,
  NOTIFICATION,
  NOTIFICATION_MESSAGES,
  NOTIFICATION_TASK_QUEUE,
  NOTIFICATION_UNDELIVERED,
  notificationTaskQueueOf,
  RESULT_CORRECTION,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../../workflows/messages.ts';

/**
 * Running verifications, callers' code, dashboards and Temporal itself know these by their letters. A name may be
 * added. To change one, first let every verification that knows it end.
 */
describe('Names that cross the wire', () => {
  it('of the workflow types stay', () => {
    expect(Object.values(PRODUCTS).map(({ name, workflowType, jobType }) => [name, workflowType, jobType])).toEqual([
      ['smartselfie-registration', 'smartSelfieRegistration', 4],
      ['smartselfie-authentication', 'smartSelfieAuthentication', 2],
      ['biometric-kyc', 'biometricKyc', 1],
      ['document-verification', 'documentVerification', 6],
      ['enhanced-document-verification', 'enhancedDocumentVerification', 11],
      ['smartselfie-compare', 'smartSelfieCompare', 3],
      ['enhanced-kyc', 'enhancedKyc', 5],
      ['basic-kyc', 'basicKyc', 5],
      ['business-verification', 'businessVerification', 7],
    ]);
  });

  it('of the workflow types are those that workflows/index.ts exports', async () => {
    const workflows = await import('../../workflows/index.ts');
    expect(Object.keys(workflows).sort()).toEqual(
      [...Object.values(PRODUCTS).map((p): string => p.workflowType), RESULT_CORRECTION, NOTIFICATION].sort(),
    );
  });

  it('of the workflow types lead back to their product', () => {
    expect(productOfWorkflowType('smartSelfieRegistration')?.name).toBe('smartselfie-registration');
    expect(productOfWorkflowType('palmReading')).toBeUndefined();
  });

  it('of the messages, the task queues and the memo stay', () => {
    expect(MESSAGES).toEqual({
      callbackReceived: 'callbackReceived',
      cancel: 'cancel',
      decide: 'decide',
      firstAnswer: 'firstAnswer',
      resume: 'resume',
      status: 'status',
    });
    expect(SEARCH_ATTRIBUTES).toEqual({
      product: 'SmileflowProduct',
      state: 'SmileflowState',
      decision: 'SmileflowDecision',
      reviewDue: 'SmileflowReviewDue',
    });
    expect(RESULT_CORRECTION).toBe('resultCorrection');
    expect(NOTIFICATION).toBe('notification');
    expect(NOTIFICATION_UNDELIVERED).toBe('notification-undelivered');
    expect(NOTIFICATION_MESSAGES).toEqual({ attempts: 'attempts', redeliver: 'redeliver' });
    expect(TASK_QUEUE).toBe('smileflow');
    expect(NOTIFICATION_TASK_QUEUE).toBe('smileflow-notifications');
    expect(notificationTaskQueueOf('accounts')).toBe('accounts-notifications');
    expect(FINGERPRINT_MEMO).toBe('fingerprint');
  });

  it('of the activities stay', () => {
    expect(Object.keys(createActivities({} as WorkerDependencies))).toEqual([
      'prepareUpload',
      'uploadPackage',
      'submitRequest',
      'pollJobStatus',
      'deliverNotification',
    ]);
  });

  it('of the states stay', () => {
    expect(STATE_KINDS).toEqual([
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
    ]);
  });

  it('of the events stay, because activities return them', () => {
    expect(EVENT_KINDS).toEqual([
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
    ]);
  });

  it('of the notifications stay, because receivers decide by them', () => {
    expect(NOTIFICATION_TYPES).toEqual([
      'verification.first-answer',
      'verification.awaiting-operator',
      'verification.ended',
      'verification.corrected',
    ]);
  });

  it('of the failures stay', () => {
    expect(Object.keys(EXIT_OF_FAILURE)).toEqual([
      'unavailable',
      'rate-limited',
      'outcome-unknown',
      'request-refused',
      'not-authorised',
      'misconfigured',
      'untrusted-response',
      'user-state',
      'invalid-request',
      'different-input',
      'not-found',
      'already-ended',
    ]);
  });
});
