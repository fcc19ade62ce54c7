import type { Smileflow } from '../client/connect.ts';
import type { SignalOutcome } from '../client/signal-callback.ts';
import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { requestIdOf } from '../gateway/callback-request.ts';
import type { StoredDeadLetter } from '../gateway/dead-letters/dead-letter.ts';
import type { DeadLetterFile } from '../gateway/dead-letters/dead-letter-file.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { unlessInterrupted } from './interrupted.ts';
import { printableJson } from './printable.ts';

interface Redelivering {
  readonly letters: DeadLetterFile;
  readonly chosen: readonly StoredDeadLetter[];
  readonly by: string;
  readonly smileflow: Smileflow;
  readonly json: boolean;
}

interface Redelivered {
  readonly id: string;
  readonly verificationId?: string;
  readonly outcome: SignalOutcome;
  /** Absent where what happened is recorded. */
  readonly isKept?: false;
}

/**
 * Signals the verifications of these letters, and records of each what became of it as soon as it is known. Delivering a
 * letter again does no harm: the verification takes the same claim once.
 */
export async function redeliverLetters(context: Context, plan: Redelivering): Promise<ExitCode> {
  const { letters, chosen, by, smileflow, json } = plan;
  const done: Redelivered[] = [];
  for (const letter of chosen) {
    const { id, verificationId } = letter;
    const outcome = await unlessInterrupted(context, deliver(smileflow, letter));
    const isKept = letters.recordRedelivery(id, { at: new Date().toISOString(), by, outcome });
    done.push({
      id,
      ...(verificationId === undefined ? {} : { verificationId }),
      outcome,
      ...(isKept ? {} : { isKept }),
    });
    if (!json) context.out.write(`${id}  ${SENTENCES[outcome]}${isKept ? '' : NO_LONGER_KEPT}\n`);
  }
  if (json) context.out.write(printableJson(done));
  return done.some(({ outcome }) => outcome === 'unknown') ? EXIT.notFound : EXIT.ok;
}

const SENTENCES: { readonly [O in SignalOutcome]: string } = {
  stored: 'The verification has it now, and reads the result itself.',
  ended: 'The verification has ended; where the callback contradicts its outcome, that is looked into.',
  unknown: 'Still no verification has this job.',
};

/** While this ran, a gateway needed the room. */
const NO_LONGER_KEPT = ' It is no longer kept.';

async function deliver(smileflow: Smileflow, { verificationId, claim }: StoredDeadLetter): Promise<SignalOutcome> {
  if (verificationId === undefined) return 'unknown';
  try {
    return await smileflow.signalCallback({ verificationId, claim, requestId: requestIdOf(verificationId, claim) });
  } catch (error) {
    if (isVerificationFailure(error)) throw error;
    throw new VerificationFailure('unavailable', 'Temporal did not take the callback: try again when it is back.');
  }
}
