import type { FailureKind } from '../domain/failure.ts';
import type { Decision } from '../domain/outcome.ts';

/** What the exit codes mean. Documented in README.md. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  invalidInput: 2,
  rejected: 3,
  expired: 4,
  cancelled: 5,
  failed: 6,
  unreachable: 7,
  notFound: 8,
  notEnded: 9,
  alreadyEnded: 10,
  needsPerson: 11,
  notGenuine: 12,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_OF_DECISION: { readonly [D in Decision]: ExitCode } = {
  approved: EXIT.ok,
  rejected: EXIT.rejected,
  expired: EXIT.expired,
  cancelled: EXIT.cancelled,
  failed: EXIT.failed,
};

export const EXIT_OF_FAILURE: { readonly [K in FailureKind]: ExitCode } = {
  unavailable: EXIT.unreachable,
  'rate-limited': EXIT.unreachable,
  'outcome-unknown': EXIT.unexpected,
  'request-refused': EXIT.failed,
  'not-authorised': EXIT.failed,
  misconfigured: EXIT.failed,
  'untrusted-response': EXIT.failed,
  'user-state': EXIT.failed,
  'invalid-request': EXIT.invalidInput,
  'different-input': EXIT.invalidInput,
  'not-found': EXIT.notFound,
  'already-ended': EXIT.alreadyEnded,
};
