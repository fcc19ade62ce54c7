import { describe, expect, it } from '@jest/globals';
import { type CorrectedOutcome, correctionOf, isWorthCorrecting } from '../../domain/correction.ts';
import { hasAnswer } from '../../domain/first-answer.ts';
import { correctionIdOf, correctionIdPrefixOf } from '../../domain/identifiers.ts';
import { refusalOfResume } from '../../domain/operator-decision.ts';
import { NOW, result, START, STATES, verificationIn, withState } from './verifications.ts';

const APPROVED: CorrectedOutcome = {
  verificationId: 'order-4711',
  product: 'smartselfie-registration',
  decision: 'approved',
  decidedBy: 'machine',
  code: '0840',
  endedAt: new Date(START).toISOString(),
  results: [result('0840')],
};
const EXPIRED: CorrectedOutcome = { ...APPROVED, decision: 'expired', results: [result('0842')] };

describe('A claim after the end', () => {
  it.each([
    ["a reviewer's rejection of what the machine approved", APPROVED, { code: '1241', fromReviewer: true }, true],
    ['a rejection by the machine', APPROVED, { code: '0841', fromReviewer: false }, true],
    ['an approval of what has expired', EXPIRED, { code: '1240', fromReviewer: true }, true],
    ['the known approval again', APPROVED, { code: '0840', fromReviewer: false }, false],
    ["a reviewer's approval of what is approved", APPROVED, { code: '1240', fromReviewer: true }, false],
    ['a provisional result', APPROVED, { code: '0842', fromReviewer: false }, false],
    [
      'a rejection that declares itself not final',
      APPROVED,
      { code: '0841', fromReviewer: false, declaredFinal: false },
      false,
    ],
    ['a code that no table lists', APPROVED, { code: '0999', fromReviewer: false }, false],
    ['a code of another product', APPROVED, { code: '0811', fromReviewer: false }, false],
    ['a technical result', APPROVED, { code: '0001', fromReviewer: false }, false],
    [
      'the machine against the reviewer who decided',
      { ...APPROVED, decidedBy: 'reviewer', code: '1240', results: [result('1240')] },
      { code: '0841', fromReviewer: false },
      false,
    ],
  ] as const)('that is %s: worth asking Smile ID about it', (_, outcome, claim, expected) => {
    expect(isWorthCorrecting(outcome, claim)).toBe(expected);
  });
});

describe('A correction', () => {
  it('stands beside the outcome, and says what was and what is', () => {
    expect(correctionOf(APPROVED, result('1241'), NOW)).toMatchObject({
      verificationId: 'order-4711',
      was: { decision: 'approved', decidedBy: 'machine', code: '0840' },
      decision: 'rejected',
      decidedBy: 'reviewer',
      sentence: "Ended as approved (0840); Smile ID's reviewer said rejected (1241) afterwards.",
      confirmedAt: new Date(NOW).toISOString(),
    });
  });

  it.each(['0840', '1240', '0842', '0999', '0001'])('is none where %s is what Smile ID confirms', (code) => {
    expect(correctionOf(APPROVED, result(code), NOW)).toBeUndefined();
  });

  it('has an id that no other verification can have', () => {
    expect(correctionIdOf('order-4711', 'reviewer-rejected')).toBe('correction-order-4711:reviewer-rejected');
    expect(correctionIdOf('order-4711-1', '1241').startsWith(correctionIdPrefixOf('order-4711'))).toBe(false);
  });
});

describe('A first answer', () => {
  it.each([
    ['nothing yet', verificationIn('awaiting-result'), false],
    [
      'an ID lookup',
      verificationIn('awaiting-result', { results: [{ ...result('0840'), authority: 'lookup' }] }),
      false,
    ],
    ['a technical word', verificationIn('awaiting-result', { results: [result('0001')] }), false],
    ['a provisional result', verificationIn('in-vendor-review'), true],
    ['a code that no table lists', verificationIn('awaiting-operator', { results: [result('0999')] }), true],
    ['an end without any result', verificationIn('expired'), true],
  ] as const)('is %s: %#', (_, verification, expected) => {
    expect(hasAnswer(verification)).toBe(expected);
  });
});

describe('What can be resumed', () => {
  it('is what is parked, and a request whose answer was lost', () => {
    expect(refusalOfResume(verificationIn('parked'))).toBeUndefined();
    const lost = withState({ ...STATES['awaiting-operator'], isDoubtful: true });
    expect(refusalOfResume(lost)).toBeUndefined();
  });

  it.each(['preparing', 'submitting', 'awaiting-result', 'awaiting-operator'] as const)('is not %s', (kind) => {
    expect(refusalOfResume(verificationIn(kind))).toMatch(new RegExp(`There is nothing to resume.*${kind}`));
  });
});
