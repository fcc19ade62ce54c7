import type { Command } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import { OPERATOR_VERDICTS, type OperatorVerdict } from '../../domain/operator-decision.ts';
import { actOnVerification } from '../act-on-verification.ts';
import type { Context } from '../context.ts';
import type { Run } from '../run-command.ts';

interface DecideOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

export function addDecideCommand(program: Command, context: Context, run: Run): void {
  program
    .command('decide')
    .description('Decide as an operator, where a verification waits for one.')
    .argument('<verification>', 'its id')
    .argument('<decision>', OPERATOR_VERDICTS.join(', '))
    .option('--by <who>', 'who decides: an id of your staff (required)')
    .option('--reason <text>', 'why; stays in the outcome (required)')
    .option('--json', 'print JSON')
    .action((id: string, decision: string, options: DecideOptions) =>
      run(async () => {
        const request = checkDecision(decision, options);
        return actOnVerification(context, id, options, (verification) => verification.decide(request));
      }, options),
    );
}

function checkDecision(decision: string, { by = '', reason = '' }: DecideOptions) {
  const problems = [
    isVerdict(decision) ? '' : `the decision must be one of ${OPERATOR_VERDICTS.join(', ')}`,
    by.trim() === '' ? '--by is missing: say who decides' : '',
    reason.trim() === '' ? '--reason is missing: say why' : '',
  ].filter(Boolean);
  if (problems.length > 0 || !isVerdict(decision))
    throw new VerificationFailure('invalid-request', `Nothing was decided: ${problems.join('; ')}.`, { problems });
  return { decision, by, reason };
}

function isVerdict(text: string): text is OperatorVerdict {
  return OPERATOR_VERDICTS.some((verdict) => verdict === text);
}
