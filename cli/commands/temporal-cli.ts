import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { findCli } from '../local-stack.ts';
import type { Run } from '../run-command.ts';

export function addTemporalCliCommand(program: Command, context: Context, run: Run): void {
  program
    .command('temporal-cli')
    .description('Find the Temporal CLI, or fetch or build it once, and print its path.')
    .action(() =>
      run(async () => {
        const { path } = await findCli(context);
        context.out.write(`${path}\n`);
        return EXIT.ok;
      }),
    );
}
