import { type FailureKind, isVerificationFailure } from '../domain/failure.ts';
import { pause } from './pause.ts';

/** Between two looks. */
const LOOK_PAUSE_MS = 4_000;

const PASSING: ReadonlySet<FailureKind> = new Set(['unavailable', 'rate-limited']);

export interface Looking {
  /** How long nothing must have been found before that is believed: what is on its way is not there yet. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until something is found, or nothing was found for long enough; then undefined. A failure that passes
 * is looked over, unless it is the last look's.
 * @throws what else `look` throws, at once; the signal's reason
 */
export async function lookUntil<T>(
  { graceMs, signal }: Looking,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const endsAtMs = performance.now() + graceMs;
  for (;;) {
    const leftMs = endsAtMs - performance.now();
    try {
      const found = await look();
      if (found !== undefined || leftMs <= 0) return found;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isVerificationFailure(error) || !PASSING.has(error.kind) || leftMs <= 0) throw error;
    }
    await pause(Math.min(LOOK_PAUSE_MS, leftMs), signal);
  }
}
