import type { VerificationHandle } from '../client/verification-handle.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { follow } from './follow.ts';
import { printOutcome } from './print-outcome.ts';

/** Waits for the end in front of a person, who may leave at any time without harming the verification. */
export async function awaitOutcome(handle: VerificationHandle, context: Context, json: boolean): Promise<ExitCode> {
  const outcome = await follow(handle, (sentence) => context.err.write(`${sentence}\n`), context.stopSignal);
  if (outcome !== undefined) return printOutcome(outcome, context, json);
  const { verificationId } = handle;
  context.err.write(`It goes on without you. Come back with: smileflow result ${verificationId} --wait\n`);
  return EXIT.interrupted;
}
