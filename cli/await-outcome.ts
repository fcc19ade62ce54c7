import type { VerificationHandle } from '../client/verification-handle.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { follow } from './follow.ts';
import { Interrupted } from './interrupted.ts';
import { printOutcome } from './print-outcome.ts';

/**
 * Waits for the end in front of a person, who may leave at any time without harming the verification.
 * @throws Interrupted if the person left
 */
export async function awaitOutcome(handle: VerificationHandle, context: Context, json: boolean): Promise<ExitCode> {
  const comeBack = `Come back with: smileflow result ${handle.verificationId} --wait`;
  try {
    const outcome = await follow(handle, (sentence) => context.err.write(`${sentence}\n`), context.stopSignal);
    if (outcome !== undefined) return printOutcome(outcome, context, json);
  } catch (error) {
    if (isVerificationFailure(error) && error.kind === 'unavailable') context.err.write(`${comeBack}\n`);
    throw error;
  }
  throw new Interrupted(`interrupted; the verification goes on without you. ${comeBack}`);
}
