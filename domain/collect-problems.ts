import { isVerificationFailure, VerificationFailure } from './failure.ts';

/** Reads one thing after the other, and says everything that is wrong at once. */
export function collectProblems() {
  const problems: string[] = [];
  return {
    /** What `read` returns, or undefined if it fails as invalid; any other error passes. */
    attempt<T>(read: () => T): T | undefined {
      try {
        return read();
      } catch (error) {
        if (!isVerificationFailure(error)) throw error;
        problems.push(error.message);
        return undefined;
      }
    },
    /** @returns the failure `invalid-request` with all problems so far */
    failure(): VerificationFailure {
      return new VerificationFailure('invalid-request', problems.join(' '), { problems });
    },
  };
}

/**
 * A whole number from an environment variable.
 * @throws VerificationFailure `invalid-request`
 */
export function readWholeNumber(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { preset, least, most }: { readonly preset: number; readonly least: number; readonly most: number },
): number {
  const text = env[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new VerificationFailure('invalid-request', `${name} must be a whole number from ${least} to ${most}.`);
}
