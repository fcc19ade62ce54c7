import { ApplicationFailure, ApplicationFailureCategory, type ApplicationFailureOptions } from '@temporalio/common';
import { isVerificationFailure, type VerificationFailure } from '../domain/failure.ts';
import type { EventOf } from '../domain/verification.ts';

/** The one place where failures become Temporal's: what is worth trying again is thrown, the rest is an event. */
export function toEvent(error: unknown): EventOf<'blocked'> | EventOf<'refused'> {
  if (!isVerificationFailure(error)) throw error;
  const code = error.code === undefined ? {} : { code: error.code };
  switch (error.kind) {
    case 'rate-limited':
      return { kind: 'blocked', cause: isIdNumberBlocked(error) ? 'id-number-blocked' : 'rate-limited', ...code };
    case 'not-authorised':
      return { kind: 'blocked', cause: error.kind, ...code };
    case 'request-refused':
    case 'user-state':
    case 'invalid-request':
      return { kind: 'refused', cause: error.kind, message: error.message, ...code };
    case 'different-input':
    case 'not-found':
    case 'already-ended':
      throw error;
    case 'unavailable':
    case 'misconfigured':
    case 'outcome-unknown':
    case 'untrusted-response':
      throw tryAgain(error);
  }
}

/** 2222 and its namesakes: not this caller is too fast, this ID number was used too often (PROTOCOL 18). */
function isIdNumberBlocked({ code }: VerificationFailure): boolean {
  return code?.endsWith('22') === true;
}

/** @param delayMs pause before the next attempt; without it the activity's own backoff counts */
export function tryAgain(failure: VerificationFailure, delayMs?: number): ApplicationFailure {
  return withoutStack({
    type: failure.kind,
    message: failure.message,
    nonRetryable: false,
    ...(delayMs === undefined ? {} : { nextRetryDelay: delayMs }),
  });
}

/** "Not yet" is expected: no error in metrics or logs, and its message is what an operator reads meanwhile. */
export function notYet(message: string, delayMs: number): ApplicationFailure {
  return withoutStack({
    type: 'not-yet',
    message,
    nonRetryable: false,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Nothing here is a defect: where it was thrown tells an operator nothing, and would stand in the history. */
function withoutStack(options: ApplicationFailureOptions): ApplicationFailure {
  const failure = ApplicationFailure.create(options);
  failure.stack = '';
  return failure;
}
