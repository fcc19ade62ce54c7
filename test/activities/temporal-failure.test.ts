import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { notYet, toEvent, tryAgain } from '../../activities/temporal-failure.ts';
import { type FailureKind, VerificationFailure } from '../../domain/failure.ts';
import { classifyFailure } from '../../smile-id/classify-failure.ts';

/** `retried`: thrown for Temporal to try again. `as-it-is`: no activity causes it. Otherwise the event. */
const HANDLING: { readonly [K in FailureKind]: 'retried' | 'blocked' | 'refused' | 'as-it-is' } = {
  unavailable: 'retried',
  'rate-limited': 'blocked',
  'outcome-unknown': 'retried',
  misconfigured: 'retried',
  'request-refused': 'refused',
  'not-authorised': 'blocked',
  'untrusted-response': 'retried',
  'user-state': 'refused',
  'invalid-request': 'refused',
  'different-input': 'as-it-is',
  'not-found': 'as-it-is',
  'already-ended': 'as-it-is',
};

function kindsThatAre(handling: (typeof HANDLING)[FailureKind]): FailureKind[] {
  return (Object.keys(HANDLING) as FailureKind[]).filter((kind) => HANDLING[kind] === handling);
}

function failure(kind: FailureKind, code?: string): VerificationFailure {
  return new VerificationFailure(kind, `It was ${kind}.`, code === undefined ? {} : { code });
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('Failures of activities', () => {
  it.each(kindsThatAre('retried'))('of the kind %s are thrown, so that Temporal tries again', (kind) => {
    const thrown = thrownBy(() => toEvent(failure(kind, '2201')));
    expect(thrown).toBeInstanceOf(ApplicationFailure);
    expect(thrown).toMatchObject({ type: kind, message: `It was ${kind}.`, nonRetryable: false });
    expect((thrown as ApplicationFailure).nextRetryDelay ?? undefined).toBeUndefined();
  });

  it.each([
    [429, 'TooManyRequests'],
    [503, 'SlowDown'],
  ])('of an upload that S3 puts off with %d %s are thrown, too, and end nobody', (status, code) => {
    const thrown = thrownBy(() => toEvent(classifyFailure({ endpoint: 'upload', status, code })));
    expect(thrown).toMatchObject({ type: 'unavailable', nonRetryable: false });
  });

  it.each(kindsThatAre('blocked'))('of the kind %s become the event that parks', (kind) => {
    expect(toEvent(failure(kind, '2205'))).toEqual({ kind: 'blocked', cause: kind, code: '2205' });
    expect(toEvent(failure(kind))).toEqual({ kind: 'blocked', cause: kind });
  });

  it.each(kindsThatAre('refused'))('of the kind %s become the event that ends the verification', (kind) => {
    const event = { kind: 'refused', cause: kind, message: `It was ${kind}.` };
    expect(toEvent(failure(kind, '2204'))).toEqual({ ...event, code: '2204' });
    expect(toEvent(failure(kind))).toEqual(event);
  });

  it.each(kindsThatAre('as-it-is'))('of the kind %s are none of an activity and pass as they are', (kind) => {
    const error = failure(kind);
    expect(thrownBy(() => toEvent(error))).toBe(error);
  });

  it.each([new TypeError('a defect'), 'text', undefined, null, { kind: 'unavailable' }])(
    'that are none of ours pass as they are: %p',
    (error) => {
      expect(thrownBy(() => toEvent(error))).toBe(error);
    },
  );

  it('are recognised by their shape, also where their class was loaded twice', () => {
    const twin = Object.assign(new Error('Blocked.'), { name: 'VerificationFailure', kind: 'rate-limited' });
    expect(toEvent(twin)).toEqual({ kind: 'blocked', cause: 'rate-limited' });
  });

  it('are tried again after the pause that is asked for', () => {
    expect(tryAgain(failure('unavailable'), 5_000)).toMatchObject({ type: 'unavailable', nextRetryDelay: 5_000 });
  });

  it('are no errors in metrics and logs where the answer is "not yet"', () => {
    expect(notYet('Not yet.', 2_000)).toMatchObject({
      type: 'not-yet',
      message: 'Not yet.',
      nonRetryable: false,
      nextRetryDelay: 2_000,
      category: ApplicationFailureCategory.BENIGN,
    });
    expect(tryAgain(failure('unavailable')).category).not.toBe(ApplicationFailureCategory.BENIGN);
  });
});
