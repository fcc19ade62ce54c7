import type { Command } from 'commander';
import type { WaitOptions } from '../../smile-id/await-report.ts';
import { collect, duration, once, type Typed } from '../read-options.ts';

export interface TypedWait {
  /** True where no duration follows. */
  readonly wait?: Typed | true;
  readonly until?: Typed;
}

export function addWaitOptions(command: Command, what: string): void {
  command
    .option('--wait [duration]', `wait for ${what}, such as 2m or 12h (default: 75s)`, collect)
    .option('--until <answer>', 'with --wait, for which: first-answer (default) or final-result', collect);
}

export type Waiting = Pick<WaitOptions, 'forMs' | 'until'>;

/** A process that waits for longer is not the way to wait: job-status can be asked again. */
const MOST_MS = 7 * 24 * 3_600_000;

/** How long to wait for what; undefined where nothing is waited for. */
export function waitingOf({ wait, until }: TypedWait, problems: string[]): Waiting | undefined {
  const forMs = wait === true ? undefined : duration('--wait', wait, problems);
  if (forMs !== undefined && forMs > MOST_MS) problems.push('--wait must be at most 7d');
  const answer = once('--until', until, problems);
  const isKnown = answer === undefined || answer === 'first-answer' || answer === 'final-result';
  if (!isKnown) problems.push('--until must be first-answer or final-result');
  else if (answer !== undefined && wait === undefined)
    problems.push('--until is about waiting: give --wait as well, or leave it out');
  return wait === undefined ? undefined : { forMs, ...(isKnown ? { until: answer } : {}) };
}
