import type { Command } from 'commander';
import { isTerminalKind } from '../../domain/verification.ts';
import { awaitOutcome } from '../await-outcome.ts';
import { checkVerificationId } from '../check-verification-id.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { printOutcome } from '../print-outcome.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

export function addResultCommand(program: Command, context: Context, run: Run): void {
  program
    .command('result')
    .description('How a verification ended.')
    .argument('<verification>', 'its id')
    .option('--wait', 'wait for the end, and tell what happens meanwhile')
    .option('--first', "wait for Smile ID's first answer, be it provisional")
    .option('--json', 'print JSON')
    .action((id: string, options: { wait?: boolean; first?: boolean; json?: boolean }) =>
      run(async () => {
        const verificationId = checkVerificationId(id);
        return withClient(context, async (smileflow) => {
          const handle = smileflow.open(verificationId);
          if (options.first) await unlessInterrupted(context, handle.firstAnswer());
          if (options.wait) return awaitOutcome(handle, context, options.json ?? false);
          const status = await unlessInterrupted(context, handle.status());
          if (isTerminalKind(status.state))
            return printOutcome(
              await unlessInterrupted(context, handle.result()),
              context,
              options.json ?? false,
              await unlessInterrupted(context, handle.corrections()),
            );
          if (options.json) context.out.write(`${JSON.stringify(status)}\n`);
          context.err.write(`It has not ended yet. ${status.state}: ${status.sentence}\n`);
          return EXIT.notEnded;
        });
      }, options),
    );
}
