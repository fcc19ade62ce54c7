import { type FailureKind, isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { pauseBeforeNextRead, UNTRUSTED_TRIES } from '../domain/polling.ts';
import type { CallOptions } from './connection.ts';
import type { JobReport } from './job-report.ts';
import { pause } from './pause.ts';

export interface WaitOptions extends CallOptions {
  /** For how long at most, in milliseconds, up to seven days. Default: 75,000, about as long as Smile ID's SDKs wait. */
  readonly forMs?: number | undefined;
  /**
   * `first-answer` (default): whatever is said about the person first, be it provisional. `final-result`: Smile ID's last
   * word, which takes hours where a reviewer has to look.
   */
  readonly until?: 'first-answer' | 'final-result' | undefined;
}

const DEFAULT_MS = 75_000;
/** Less makes no sense for a request to another continent. The last read begins before the end by so much; in a short wait, by a quarter. */
const LEAST_READ_MS = 1_000;
/** No read takes so long, and no timer of Node takes weeks. */
const LONGEST_READ_MS = 300_000;

/**
 * Reads again and again, with growing pauses, until there is an answer or the time is up; then the last report, which is
 * `pending` or `provisional`, and no error. What passes (Smile ID away, too many requests, up to five answers in a row
 * whose signature is wrong) is read over; every other error ends the waiting at once. Each read is signed anew.
 * @throws VerificationFailure of the last read where no read succeeded in the whole time
 */
export async function awaitReport(
  read: (options: CallOptions) => Promise<JobReport>,
  { forMs = DEFAULT_MS, until = 'first-answer', signal }: WaitOptions = {},
  pauseAfter = (ageMs: number): number => pauseBeforeNextRead('processing', ageMs, Math.random()),
): Promise<JobReport> {
  const startedAt = performance.now();
  const leastReadMs = Math.min(LEAST_READ_MS, forMs / 4);
  const leftMs = (): number => forMs - (performance.now() - startedAt);
  let report: JobReport | undefined;
  let trouble: unknown;
  let untrusted = 0;
  for (;;) {
    try {
      report = await within(Math.min(Math.max(leftMs(), LEAST_READ_MS), LONGEST_READ_MS), signal, read);
      untrusted = 0;
      if (report.status === 'final' || (report.status === 'provisional' && until === 'first-answer')) return report;
    } catch (error) {
      signal?.throwIfAborted();
      if (!hasRunOut(error)) {
        trouble = error;
        untrusted = isVerificationFailure(error) && error.kind === 'untrusted-response' ? untrusted + 1 : 0;
        if (!passes(error) || untrusted >= UNTRUSTED_TRIES) throw error;
      }
    }
    if (leftMs() <= leastReadMs) break;
    // A timer may be a millisecond early.
    await pause(Math.min(pauseAfter(forMs - leftMs()), leftMs() - leastReadMs + 2), signal);
  }
  if (report !== undefined) return report;
  throw trouble ?? new VerificationFailure('unavailable', 'Smile ID did not answer in the time given for waiting.');
}

const PASSING: ReadonlySet<FailureKind> = new Set([
  'unavailable',
  'outcome-unknown',
  'rate-limited',
  'untrusted-response',
]);

function passes(error: unknown): boolean {
  return isVerificationFailure(error) && PASSING.has(error.kind);
}

async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  act: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(Math.ceil(ms));
  return act({ signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) });
}

function hasRunOut(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'TimeoutError';
}
