import type { Command } from 'commander';
import { actOnVerification } from '../act-on-verification.ts';
import type { Context } from '../context.ts';
import type { Run } from '../run-command.ts';

export function addCancelCommand(program: Command, context: Context, run: Run): void {
  program
    .command('cancel')
    .description('End a verification now. What Smile ID has been paid for stays paid.')
    .argument('<verification>', 'its id')
    .option('--reason <text>', 'shown to everybody who sees the verification; nothing personal')
    .option('--json', 'print JSON')
    .action((id: string, options: { reason?: string; json?: boolean }) =>
      run(
        () =>
          actOnVerification(context, id, options, (verification) =>
            verification.cancel(options.reason === undefined ? {} : { reason: options.reason }),
          ),
        options,
      ),
    );
}
