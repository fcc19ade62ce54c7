import { describe, expect, it } from '@jest/globals';
import { describeOutcome, describe as describeVerification, type StatusView } from '../../domain/describe.ts';
import { outcomeOf } from '../../domain/outcome.ts';
import {
  isTerminal,
  type OperatorReason,
  type ParkedCause,
  STATE_KINDS,
  type TerminalState,
  type Verification,
} from '../../domain/verification.ts';
import { DEADLINE, HOUR, START, STATES, verificationIn, withState } from './verifications.ts';

const DEADLINE_TEXT = new Date(DEADLINE).toISOString();
const OPEN = STATE_KINDS.filter((kind) => !isTerminal(STATES[kind]));
const TERMINAL = STATE_KINDS.filter((kind) => isTerminal(STATES[kind]));

const REASONS: { readonly [R in OperatorReason]: RegExp } = {
  'review-overdue': /reviewer did not decide in time/,
  'unknown-code': /result code that is not known here/,
  'needs-decision': /needs a decision here/,
  contradiction: /contradict each other/,
  'unconfirmed-claim': /does not confirm/,
  'untrusted-responses': /no valid signature/,
  'status-refused': /refuses to tell/,
  stalled: /has reported no result in time/,
  'answer-lost': /Whether Smile ID took the request is not known/,
};

const PAUSES: { readonly [C in ParkedCause]: { readonly sentence: RegExp; readonly whoActs: StatusView['whoActs'] } } =
  {
    'rate-limited': { sentence: /slow down.*nobody needs to act/, whoActs: 'nobody' },
    'not-authorised': { sentence: /an operator must check partner id, API key and environment/, whoActs: 'operator' },
    'id-authority-down': { sentence: /authority does not answer.*nobody needs to act/, whoActs: 'nobody' },
    'id-number-blocked': { sentence: /blocked for three days.*an operator can have it unblocked/, whoActs: 'operator' },
    'upload-url-unusable': { sentence: /an operator must check the worker's clock/, whoActs: 'operator' },
  };

/** ISO times in a text. */
function timesIn(text: string): string[] {
  return [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => time);
}

describe('The description of a verification', () => {
  it.each([
    [
      'preparing',
      'nobody',
      'Creating the job at Smile ID; nobody needs to act; it tries until 2024-03-04T08:00:00.000Z.',
    ],
    ['uploading', 'nobody', 'Sending the pictures; nobody needs to act; it tries until 2024-03-04T08:00:00.000Z.'],
    ['submitting', 'nobody', 'Asking Smile ID; nobody needs to act; it tries until 2024-03-04T08:00:00.000Z.'],
    [
      'awaiting-result',
      'smile-id',
      'Waiting for the result; nobody needs to act; it tries until 2024-03-04T08:00:00.000Z.',
    ],
    [
      'in-vendor-review',
      'smile-id',
      'Smile ID answered provisionally (0842); its reviewer decides; an operator is asked at 2024-03-02T08:00:00.000Z.',
    ],
    [
      'awaiting-operator',
      'operator',
      "Smile ID's reviewer did not decide in time. An operator must act before it expires at 2024-03-04T08:00:00.000Z.",
    ],
    [
      'parked',
      'nobody',
      'Smile ID asks to slow down (2222); nobody needs to act. It tries again at 2024-03-01T10:00:00.000Z and gives up at 2024-03-04T08:00:00.000Z.',
    ],
  ] as const)('says of %s that %s must act: %s', (kind, whoActs, sentence) => {
    expect(describeVerification(verificationIn(kind))).toMatchObject({ state: kind, whoActs, sentence });
  });

  it.each(OPEN)('says until when %s lasts, in the sentence as in the field', (kind) => {
    const { until, sentence, deadline } = describeVerification(verificationIn(kind));
    expect(deadline).toBe(DEADLINE_TEXT);
    expect(timesIn(sentence)).toContain(until);
  });

  it.each([
    ['in-vendor-review', withState({ ...STATES['in-vendor-review'], dueAtMs: DEADLINE + HOUR })],
    ['parked', withState({ ...STATES.parked, untilMs: DEADLINE + HOUR })],
  ] as const)('announces nothing of %s that would come only after the deadline', (_, verification) => {
    const { until, sentence } = describeVerification(verification);
    expect(until).toBe(DEADLINE_TEXT);
    for (const time of timesIn(sentence)) expect(time <= DEADLINE_TEXT).toBe(true);
  });

  it.each(Object.entries(REASONS))('tells an operator why it asks: %s', (reason, expected) => {
    const state = { ...STATES['awaiting-operator'], reason: reason as OperatorReason };
    const { sentence, whoActs } = describeVerification(withState(state));
    expect(sentence).toMatch(expected);
    expect(sentence).toContain(`An operator must act before it expires at ${DEADLINE_TEXT}.`);
    expect(whoActs).toBe('operator');
  });

  it.each(Object.entries(PAUSES))('tells why it is parked: %s', (cause, { sentence, whoActs }) => {
    const view = describeVerification(withState({ ...STATES.parked, cause: cause as ParkedCause }));
    expect(view.sentence).toMatch(sentence);
    expect(view.whoActs).toBe(whoActs);
  });

  it.each(TERMINAL)('has no end of waiting for %s', (kind) => {
    const view = describeVerification(verificationIn(kind));
    expect(view).not.toHaveProperty('until');
    expect(view.whoActs).toBe('nobody');
  });

  it.each(TERMINAL)('of %s is the same from the verification and from its outcome alone', (kind) => {
    const verification = verificationIn(kind);
    const outcome = outcomeOf(verification, verification.state as TerminalState);
    const view = describeVerification(verification);
    const { latestCode: _, ...fromOutcome } = describeOutcome(outcome);
    expect(view).toMatchObject(fromOutcome);
  });

  it.each([...STATE_KINDS])(
    'of %s quotes no free text: neither of a result, nor of a reason, nor of a picture',
    (kind) => {
      const planted = 'Planted Person 12345678';
      const media = { store: planted, key: planted, sha256: planted, bytes: 1, mediaType: planted };
      const verification = plant(verificationIn(kind), planted);
      const view = describeVerification({ ...verification, returnedPictures: [{ role: planted, media }] });
      expect(JSON.stringify(view)).not.toContain(planted);
    },
  );

  it('names the latest result and the job', () => {
    const view = describeVerification(verificationIn('in-vendor-review'));
    expect(view).toMatchObject({ latestCode: '0842', smileJobId: '0000004711', since: new Date(START).toISOString() });
    expect(describeVerification(verificationIn('preparing'))).not.toHaveProperty('smileJobId');
  });
});

/** Replaces every free text of a verification that is not written here. */
function plant(verification: Verification, text: string): Verification {
  const free = new Set(['text', 'reason', 'sealed']);
  const isFree = (key: string, value: unknown): boolean =>
    free.has(key) && typeof value === 'string' && !(value in REASONS);
  return JSON.parse(JSON.stringify(verification, (key, value) => (isFree(key, value) ? text : value)));
}
