import type { Command } from 'commander';
import { PRODUCTS, type Product } from '../../domain/product.ts';
import { awaitOutcome } from '../await-outcome.ts';
import { catalogueFor } from '../catalogue-for.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import { addJobOptions } from '../job-options.ts';
import { collect } from '../read-options.ts';
import { requestOfOptions, type StartOptions } from '../request-of-options.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

export function addStartCommand(program: Command, context: Context, run: Run): void {
  const start = program.command('start').description('Start a verification, or attach to the one of the same id.');
  for (const product of Object.values(PRODUCTS)) addProduct(start, product, context, run);
}

function addProduct(start: Command, product: Product, context: Context, run: Run): void {
  const command = start.command(product.name).description(`${product.title}.`);
  addJobOptions(command, product);
  command
    .option('--id <verification>', 'idempotency key: the same id never pays twice (default: a new one)', collect)
    .option('--deadline <duration>', 'when it expires, such as 90s, 30m, 12h, 3d', collect)
    .option(
      '--review-time <duration>',
      'how long Smile ID has for a result and a review; then an operator is asked',
      collect,
    );
  if (product.openResults.some((kind) => kind === 'provisional'))
    command.option('--provisional <policy>', 'a provisional result: accept, wait (default) or ask-operator', collect);
  if (product.openResults.some((kind) => kind === 'attention'))
    command.option(
      '--attention <policy>',
      'approved with attention, or a partial match: accept or ask-operator (default)',
      collect,
    );
  command
    .option('--four-eyes', "an operator's decision counts once a second person confirms it")
    .option('--operator-time <duration>', 'how long the first level of operators has', collect)
    .option('--notify-url <url>', 'where your backend is told what happens: https, or http on this machine', collect)
    .option('--wait', 'wait for the outcome, and tell what happens meanwhile')
    .option('--json', 'print JSON');

  command.action((options: StartOptions & { wait?: boolean; json?: boolean }) =>
    run(async () => {
      const { request, warnings } = await unlessInterrupted(
        context,
        requestOfOptions(product, options, context, catalogueFor(context)),
      );
      for (const warning of warnings) context.err.write(`smileflow: a warning: ${warning}.\n`);
      return withClient(
        context,
        async (smileflow) => {
          const { verificationId } = request;
          const handle = await unlessInterrupted(
            context,
            // The ID data have been checked above.
            smileflow.start({ ...request, skipIdCheck: true }),
            `interrupted while verification ${verificationId} was being started; the same command with --id ${verificationId} starts it or attaches to it.`,
          );
          const { workflowId, isNew } = handle;
          const named = `${verificationId} (workflow ${workflowId})`;
          const attached = `Attached to verification ${named}, which exists already.\n`;
          if (options.wait) {
            context.err.write(isNew ? `Verification ${named}\n` : attached);
            return awaitOutcome(handle, context, options.json ?? false);
          }
          context.out.write(
            options.json
              ? `${JSON.stringify({ verificationId, workflowId, isNew })}\n`
              : `${isNew ? `Started verification ${named}.\n` : attached}Its outcome: smileflow result ${verificationId} --wait\n`,
          );
          return EXIT.ok;
        },
        { startsVerifications: true },
      );
    }, options),
  );
}
