/** Why the machine cannot go on, named by who must act. See docs/errors.md for a paragraph on each. */
export type FailureKind =
  | 'unavailable'
  | 'rate-limited'
  | 'outcome-unknown'
  | 'misconfigured'
  | 'request-refused'
  | 'not-authorised'
  | 'untrusted-response'
  | 'user-state'
  | 'invalid-request'
  | 'different-input'
  | 'not-found'
  | 'already-ended';

export interface FailureFacts {
  /** Smile ID's code, normalised to four characters, where the answer had one. */
  readonly code?: string;
  readonly httpStatus?: number;
  /** True where it is proven that nothing has left this machine. */
  readonly wasNeverSent?: boolean;
  /** Every single thing that is wrong, where there may be several. */
  readonly problems?: readonly string[];
  /** Smile ID's number of a job that exists all the same. */
  readonly smileJobId?: string;
}

/**
 * The one failure class of the project. `message` is shown to operators and callers: it must never hold a name,
 * an id number, a picture path, a URL with a query, or a raw body.
 */
export class VerificationFailure extends Error {
  override readonly name = 'VerificationFailure';
  readonly kind: FailureKind;
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly wasNeverSent: boolean;
  readonly problems: readonly string[];
  readonly smileJobId: string | undefined;

  constructor(kind: FailureKind, message: string, facts: FailureFacts = {}) {
    super(message);
    this.kind = kind;
    this.code = facts.code;
    this.httpStatus = facts.httpStatus;
    this.wasNeverSent = facts.wasNeverSent ?? false;
    this.problems = facts.problems ?? [];
    this.smileJobId = facts.smileJobId;
  }
}

/** Recognises the class by shape, because two realms (a jest sandbox, a bundled copy) each have their own. */
export function isVerificationFailure(error: unknown): error is VerificationFailure {
  return (error as { name?: unknown } | null | undefined)?.name === 'VerificationFailure';
}

/** What a failure knows besides its words, for one that says the same in others. */
export function factsOf({ code, httpStatus, wasNeverSent, problems, smileJobId }: VerificationFailure): FailureFacts {
  return {
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    wasNeverSent,
    problems,
    ...(smileJobId === undefined ? {} : { smileJobId }),
  };
}
