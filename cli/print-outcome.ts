import type { Correction } from '../domain/correction.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Context } from './context.ts';
import { EXIT_OF_DECISION, type ExitCode } from './exit-codes.ts';

/** @param corrections results that came after the end and say otherwise, where they were looked for */
export function printOutcome(
  outcome: Outcome,
  { out }: Context,
  json: boolean,
  corrections?: readonly Correction[],
): ExitCode {
  if (json) out.write(`${JSON.stringify({ ...outcome, ...(corrections === undefined ? {} : { corrections }) })}\n`);
  else {
    out.write(`${outcome.decision}: ${outcome.sentence}\n`);
    for (const { sentence } of corrections ?? []) out.write(`corrected: ${sentence}\n`);
  }
  return EXIT_OF_DECISION[outcome.decision];
}
