import type { VerificationFailure } from '../domain/failure.ts';
import { UNTRUSTED_TRIES } from '../domain/polling.ts';
import type { EventOf } from '../domain/verification.ts';
import type { Attempt } from './attempt.ts';
import { tryAgain } from './temporal-failure.ts';

type Untrusted = EventOf<'responses-untrusted'>;

/** Why an answer of job_status is of no use; undefined for a failure that is none of the answer's. */
export function uselessnessOf({ kind }: VerificationFailure): Untrusted['reason'] | undefined {
  if (kind === 'untrusted-response') return 'untrusted-responses';
  // The job may be paid for: that Smile ID does not want to tell about it is a question for a person, and no end.
  return kind === 'request-refused' || kind === 'user-state' ? 'status-refused' : undefined;
}

/**
 * Answers that cannot be trusted or used are put up with for a while, and never believed.
 * @throws a failure that is worth another try, until there were enough
 */
export function giveUpOn(
  failure: VerificationFailure,
  reason: Untrusted['reason'],
  attempt: Attempt,
  { isLastWord, pauseMs }: { readonly isLastWord: boolean; readonly pauseMs?: number },
): Untrusted {
  const untrusted = (attempt.memory.untrusted ?? 0) + 1;
  if (isLastWord && untrusted >= UNTRUSTED_TRIES) return { kind: 'responses-untrusted', reason };
  attempt.remember({ untrusted });
  throw tryAgain(failure, pauseMs);
}
