import { describe, expect, it } from '@jest/globals';
import { describe as describeVerification } from '../../domain/describe.ts';
import { nextStep } from '../../domain/next-step.ts';
import {
  decisionOf,
  type OperatorVerdict,
  refusalOfDecision,
  refusalOfResume,
} from '../../domain/operator-decision.ts';
import { outcomeOf } from '../../domain/outcome.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { advance } from '../../domain/transitions.ts';
import { isTerminal, type Verification, type VerificationEvent } from '../../domain/verification.ts';
import { confirmed, HOUR, NOW, result, START, STATES, verificationIn, withState } from './verifications.ts';

const asked = (policy: Partial<Policy> = {}): Verification =>
  verificationIn('awaiting-operator', { policy: { ...DEFAULT_POLICY, ...policy } });

function following(verification: Verification, ...events: VerificationEvent[]): Verification {
  return events.reduce((present, event) => {
    const advanced = advance(present, event, NOW);
    return advanced.kind === 'advanced' ? advanced.verification : present;
  }, verification);
}

const decided = (verdict: OperatorVerdict, by = 'operator-1'): VerificationEvent => ({
  kind: 'operator-decided',
  decision: { verdict, by, reason: 'looked at both pictures', atMs: NOW, vendorSaid: '0842' },
});

function outcome(verification: Verification) {
  if (!isTerminal(verification.state)) throw new Error(`It is still ${verification.state.kind}.`);
  return outcomeOf(verification, verification.state);
}

describe("An operator's decision", () => {
  it.each([
    ['approve', 'approved', 'none'],
    ['reject', 'rejected', 'none'],
    ['request-new-capture', 'rejected', 'new-pictures'],
  ] as const)(
    '%s ends it as %s with the remedy %s and says who, when, why and what Smile ID had said',
    (verdict, decision, remedy) => {
      expect(outcome(following(asked(), decided(verdict)))).toMatchObject({
        decision,
        decidedBy: 'operator',
        remedy,
        code: '0842',
        operatorDecisions: [
          { verdict, by: 'operator-1', reason: 'looked at both pictures', atMs: NOW, vendorSaid: '0842' },
        ],
      });
    },
  );

  it('counts with four eyes only once a second person decides the same', () => {
    const once = following(asked({ fourEyes: true }), decided('approve'));
    expect(once.state).toMatchObject({ kind: 'awaiting-operator', proposal: { by: 'operator-1' } });
    expect(describeVerification(once).sentence).toContain('another must confirm');
    expect(following(once, decided('approve')).state.kind).toBe('awaiting-operator');
    expect(outcome(following(once, decided('approve', 'operator-2')))).toMatchObject({
      decision: 'approved',
      operatorDecisions: [{ by: 'operator-1' }, { by: 'operator-2' }],
    });
  });

  it('with four eyes becomes the proposal of the second person where the two disagree', () => {
    const disagreed = following(asked({ fourEyes: true }), decided('approve'), decided('reject', 'operator-2'));
    expect(disagreed.state).toMatchObject({
      kind: 'awaiting-operator',
      proposal: { verdict: 'reject', by: 'operator-2' },
    });
    expect(following(disagreed, decided('reject', 'operator-1')).state.kind).toBe('rejected');
  });

  it('comes too late where a final result of Smile ID came first', () => {
    const late = following(asked(), confirmed(result('1241')), decided('approve'));
    expect(outcome(late)).toMatchObject({ decision: 'rejected', decidedBy: 'reviewer' });
  });

  it.each([
    [{}, /"decision" must be one of.*"by" must say who.*"reason" must say why/],
    [{ decision: 'maybe', by: 'o', reason: 'r' }, /"decision"/],
    [{ decision: 'approve', by: ' ', reason: 'r' }, /"by"/],
    [{ decision: 'approve', by: 'o', reason: '' }, /"reason"/],
    [undefined, /"decision"/],
  ])('is refused with a sentence if it says %j', (request, sentence) => {
    expect(refusalOfDecision(asked(), request)).toMatch(sentence);
  });

  it('is refused when it is not the time', () => {
    const request = { decision: 'approve', by: 'operator-1', reason: 'why not' };
    expect(refusalOfDecision(asked(), request)).toBeUndefined();
    expect(refusalOfDecision(verificationIn('awaiting-result'), request)).toMatch(/not the time.*awaiting-result/);
  });

  it('is refused with four eyes when the second person is the first', () => {
    const request = { decision: 'approve', by: 'operator-1', reason: 'again' };
    const once = following(asked({ fourEyes: true }), decided('approve'));
    expect(refusalOfDecision(once, request)).toMatch(/another one must confirm/);
    expect(refusalOfDecision(once, { ...request, by: 'operator-2' })).toBeUndefined();
  });

  it('keeps what Smile ID had said', () => {
    expect(decisionOf(asked(), { decision: 'reject', by: 'o', reason: 'r' }, NOW)).toEqual({
      verdict: 'reject',
      by: 'o',
      reason: 'r',
      atMs: NOW,
      vendorSaid: '0842',
    });
  });

  it('is asked of the second level when the first has had its time, once', () => {
    expect(nextStep(asked())).toMatchObject({ onTimeout: 'operator-overdue', untilMs: START + 24 * HOUR });
    const escalated = following(asked(), { kind: 'operator-overdue' });
    expect(describeVerification(escalated).sentence).toContain('second');
    expect(nextStep(escalated)).toMatchObject({ onTimeout: 'deadline-passed' });
    expect(advance(escalated, { kind: 'operator-overdue' }, NOW).kind).toBe('refused');
  });
});

describe('The policy for open results', () => {
  const waiting = (policy: Partial<Policy>): Verification =>
    verificationIn('awaiting-result', { policy: { ...DEFAULT_POLICY, ...policy } });

  it.each([
    ['wait', 'in-vendor-review'],
    ['accept', 'approved'],
    ['ask-operator', 'awaiting-operator'],
  ] as const)('%s makes of a provisional result %s', (provisional, kind) => {
    expect(following(waiting({ provisional }), confirmed(result('0842'))).state.kind).toBe(kind);
  });

  it('never accepts what is under review', () => {
    expect(following(waiting({ provisional: 'accept' }), confirmed(result('0844'))).state.kind).toBe(
      'in-vendor-review',
    );
  });
});

describe('A pause in the middle of an upload', () => {
  it('leaves the doubt whether the pictures have arrived', () => {
    const parked = following(verificationIn('uploading'), { kind: 'blocked', cause: 'rate-limited', code: '2222' });
    const resumed = following(parked, { kind: 'pause-over' });
    expect(nextStep(verificationIn('uploading'))).toMatchObject({ do: 'upload', mayHaveArrived: false });
    expect(nextStep(resumed)).toMatchObject({ do: 'upload', mayHaveArrived: true });
  });
});

describe('A verification by the third rules', () => {
  const lost: Verification = { ...withState({ ...STATES['awaiting-operator'], isDoubtful: true }), rules: 3 };
  const claim = { code: '1240', fromReviewer: true, declaredFinal: true };

  it('stays with the operator where Smile ID refuses the credentials meanwhile', () => {
    expect(advance(lost, { kind: 'blocked', cause: 'not-authorised' }, NOW)).toMatchObject({ kind: 'refused' });
    const before = { ...lost, rules: 2 as const };
    expect(following(before, { kind: 'blocked', cause: 'not-authorised' }).state.kind).toBe('parked');
  });

  it('keeps the doubt whether the job exists, whatever else the operator is asked', () => {
    const doubtful: Verification = {
      ...verificationIn('awaiting-result', { product: 'enhanced-kyc', isSubmitted: false, rules: 3 }),
      state: { ...STATES['awaiting-result'], isDoubtful: true },
    };
    for (const event of [
      { kind: 'claim-unconfirmed', claim },
      { kind: 'responses-untrusted', reason: 'untrusted-responses' },
      { kind: 'responses-untrusted', reason: 'status-refused' },
      { kind: 'stalled' },
    ] as const) {
      const asked = following(doubtful, event);
      expect(asked.state).toMatchObject({ kind: 'awaiting-operator', isDoubtful: true });
      expect(refusalOfResume(asked)).toBeUndefined();
      expect(following(asked, { kind: 'resumed' }).state).toMatchObject({ kind: 'submitting', mayExist: true });
      const ended = following(asked, { kind: 'cancelled' });
      expect(ended.state).toMatchObject({ kind: 'cancelled', jobMayExist: true });
    }
  });

  it('is begun again with the same job where an operator resumes an upload in doubt', () => {
    const asked = following(verificationIn('uploading'), { kind: 'responses-untrusted', reason: 'status-refused' });
    expect(asked.state).toMatchObject({ kind: 'awaiting-operator', reason: 'status-refused', isDoubtful: true });
    expect(nextStep(following(asked, { kind: 'resumed' }))).toMatchObject({ do: 'prepare-upload', mayExist: true });
  });

  it('takes two spellings of a name for one person', () => {
    const fourEyes = { ...lost, policy: { ...lost.policy, fourEyes: true } };
    const proposed = following(fourEyes, {
      kind: 'operator-decided',
      decision: { verdict: 'approve', by: 'anna', reason: 'compared', atMs: NOW },
    });
    const again = { decision: 'approve', by: ' Anna ', reason: 'compared again' };
    expect(refusalOfDecision(proposed, again)).toMatch(/another one must confirm/);
    expect(refusalOfDecision(proposed, { ...again, by: 'ben' })).toBeUndefined();
  });
});
