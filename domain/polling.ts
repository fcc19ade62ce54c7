import type { ParkedCause } from './verification.ts';

/** How often job_status is read, by what is being waited for. */
export type Pace = 'processing' | 'review' | 'confirmation';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Reads that a callback's claim gets before it counts as unconfirmed. */
export const CONFIRMATION_TRIES = 10;

/** Responses with a bad signature or shape that are put up with before a person is asked. */
export const UNTRUSTED_TRIES = 5;

/**
 * After an upload whose outcome is not known, "no zip" is believed only once it was said for so long: it is said for a
 * while after an upload that arrived, too (PROTOCOL 9.3), and one that is sent again may be paid for again.
 */
export const UPLOAD_GRACE_MS = 20 * SECOND;

/** The first read after an upload waits this long: most results take a few seconds (PROTOCOL 9.6). */
export const FIRST_READ_DELAY_MS = 2 * SECOND;

/**
 * Pause before the next read, in milliseconds.
 * @param ageMs how long this has been waited for
 * @param spread 0 to 1, random: spreads many verifications that began together by ±10 %
 */
export function pauseBeforeNextRead(pace: Pace, ageMs: number, spread: number): number {
  const jitter = 0.9 + 0.2 * spread;
  return Math.round(jitter * plainPause(pace, ageMs));
}

function plainPause(pace: Pace, ageMs: number): number {
  switch (pace) {
    case 'processing':
      return clamp(ageMs / 5, 2 * SECOND, 5 * MINUTE);
    case 'review':
      return clamp(ageMs / 10, 30 * SECOND, HOUR);
    case 'confirmation':
      return clamp(ageMs / 2, SECOND, 15 * SECOND);
  }
}

const PAUSES: { readonly [C in ParkedCause]: readonly [first: number, longest: number] } = {
  'rate-limited': [30 * SECOND, 15 * MINUTE],
  'upload-url-unusable': [30 * SECOND, 15 * MINUTE],
  'not-authorised': [5 * MINUTE, HOUR],
  'id-authority-down': [30 * SECOND, HOUR],
  // Each request for a blocked number may begin its three days anew (PROTOCOL 18).
  'id-number-blocked': [3 * 24 * HOUR + MINUTE, 3 * 24 * HOUR + MINUTE],
};

/** Pause before a parked verification tries again: it grows with each pause in a row. */
export function parkedPauseMs(cause: ParkedCause, pausesBefore: number): number {
  const [first, longest] = PAUSES[cause];
  return Math.min(longest, first * 2 ** pausesBefore);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
