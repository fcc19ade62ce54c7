import { describe, expect, it } from '@jest/globals';
import { describe as describeVerification } from '../../domain/describe.ts';
import { interpretResult } from '../../domain/job-result.ts';
import { nextStep } from '../../domain/next-step.ts';
import { PRODUCTS, type ProductName } from '../../domain/product.ts';
import { advance } from '../../domain/transitions.ts';
import {
  NEWEST_RULES,
  newVerification,
  type StateKind,
  type Verification,
  type VerificationEvent,
} from '../../domain/verification.ts';
import { confirmed, HOUR, message, START } from './verifications.ts';

const MINUTE = 60_000;
const DAY = 24 * HOUR;
const TICKET = { sealed: 'c2VhbGVk', expiresAtMs: START + DAY };

/** What happens from outside, at its time. */
interface Happening {
  readonly afterMs: number;
  readonly event: VerificationEvent;
}

/** What an activity answers each time it is asked to submit. */
type Answers = VerificationEvent[];

interface Life {
  readonly states: readonly StateKind[];
  readonly events: readonly string[];
  readonly end: Verification;
  readonly endedAfterMs: number;
  /** How often Smile ID was asked for the one request. */
  readonly submissions: number;
}

/** The loop of the workflow on a clock that jumps from one thing that falls due to the next. */
function live(verification: Verification, happenings: readonly Happening[], answers: Answers = []): Life {
  let at = verification;
  let nowMs = START;
  let submissions = 0;
  const states: StateKind[] = [at.state.kind];
  const events: string[] = [];
  const open = [...happenings].sort((one, other) => one.afterMs - other.afterMs);
  for (let turns = 0; turns < 500; turns += 1) {
    const step = nextStep(at);
    if (step.do === 'finish') return { states, events, end: at, endedAfterMs: nowMs - START, submissions };
    const due: { atMs: number; event: VerificationEvent; fromOutside?: true }[] = [
      { atMs: step.untilMs, event: { kind: step.onTimeout } },
    ];
    if (step.do === 'submit') {
      submissions += 1;
      const answer = answers.shift();
      if (answer !== undefined) due.push({ atMs: nowMs, event: answer });
    }
    if ('alarm' in step && step.alarm !== undefined)
      due.push({ atMs: step.alarm.atMs, event: { kind: step.alarm.event } });
    const [next] = open;
    if (next !== undefined) due.push({ atMs: START + next.afterMs, event: next.event, fromOutside: true });
    const first = due.reduce((earliest, one) => (one.atMs < earliest.atMs ? one : earliest));
    if (first.fromOutside) open.shift();
    nowMs = Math.max(nowMs, first.atMs);
    events.push(first.event.kind);
    const advanced = advance(at, first.event, nowMs);
    if (advanced.kind !== 'advanced') continue;
    at = advanced.verification;
    if (states.at(-1) !== at.state.kind) states.push(at.state.kind);
  }
  throw new Error('It never ended.');
}

function begun(product: ProductName, change: Partial<Parameters<typeof newVerification>[0]> = {}): Verification {
  return newVerification({
    verificationId: 'order-4711',
    product,
    nowMs: START,
    deadlineMs: 7 * DAY,
    reviewMs: DAY,
    rules: NEWEST_RULES,
    ...change,
  });
}

const says = (product: ProductName, code: string): VerificationEvent =>
  confirmed(interpretResult(PRODUCTS[product].jobType, message(code)));
const decides = (by: string, afterMs: number): Happening => ({
  afterMs,
  event: {
    kind: 'operator-decided',
    decision: { verdict: 'approve', by, reason: 'compared by eye', atMs: START + afterMs },
  },
});
const UPLOADED: readonly Happening[] = [
  { afterMs: 1_000, event: { kind: 'upload-prepared', ticket: TICKET, smileJobId: '0000004711' } },
  { afterMs: 2_000, event: { kind: 'uploaded' } },
];
const REVIEWED: readonly Happening[] = [
  ...UPLOADED,
  { afterMs: 5_000, event: says('smartselfie-registration', '0844') },
];

describe('On a clock that runs for days', () => {
  it("a review of three days ends with Smile ID's reviewer", () => {
    const life = live(begun('smartselfie-registration', { reviewMs: 4 * DAY }), [
      ...REVIEWED,
      { afterMs: 3 * DAY, event: says('smartselfie-registration', '1240') },
    ]);
    expect(life.states).toEqual(['preparing', 'uploading', 'awaiting-result', 'in-vendor-review', 'approved']);
    expect(life.endedAfterMs).toBe(3 * DAY);
    expect(life.events).toHaveLength(4);
  });

  it('an overdue review is reminded of, goes to the second level, is reminded of again, and decided', () => {
    const life = live(begun('smartselfie-registration'), [...REVIEWED, decides('operator-2', 3 * DAY)]);
    expect(life.events).toEqual([
      'upload-prepared',
      'uploaded',
      'result-confirmed',
      'review-overdue',
      'operator-reminder-due',
      'operator-overdue',
      'operator-reminder-due',
      'operator-decided',
    ]);
    expect(life.end.state).toMatchObject({ kind: 'approved', operators: [{ by: 'operator-2' }] });
  });

  it('nobody is reminded who began by the older rules', () => {
    const life = live(begun('smartselfie-registration', { rules: 1 }), [...REVIEWED, decides('operator-2', 3 * DAY)]);
    expect(life.events).not.toContain('operator-reminder-due');
    expect(life.events).toContain('operator-overdue');
  });

  it('four eyes take two persons, over a night', () => {
    const life = live(begun('smartselfie-registration', { policy: { fourEyes: true } }), [
      ...REVIEWED,
      decides('operator-1', 2 * DAY),
      decides('operator-1', 2 * DAY + HOUR),
      decides('operator-2', 2 * DAY + 12 * HOUR),
    ]);
    expect(life.endedAfterMs).toBe(2 * DAY + 12 * HOUR);
    expect(life.end.state).toMatchObject({ operators: [{ by: 'operator-1' }, { by: 'operator-2' }] });
  });

  it('a late result of a reviewer counts while a person here is asked', () => {
    const life = live(begun('smartselfie-registration'), [
      ...REVIEWED,
      { afterMs: 2 * DAY, event: says('smartselfie-registration', '1241') },
    ]);
    expect(life.states.slice(-2)).toEqual(['awaiting-operator', 'rejected']);
  });

  it('an ID authority that is down for two days is asked with growing pauses', () => {
    const down = Array.from({ length: 52 }, () => says('enhanced-kyc', '1015'));
    const life = live(begun('enhanced-kyc'), [], [...down, says('enhanced-kyc', '1012')]);
    expect(life.end.state.kind).toBe('approved');
    expect(life.submissions).toBe(53);
    expect(life.endedAfterMs).toBeGreaterThan(45 * HOUR);
    expect(life.end.results.map(({ code }) => code)).toEqual(['1015', '1012']);
  });

  it('a blocked ID number is left alone for three days', () => {
    const blocked: VerificationEvent = { kind: 'blocked', cause: 'id-number-blocked', code: '2222' };
    const life = live(begun('enhanced-kyc'), [], [blocked, says('enhanced-kyc', '1012')]);
    expect(life.states).toEqual(['submitting', 'parked', 'submitting', 'approved']);
    expect(life.submissions).toBe(2);
    expect(life.endedAfterMs).toBeGreaterThan(3 * DAY);
    expect(life.endedAfterMs).toBeLessThan(3 * DAY + HOUR);
  });

  it('a job that says nothing becomes a question after its review time, and expires at its deadline', () => {
    const life = live(begun('document-verification'), UPLOADED);
    expect(life.states.slice(-2)).toEqual(['awaiting-operator', 'expired']);
    expect(life.events).toEqual([
      'upload-prepared',
      'uploaded',
      'stalled',
      'operator-reminder-due',
      'operator-overdue',
      'operator-reminder-due',
      'deadline-passed',
    ]);
    expect(life.endedAfterMs).toBe(7 * DAY);
  });

  it('a pause takes no time from what was waited for', () => {
    const life = live(begun('document-verification'), [
      ...UPLOADED,
      { afterMs: 23 * HOUR, event: { kind: 'blocked', cause: 'not-authorised' } },
    ]);
    const waited = life.end.deadlineAtMs;
    expect(life.events.indexOf('stalled')).toBeGreaterThan(life.events.indexOf('pause-over'));
    expect(waited).toBe(START + 7 * DAY);
  });

  describe('a lost answer', () => {
    const LOST: VerificationEvent = { kind: 'answer-lost' };

    it('is found by job_status', () => {
      const life = live(begun('basic-kyc'), [{ afterMs: 5_000, event: says('basic-kyc', '1020') }], [LOST]);
      expect(life.states).toEqual(['submitting', 'awaiting-result', 'approved']);
      expect(life.submissions).toBe(1);
    });

    it('that nobody finds is a question after a minute, and the request goes out again only by a person', () => {
      const life = live(
        begun('basic-kyc'),
        [{ afterMs: 3 * HOUR, event: { kind: 'resumed' } }],
        [LOST, says('basic-kyc', '1020')],
      );
      expect(life.states).toEqual(['submitting', 'awaiting-result', 'awaiting-operator', 'submitting', 'approved']);
      expect(life.submissions).toBe(2);
    });

    it('can be decided by what a person sees elsewhere', () => {
      const life = live(begun('basic-kyc'), [decides('operator-1', HOUR)], [LOST]);
      expect(life.end.state).toMatchObject({ kind: 'approved', operators: [{ by: 'operator-1' }] });
      expect(life.submissions).toBe(1);
    });

    it('says of an expired verification that nobody knows whether the request was taken', () => {
      const { end } = live(begun('basic-kyc', { deadlineMs: 10 * MINUTE }), [], [LOST]);
      expect(end.state).toMatchObject({ kind: 'expired', jobMayExist: true });
      expect(describeVerification(end).sentence).toMatch(
        /Whether Smile ID took the request, and bills it, is not known/,
      );
    });
  });
});
