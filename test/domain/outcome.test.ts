import { describe, expect, it } from '@jest/globals';
import { endsInFailure, type JobState, type Outcome, outcomeOf } from '../../domain/outcome.ts';
import { advance } from '../../domain/transitions.ts';
import type {
  FailureCause,
  OpenState,
  StateKind,
  TerminalState,
  Verification,
  VerificationEvent,
} from '../../domain/verification.ts';
import { EVENTS, NOW, result, START, STATES, verificationIn, withState } from './verifications.ts';

function endedBy(verification: Verification, ...events: VerificationEvent[]): Outcome {
  const end = events.reduce((at, event) => {
    const advanced = advance(at, event, NOW);
    if (advanced.kind === 'refused') throw new Error(`refused: ${advanced.why}`);
    return advanced.verification;
  }, verification);
  return outcomeOf(end, end.state as TerminalState);
}

function outcomeIn(state: TerminalState, change: Partial<Verification> = {}): Outcome {
  return outcomeOf(verificationIn(state.kind, { state, ...change }), state);
}

/** What is known of the paid job when it is cancelled or expires in a state. */
const JOBS: { readonly [S in OpenState['kind']]: JobState } = {
  preparing: 'unknown',
  uploading: 'created-without-pictures',
  submitting: 'unknown',
  'awaiting-result': 'submitted',
  'in-vendor-review': 'submitted',
  'awaiting-operator': 'submitted',
  parked: 'submitted',
};

const ENDS = Object.entries(JOBS).flatMap(([kind, job]) =>
  (['cancelled', 'deadline-passed'] as const).map((end) => ({ kind: kind as StateKind, end, job })),
);

const CAUSES: { readonly [C in FailureCause]: { readonly fails: boolean; readonly remedy: Outcome['remedy'] } } = {
  'request-refused': { fails: true, remedy: 'fix-request' },
  'user-state': { fails: false, remedy: 'contact-smile-id' },
  'invalid-request': { fails: true, remedy: 'start-again' },
  'job-id-conflict': { fails: true, remedy: 'none' },
  'technical-result': { fails: true, remedy: 'start-again' },
};

describe('The outcome', () => {
  it.each(ENDS)('of $kind ended by $end says that the job is $job', ({ kind, end, job }) => {
    expect(endedBy(verificationIn(kind), EVENTS[end]).job).toBe(job);
  });

  it('ends its sentence with one full stop, whatever the failure said', () => {
    const { sentence } = outcomeIn({ ...STATES.failed, message: 'While creating the job, Smile ID answered 2204.' });
    expect(sentence).toMatch(/^Failed: While creating the job, Smile ID answered 2204 \(2204\)\. \S/);
  });

  it('says that no job was created where the first request was refused for good or parked', () => {
    const refused = endedBy(verificationIn('preparing'), EVENTS.refused);
    expect(refused.job).toBe('not-created');
    const parked = endedBy(verificationIn('preparing'), EVENTS.blocked, EVENTS['deadline-passed']);
    expect(parked).toMatchObject({ job: 'not-created', decision: 'expired' });
    expect(parked.sentence).toContain('No job was created at Smile ID.');
  });

  it.each(['deadline-passed', 'cancelled'] as const)(
    'does not say that no job was created where an attempt before the pause may have created it (%s)',
    (end) => {
      const blocked = { ...EVENTS.blocked, jobMayExist: true };
      expect(endedBy(verificationIn('preparing'), blocked, EVENTS[end]).job).toBe('unknown');
    },
  );

  it('does not say that no job was created where a lost answer was followed by a refusal', () => {
    const mayExist = withState({ ...STATES.preparing, mayExist: true });
    expect(endedBy(mayExist, EVENTS.refused).job).toBe('unknown');
  });

  it.each([
    ['approved', '0840', 'machine', "Approved by Smile ID's machine check (0840)."],
    ['approved', '1240', 'reviewer', "Approved by Smile ID's reviewer (1240)."],
    [
      'rejected',
      '0841',
      'machine',
      "Rejected by Smile ID's machine check (0841). Let the person try again, as a new verification.",
    ],
    [
      'rejected',
      '1241',
      'reviewer',
      "Rejected by Smile ID's reviewer (1241). Let the person take new pictures, and start a new verification with them.",
    ],
  ] as const)('of %s by %s names the %s and what to do', (kind, code, decidedBy, sentence) => {
    const outcome = outcomeIn({ kind, sinceMs: NOW, result: result(code, { confidence: 99 }) });
    expect(outcome).toMatchObject({
      decision: kind,
      decidedBy,
      code,
      sentence,
      confidence: 99,
      text: `Text of ${code}`,
    });
  });

  it.each(['expired', 'cancelled', 'failed'] as const)('of %s names nobody who decided', (kind) => {
    expect(outcomeIn(STATES[kind])).not.toHaveProperty('decidedBy');
  });

  it.each([
    ['2207', 'enable-user'],
    ['2208', 're-enrol-user'],
    ['2209', 'new-user-id-or-allow-new-enroll'],
    ['2210', 'enrol-user'],
    ['2211', 're-enrol-user'],
    ['2216', 'enrol-user'],
  ])('tells the caller after %s to %s', (code, remedy) => {
    const refused = { kind: 'refused', cause: 'user-state', message: 'Smile ID answered', code } as const;
    expect(endedBy(verificationIn('preparing'), refused)).toMatchObject({ decision: 'failed', code, remedy });
  });

  it.each(Object.entries(CAUSES))('that failed by %s: %j', (cause, { fails, remedy }) => {
    const outcome = outcomeIn({ ...STATES.failed, cause: cause as FailureCause });
    expect(outcome).toMatchObject({ failure: cause, remedy });
    expect(endsInFailure(outcome)).toBe(fails);
  });

  it.each(['approved', 'rejected', 'expired', 'cancelled'] as const)('of %s is an answer and no failure', (kind) => {
    expect(endsInFailure(outcomeIn(STATES[kind]))).toBe(false);
  });

  it('of a result about the enrolment is an answer, of a technical result a failure; neither rejects the person', () => {
    const enrolled = endedBy(verificationIn('awaiting-result'), {
      ...EVENTS['result-confirmed'],
      result: result('2209'),
    });
    expect([enrolled.decision, enrolled.failure, endsInFailure(enrolled)]).toEqual(['failed', 'user-state', false]);
    const broken = endedBy(verificationIn('awaiting-result'), {
      ...EVENTS['result-confirmed'],
      result: result('0001'),
    });
    expect([broken.decision, broken.failure, endsInFailure(broken)]).toEqual(['failed', 'technical-result', true]);
  });

  it('keeps every result and all times', () => {
    const outcome = endedBy(verificationIn('in-vendor-review'), EVENTS['result-confirmed']);
    expect(outcome.results.map(({ code }) => code)).toEqual(['0842', '0840']);
    expect(outcome).toMatchObject({
      startedAt: new Date(START).toISOString(),
      endedAt: new Date(NOW).toISOString(),
      deadline: '2024-03-04T08:00:00.000Z',
    });
  });

  it('survives the way through JSON, as which it leaves the workflow', () => {
    const outcome = endedBy(verificationIn('in-vendor-review'), EVENTS['result-confirmed']);
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
  });
});
