import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { demoTable, isAsExpected, runDemo } from '../demo-run.ts';
import { withDemoStack } from '../demo-stack.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';

export function addDemoCommand(program: Command, context: Context, run: Run): void {
  program
    .command('demo')
    .description('Run verifications of every product and every way to a decision on the local stack, and end.')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      run(async () => {
        const { out, err, stopSignal } = context;
        const verifications = await withDemoStack(context, ({ smileflow, webUi, isKept }) =>
          runDemo({ context, smileflow, webUi }).then((done) => {
            if (!options.json) out.write(demoTable(done, isKept));
            return done;
          }),
        );
        if (stopSignal.aborted) throw new Interrupted('The demo was interrupted.');
        if (options.json) out.write(`${JSON.stringify({ verifications })}\n`);
        const surprises = verifications.filter((verification) => !isAsExpected(verification));
        for (const { scenario, outcome, decidedBy, expected } of surprises) {
          const promised = `${expected.decision} by ${expected.decidedBy}`;
          err.write(`smileflow: ${scenario} ended as ${outcome} by ${decidedBy}, but should have been ${promised}.\n`);
        }
        return surprises.length === 0 ? EXIT.ok : EXIT.failed;
      }, options),
    );
}
