import type { Pace } from './polling.ts';
import type { AwaitingOperator, EventKind, TerminalState, UploadTicket, Verification } from './verification.ts';

/** What to do now. Everything open is bounded by `untilMs`; when that passes, `onTimeout` is the event. */
export type Step =
  | { readonly do: 'prepare-upload'; readonly mayExist: boolean; readonly untilMs: number; readonly onTimeout: Timeout }
  | {
      readonly do: 'upload';
      readonly ticket: UploadTicket;
      readonly mayHaveArrived: boolean;
      readonly untilMs: number;
      readonly onTimeout: Timeout;
    }
  | { readonly do: 'submit'; readonly mayExist: boolean; readonly untilMs: number; readonly onTimeout: Timeout }
  | {
      readonly do: 'await-result';
      readonly pace: Exclude<Pace, 'confirmation'>;
      readonly sinceMs: number;
      /** False: read at once. True: give Smile ID a moment first. */
      readonly justUploaded: boolean;
      readonly untilMs: number;
      readonly onTimeout: Timeout;
      /** An event that falls due meanwhile; the wait goes on beside it. */
      readonly alarm?: Alarm;
    }
  | { readonly do: 'pause'; readonly untilMs: number; readonly onTimeout: Timeout }
  | { readonly do: 'finish'; readonly state: TerminalState };

export type Timeout = Extract<
  EventKind,
  'deadline-passed' | 'review-overdue' | 'operator-overdue' | 'pause-over' | 'stalled'
>;

export interface Alarm {
  readonly atMs: number;
  readonly event: 'operator-reminder-due' | 'operator-overdue';
}

export function nextStep(verification: Verification): Step {
  const { state, deadlineAtMs } = verification;
  const deadline = { untilMs: deadlineAtMs, onTimeout: 'deadline-passed' } as const;
  switch (state.kind) {
    case 'preparing':
      return { do: 'prepare-upload', mayExist: state.mayExist, ...deadline };
    case 'uploading':
      return { do: 'upload', ticket: state.ticket, mayHaveArrived: state.mayHaveArrived ?? false, ...deadline };
    case 'submitting':
      return { do: 'submit', mayExist: state.mayExist, ...deadline };
    case 'awaiting-result':
      return {
        do: 'await-result',
        pace: 'processing',
        sinceMs: state.sinceMs,
        justUploaded: state.justUploaded,
        ...earlier(state.stallsAtMs ?? deadlineAtMs, 'stalled', deadlineAtMs),
      };
    case 'in-vendor-review':
      return {
        do: 'await-result',
        pace: 'review',
        sinceMs: state.sinceMs,
        justUploaded: false,
        ...earlier(state.dueAtMs, 'review-overdue', deadlineAtMs),
      };
    case 'awaiting-operator':
      // A late final result still counts (PROTOCOL 10.5), so it is looked for while a person decides.
      return {
        do: 'await-result',
        pace: 'review',
        sinceMs: state.sinceMs,
        justUploaded: false,
        ...(verification.rules === 1
          ? earlier(state.escalatesAtMs ?? deadlineAtMs, 'operator-overdue', deadlineAtMs)
          : { ...deadline, ...alarmOf(state, deadlineAtMs) }),
      };
    case 'parked':
      return { do: 'pause', ...earlier(state.untilMs, 'pause-over', deadlineAtMs) };
    default:
      return { do: 'finish', state };
  }
}

/** The next of reminder and escalation, unless the deadline comes before it. */
function alarmOf({ remindsAtMs, escalatesAtMs }: AwaitingOperator, deadlineAtMs: number): { alarm?: Alarm } {
  const alarm: Alarm | undefined =
    remindsAtMs !== undefined
      ? { atMs: remindsAtMs, event: 'operator-reminder-due' }
      : escalatesAtMs === undefined
        ? undefined
        : { atMs: escalatesAtMs, event: 'operator-overdue' };
  return alarm === undefined || alarm.atMs >= deadlineAtMs ? {} : { alarm };
}

function earlier(untilMs: number, onTimeout: Timeout, deadlineAtMs: number): { untilMs: number; onTimeout: Timeout } {
  return untilMs < deadlineAtMs ? { untilMs, onTimeout } : { untilMs: deadlineAtMs, onTimeout: 'deadline-passed' };
}
