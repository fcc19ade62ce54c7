import { describe, expect, it } from '@jest/globals';
import { nextStep } from '../../domain/next-step.ts';
import { isTerminal, STATE_KINDS } from '../../domain/verification.ts';
import { DEADLINE, HOUR, START, STATES, verificationIn, withState } from './verifications.ts';

describe('The next step', () => {
  it.each([
    ['preparing', { do: 'prepare-upload', mayExist: false, untilMs: DEADLINE, onTimeout: 'deadline-passed' }],
    ['uploading', { do: 'upload', ticket: STATES.uploading.ticket, untilMs: DEADLINE, onTimeout: 'deadline-passed' }],
    ['awaiting-result', { do: 'await-result', pace: 'processing', justUploaded: true, onTimeout: 'deadline-passed' }],
    [
      'in-vendor-review',
      { do: 'await-result', pace: 'review', untilMs: START + 24 * HOUR, onTimeout: 'review-overdue' },
    ],
    [
      'awaiting-operator',
      { do: 'await-result', pace: 'review', untilMs: START + 24 * HOUR, onTimeout: 'operator-overdue' },
    ],
    ['parked', { do: 'pause', untilMs: START + 2 * HOUR, onTimeout: 'pause-over' }],
  ] as const)('of %s is %j', (kind, step) => {
    expect(nextStep(verificationIn(kind))).toMatchObject(step);
  });

  it.each(STATE_KINDS.filter((kind) => isTerminal(STATES[kind])))('of %s is to finish with it', (kind) => {
    expect(nextStep(verificationIn(kind))).toEqual({ do: 'finish', state: STATES[kind] });
  });

  it('is bounded by the deadline where the review or the pause would last longer', () => {
    const late = DEADLINE + HOUR;
    const bound = { untilMs: DEADLINE, onTimeout: 'deadline-passed' };
    expect(nextStep(withState({ ...STATES['in-vendor-review'], dueAtMs: late }))).toMatchObject(bound);
    expect(nextStep(withState({ ...STATES.parked, untilMs: late }))).toMatchObject(bound);
  });
});
