import type { Outcome } from '../domain/outcome.ts';
import type { Context } from './context.ts';
import { EXIT_OF_DECISION, type ExitCode } from './exit-codes.ts';

export function printOutcome(outcome: Outcome, { out }: Context, json: boolean): ExitCode {
  out.write(json ? `${JSON.stringify(outcome)}\n` : `${outcome.decision}: ${outcome.sentence}\n`);
  return EXIT_OF_DECISION[outcome.decision];
}
