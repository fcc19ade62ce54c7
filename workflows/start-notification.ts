import {
  CancellationScope,
  ChildWorkflowCancellationType,
  log,
  ParentClosePolicy,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { notificationIdOf } from '../domain/identifiers.ts';
import type { Notification } from '../domain/notification.ts';
import { NOTIFICATION, type NotificationInput } from './messages.ts';

/**
 * Hands a notification over to a workflow of its own, which outlives this one. Settles when the server has it durably,
 * and never rejects: a notification changes nothing of what it is about.
 * @param key which notification of the verification it is, see `notificationIdOf`
 */
export async function startNotification(url: string, key: string, notification: Notification): Promise<void> {
  const input: NotificationInput = { url, notification };
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(NOTIFICATION, {
        workflowId: notificationIdOf(notification.data.verificationId, key),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        cancellationType: ChildWorkflowCancellationType.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: notification.type,
      }),
    );
  } catch (error) {
    log.warn('a notification was not started', { key, error });
  }
}
