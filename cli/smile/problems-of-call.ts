import { isVerificationFailure } from '../../domain/failure.ts';
import type { checkCall } from '../../smile-id/call-check.ts';
import { type Flags, furtherProblems } from '../words-of-options.ts';

/**
 * What the library would refuse of a call, in the words of the command line, and before anybody is asked.
 * @param told problems whose options need not be told about again
 */
export async function problemsOfCall(
  what: Parameters<typeof checkCall>[0],
  given: object,
  flags: Flags,
  told: readonly string[],
): Promise<string[]> {
  const call = await import('../../smile-id/call-check.ts');
  try {
    call.checkCall(what, given);
    return [];
  } catch (error) {
    if (!isVerificationFailure(error)) throw error;
    return furtherProblems(flags, error.problems, told);
  }
}
