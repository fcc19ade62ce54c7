import { VerificationFailure } from '../domain/failure.ts';

/** A plugin that comes later has the last word, and verifications would stand, or be carried forward by something else. */
export function undone(what: string): VerificationFailure {
  return new VerificationFailure(
    'invalid-request',
    `Another plugin has replaced smileflow's ${what}: put smileflow's plugin last among the plugins; those of a connection come after those of a worker.`,
  );
}
