import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  log,
  ParentClosePolicy,
  patched,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { notificationIdOf } from '../domain/identifiers.ts';
import { HIGHEST_NUMBER, type Notification } from '../domain/notification.ts';
import { NOTIFICATION, type NotificationInput } from './messages.ts';

/** Name of the patch since which a number that is taken is passed over; before it, the notification was dropped. */
const PASSES_OVER = 'notification-passes-over-taken-numbers';

/**
 * Hands a notification over to a workflow of its own, which outlives this one. Settles when the server has it durably,
 * and never rejects: a notification changes nothing of what it is about.
 * @param key which notification of the verification it is, see `notificationIdOf`. A number that is taken already, as after
 * a reset in Temporal, makes it the next free one; any other key is told of once
 */
export async function startNotification(url: string, key: string, notification: Notification): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() => startUnderFree(key, { url, notification }));
  } catch (error) {
    log.warn('a notification was not started', { key, error });
  }
}

async function startUnderFree(key: string, input: NotificationInput): Promise<void> {
  const { notification } = input;
  try {
    await startChild(NOTIFICATION, {
      workflowId: notificationIdOf(notification.data.verificationId, key),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      // A new run under a taken number would hide the record of what was told before.
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      staticSummary: notification.type,
    });
  } catch (error) {
    const next = Number(key) + 1;
    const isTaken = error instanceof WorkflowExecutionAlreadyStartedError;
    // Only here, so that a verification to whom this never happens has no marker in its history.
    if (!isTaken || !(next <= HIGHEST_NUMBER) || !patched(PASSES_OVER)) throw error;
    await startUnderFree(String(next), input);
  }
}
