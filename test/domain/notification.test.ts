import { describe, expect, it } from '@jest/globals';
import { DELIVERY_PAUSES_MS, deliveryOf, mergeAttempts, sentenceOf, verdictOf } from '../../domain/delivery.ts';
import { MOST_NOTIFICATIONS, type Notification, notificationsDue } from '../../domain/notification.ts';
import { advance } from '../../domain/transitions.ts';
import type { Verification, VerificationEvent } from '../../domain/verification.ts';
import { newVerification } from '../../domain/verification.ts';
import { confirmed, HOUR, NOW, result, START } from './verifications.ts';

const PLANTED = 'ada-lovelace-12345678';

function started(change: Partial<Parameters<typeof newVerification>[0]> = {}): Verification {
  return newVerification({
    verificationId: 'v-1',
    product: 'smartselfie-registration',
    nowMs: START,
    deadlineMs: 72 * HOUR,
    reviewMs: HOUR,
    rules: 2,
    partnerParams: { planted: PLANTED },
    ...change,
  });
}

/** All that a backend is told while these events happen, an hour apart. */
function told(events: readonly VerificationEvent[], from = started()): Notification[] {
  let verification = from;
  let nowMs = START;
  const all: Notification[] = [];
  for (const event of [{ kind: 'job-adopted' } as const, ...events]) {
    nowMs += HOUR / 100;
    const advanced = advance(verification, event, nowMs);
    if (advanced.kind === 'refused') continue;
    all.push(...notificationsDue(verification, advanced.verification, { nowMs, toldBefore: all.length }));
    verification = advanced.verification;
  }
  return all;
}

const typesOf = (notifications: readonly Notification[]) =>
  notifications.map(({ type, data }) => `${type.replace('verification.', '')} ${data.reason ?? data.state}`);

const provisional = confirmed(result('0842'));
const approved = confirmed(result('1240'));
const decided: VerificationEvent = {
  kind: 'operator-decided',
  decision: { verdict: 'approve', by: PLANTED, reason: PLANTED, atMs: NOW },
};

describe('The notifications of a verification', () => {
  it('are one where the first answer is the end', () => {
    expect(typesOf(told([confirmed(result('0840'))]))).toEqual(['ended approved']);
  });

  it('are two where a reviewer decides after a provisional answer', () => {
    expect(typesOf(told([provisional, approved]))).toEqual(['first-answer in-vendor-review', 'ended approved']);
  });

  it('tell that an operator is asked, and not of reminders, levels and repeated results', () => {
    const events: VerificationEvent[] = [
      provisional,
      provisional,
      { kind: 'review-overdue' },
      { kind: 'operator-reminder-due' },
      { kind: 'operator-overdue' },
      decided,
      approved,
    ];
    expect(typesOf(told(events))).toEqual([
      'first-answer in-vendor-review',
      'awaiting-operator review-overdue',
      'ended approved',
    ]);
  });

  it('tell of a first answer and of the question that it raises, in this order', () => {
    const asking = started({ policy: { provisional: 'ask-operator' } });
    expect(typesOf(told([provisional], asking))).toEqual([
      'first-answer awaiting-operator',
      'awaiting-operator needs-decision',
    ]);
  });

  it('say nothing of the first of two persons who must agree', () => {
    const careful = started({ policy: { provisional: 'ask-operator', fourEyes: true } });
    const second: VerificationEvent = { ...decided, decision: { ...decided.decision, by: 'another' } };
    expect(typesOf(told([provisional, decided, second], careful)).slice(2)).toEqual(['ended approved']);
  });

  it('tell of a question for another reason anew', () => {
    const all = typesOf(told([{ kind: 'stalled' }, confirmed(result('7777'))]));
    expect(all).toContain('awaiting-operator stalled');
    expect(all.at(-1)).toBe('awaiting-operator unknown-code');
  });

  it.each<[VerificationEvent, string]>([
    [{ kind: 'cancelled', reason: PLANTED }, 'ended cancelled'],
    [{ kind: 'deadline-passed' }, 'ended expired'],
    [{ kind: 'refused', cause: 'request-refused', message: 'Refused', code: '2204' }, 'ended failed'],
  ])('tell of an end by %j', (event, expected) => {
    expect(typesOf(told([event]))).toEqual([expected]);
  });

  it('are bounded, and keep one for the end', () => {
    const unknown = Array.from({ length: 30 }, (_, index) => confirmed(result(String(7000 + index))));
    const all = typesOf(told([{ kind: 'stalled' }, ...unknown, decided]));
    expect(all).toHaveLength(MOST_NOTIFICATIONS);
    expect(all.at(-1)).toBe('ended approved');
  });

  it('tell of nothing twice where nothing changes', () => {
    const ended = advance(started(), { kind: 'cancelled' }, NOW);
    if (ended.kind === 'refused') throw new Error('it was refused');
    expect(notificationsDue(ended.verification, ended.verification, { nowMs: NOW, toldBefore: 0 })).toEqual([]);
    expect(notificationsDue(started(), started(), { nowMs: NOW, toldBefore: 0 })).toEqual([]);
  });

  it('say what happened and when, and nothing personal', () => {
    const [first, last] = told([provisional, approved]);
    expect(first).toEqual({
      type: 'verification.first-answer',
      timestamp: new Date(START + HOUR / 50).toISOString(),
      data: {
        verificationId: 'v-1',
        product: 'smartselfie-registration',
        state: 'in-vendor-review',
        sentence: expect.stringContaining('answered provisionally (0842)'),
        code: '0842',
        until: new Date(START + HOUR / 50 + HOUR).toISOString(),
      },
    });
    expect(last?.data).toEqual({
      verificationId: 'v-1',
      product: 'smartselfie-registration',
      state: 'approved',
      sentence: "Approved by Smile ID's reviewer (1240).",
      decision: 'approved',
      decidedBy: 'reviewer',
      code: '1240',
      remedy: 'none',
    });
    const personal = { ...approved, idData: { fullName: PLANTED } } as unknown as VerificationEvent;
    const everything = [
      told([provisional, personal]),
      told([{ kind: 'stalled' }, decided]),
      told([{ kind: 'cancelled', reason: PLANTED }]),
    ];
    expect(JSON.stringify(everything)).not.toContain(PLANTED);
  });
});

describe('The delivery of a notification', () => {
  it('is tried at once, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h', () => {
    const minutes = DELIVERY_PAUSES_MS.map((ms) => ms / 60_000);
    expect(minutes).toEqual([0, 1 / 12, 5, 30, 120, 300, 600, 600]);
  });

  it.each([
    [200, 'delivered'],
    [299, 'delivered'],
    [199, 'try-again'],
    [301, 'try-again'],
    [404, 'try-again'],
    [410, 'gone'],
    [500, 'try-again'],
  ])('with the answer %i is %s', (status, verdict) => {
    expect(verdictOf({ at: '', durationMs: 1, kind: 'answered', status })).toBe(verdict);
  });

  it.each([
    ['https://hooks.example.com', 'https://hooks.example.com'],
    ['http://127.0.0.1:8500?secret', 'http://127.0.0.1:8500'],
    ['http://127.0.0.1:8500\\secret', 'http://127.0.0.1:8500'],
    ['https:\\\\hooks.example.com\\secret', ''],
    ['https:/hooks.example.com/secret', ''],
    ['https://secret:secret@hooks.example.com/', ''],
    ['secret', ''],
  ])('shows nothing more of %s than %j', (url, receiver) => {
    const [ended] = told([{ kind: 'cancelled' }]);
    expect(deliveryOf(url, ended as Notification, { state: 'trying', attempts: [] }).receiver).toBe(receiver);
  });

  it('has one record, whichever of its runs knows of an attempt', () => {
    const at = (second: number) => ({
      at: `2024-03-01T08:00:0${second}.000Z`,
      durationMs: 1,
      kind: 'answered' as const,
    });
    const records = [
      [{ ...at(2), status: 500 }],
      [
        { ...at(1), status: 503 },
        { ...at(2), status: 500 },
      ],
      [],
      [{ ...at(3), status: 200 }],
    ];
    expect(mergeAttempts(records).map(({ number, at: when, kind }) => [number, when.slice(-6), kind])).toEqual([
      [1, '1.000Z', 'answered'],
      [2, '2.000Z', 'answered'],
      [3, '3.000Z', 'answered'],
    ]);
  });

  it('is told in one sentence, which holds nothing of the URL but its origin', () => {
    const [ended] = told([{ kind: 'cancelled' }]);
    const url = 'https://hooks.example.com:8443/secret-path?key=secret';
    const attempts = [
      { number: 1, at: '2024-03-01T08:00:00.000Z', durationMs: 12, kind: 'answered', status: 500 } as const,
      {
        number: 2,
        at: '2024-03-01T08:00:05.000Z',
        durationMs: 12,
        kind: 'failed',
        reason: 'connection refused',
      } as const,
    ];
    const delivery = (count: number, nextAttemptAtMs?: number) =>
      deliveryOf(url, ended as Notification, {
        state: 'trying',
        attempts: attempts.slice(0, count),
        ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs }),
      });
    expect(sentenceOf(delivery(0))).toBe(
      'verification.ended to https://hooks.example.com:8443: trying, no attempt has ended.',
    );
    expect(sentenceOf(delivery(1, START))).toBe(
      'verification.ended to https://hooks.example.com:8443: trying, 1 attempt, the last at 2024-03-01T08:00:00.000Z: HTTP 500; next attempt at 2024-03-01T08:00:00.000Z.',
    );
    expect(sentenceOf(delivery(2))).toContain('2 attempts, the last at 2024-03-01T08:00:05.000Z: connection refused.');
  });
});
