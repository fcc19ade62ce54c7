import type { WorkflowExecutionDescription } from '@temporalio/client';

/** A step that failed and is tried again. */
export interface Trouble {
  readonly whoActs: 'nobody' | 'operator';
  /** What happened, as the failed attempt put it. Nothing personal in it. */
  readonly sentence: string;
  /** Attempts so far. */
  readonly attempts: number;
  /** ISO 8601; absent while an attempt is running. */
  readonly nextTry?: string;
}

/** What is on Temporal's list of pending activities with a failure that is more than "not yet". */
export function pendingTrouble({ raw }: WorkflowExecutionDescription): Trouble | undefined {
  for (const { lastFailure, attempt, nextAttemptScheduleTime } of raw.pendingActivities ?? []) {
    if (!lastFailure?.message || lastFailure.applicationFailureInfo?.type === 'not-yet') continue;
    const seconds = Number(nextAttemptScheduleTime?.seconds ?? 0);
    return {
      whoActs: lastFailure.applicationFailureInfo?.type === 'untrusted-response' ? 'operator' : 'nobody',
      sentence: lastFailure.message.replace(/\.?$/, '.'),
      attempts: Math.max(1, (attempt ?? 1) - 1),
      ...(seconds > 0 ? { nextTry: new Date(seconds * 1000).toISOString() } : {}),
    };
  }
  return undefined;
}
