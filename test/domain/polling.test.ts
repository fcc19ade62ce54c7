import { describe, expect, it } from '@jest/globals';
import {
  CONFIRMATION_TRIES,
  FIRST_READ_DELAY_MS,
  type Pace,
  parkedPauseMs,
  pauseBeforeNextRead,
  UNTRUSTED_TRIES,
} from '../../domain/polling.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Spread in the middle: the pause as it is meant, without jitter. */
const MIDDLE = 0.5;

const BOUNDS: { readonly [P in Pace]: readonly [shortest: number, longest: number] } = {
  processing: [2 * SECOND, 5 * MINUTE],
  review: [30 * SECOND, HOUR],
  confirmation: [SECOND, 15 * SECOND],
};

const PACES = Object.entries(BOUNDS).map(([pace, [shortest, longest]]) => ({ pace: pace as Pace, shortest, longest }));
const AGES = [-HOUR, 0, SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, 72 * HOUR, 3000 * HOUR];

describe('Pauses', () => {
  it.each(PACES)('at the pace of $pace begin at $shortest ms and never pass $longest ms', (row) => {
    expect(pauseBeforeNextRead(row.pace, 0, MIDDLE)).toBe(row.shortest);
    expect(pauseBeforeNextRead(row.pace, 3000 * HOUR, MIDDLE)).toBe(row.longest);
  });

  it.each(PACES)('at the pace of $pace grow with the age and never shrink', ({ pace }) => {
    const pauses = AGES.map((age) => pauseBeforeNextRead(pace, age, MIDDLE));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(new Set(pauses).size).toBeGreaterThan(2);
  });

  it.each(PACES)('at the pace of $pace are spread by ten per cent in either direction', ({ pace }) => {
    for (const age of AGES) {
      const middle = pauseBeforeNextRead(pace, age, MIDDLE);
      expect(pauseBeforeNextRead(pace, age, 0)).toBe(Math.round(0.9 * middle));
      expect(pauseBeforeNextRead(pace, age, 1)).toBe(Math.round(1.1 * middle));
    }
  });

  it('are whole milliseconds, however odd the age and the spread', () => {
    for (const { pace } of PACES) {
      for (const age of AGES) expect(Number.isInteger(pauseBeforeNextRead(pace, age + 0.3, 0.123))).toBe(true);
    }
  });

  it('read a job about as often as the official clients do in its first two minutes', () => {
    let age = FIRST_READ_DELAY_MS;
    let reads = 1;
    while (age < 2 * MINUTE) {
      age += pauseBeforeNextRead('processing', age, MIDDLE);
      reads += 1;
    }
    expect(reads).toBeGreaterThan(10);
    expect(reads).toBeLessThan(30);
  });

  it('give a claim about a minute before it counts as unconfirmed', () => {
    let age = 0;
    for (let read = 1; read < CONFIRMATION_TRIES; read += 1) age += pauseBeforeNextRead('confirmation', age, MIDDLE);
    expect(age).toBeGreaterThan(20 * SECOND);
    expect(age).toBeLessThan(5 * MINUTE);
  });

  it('put up with answers that cannot be trusted more than once, and not for ever', () => {
    expect(UNTRUSTED_TRIES).toBeGreaterThan(1);
    expect(UNTRUSTED_TRIES).toBeLessThan(20);
  });

  it.each([
    ['rate-limited', 30 * SECOND, 15 * MINUTE],
    ['not-authorised', 5 * MINUTE, HOUR],
    ['upload-url-unusable', 30 * SECOND, 15 * MINUTE],
  ] as const)('of a %s verification begin at %i ms, double, and stay at %i ms', (cause, first, longest) => {
    expect(parkedPauseMs(cause, 0)).toBe(first);
    expect(parkedPauseMs(cause, 1)).toBe(2 * first);
    expect(parkedPauseMs(cause, 2)).toBe(4 * first);
    for (const pauses of [10, 100, 5_000]) expect(parkedPauseMs(cause, pauses)).toBe(longest);
  });
});
