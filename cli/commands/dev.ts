import type { Command } from 'commander';
import { describeStack } from '../../dev/describe-stack.ts';
import { createLogPrinter } from '../../dev/print-log.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { readLocalStackConfig, startLocalStack } from '../local-stack.ts';
import type { Run } from '../run-command.ts';

export function addDevCommand(program: Command, context: Context, run: Run): void {
  program
    .command('dev')
    .description('Bring up the local stack that temporal-dev.yml describes, until Ctrl-C.')
    .action(() =>
      run(async () => {
        const { out, err, env, cwd } = context;
        const config = await readLocalStackConfig(context);
        const stack = await startLocalStack(context, config, createLogPrinter(out, env));
        out.write(describeStack(stack, cwd));
        const ended = await stack.exited;
        if (ended === undefined) return EXIT.ok;
        err.write(`smileflow: ${ended.part} ended by itself, so everything was stopped; its last lines are above.\n`);
        return EXIT.unexpected;
      }),
    );
}
