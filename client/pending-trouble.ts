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

/** Failures whose message is made for people, and who has to act on them. */
const KNOWN: { readonly [type: string]: Trouble['whoActs'] } = {
  unavailable: 'nobody',
  'outcome-unknown': 'nobody',
  'rate-limited': 'nobody',
  'not-authorised': 'operator',
  misconfigured: 'operator',
  'untrusted-response': 'operator',
  'request-refused': 'operator',
  'user-state': 'operator',
};
const UNEXPECTED = 'A step fails in a way that it should not; the log of the worker tells more.';

/** What is on Temporal's list of pending activities with a failure that is more than "not yet". */
export function pendingTrouble({ raw }: WorkflowExecutionDescription): Trouble | undefined {
  for (const { lastFailure, attempt, nextAttemptScheduleTime } of raw.pendingActivities ?? []) {
    if (!lastFailure?.message || lastFailure.applicationFailureInfo?.type === 'not-yet') continue;
    const type = lastFailure.applicationFailureInfo?.type ?? 'Error';
    const isKnown = type in KNOWN;
    const seconds = Number(nextAttemptScheduleTime?.seconds ?? 0);
    return {
      whoActs: KNOWN[type] ?? 'operator',
      sentence: isKnown ? lastFailure.message.replace(/\.?$/, '.') : UNEXPECTED,
      attempts: Math.max(1, (attempt ?? 1) - 1),
      ...(seconds > 0 ? { nextTry: new Date(seconds * 1000).toISOString() } : {}),
    };
  }
  return undefined;
}
