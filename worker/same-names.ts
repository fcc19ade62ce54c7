import { VerificationFailure } from '../domain/failure.ts';

/** Temporal would take one of the two without a word, and the other's executions would run it. */
export function sameNames(what: 'activities' | 'exports', names: readonly string[]): VerificationFailure {
  return new VerificationFailure(
    'invalid-request',
    `These ${what} are smileflow's, and yours as well: ${names.join(', ')}. Rename yours, or give smileflow a worker of its own; where yours are smileflow's, leave them out: the plugin adds them.`,
  );
}
