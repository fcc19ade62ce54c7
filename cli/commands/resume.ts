import type { Command } from 'commander';
import { actOnVerification } from '../act-on-verification.ts';
import type { Context } from '../context.ts';
import type { Run } from '../run-command.ts';

export function addResumeCommand(program: Command, context: Context, run: Run): void {
  program
    .command('resume')
    .description('Try again now what is parked, because its cause has been mended.')
    .argument('<verification>', 'its id')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) =>
      run(() => actOnVerification(context, id, options, (verification) => verification.resume()), options),
    );
}
