import type { Command } from 'commander';
import { checkVerificationId } from '../check-verification-id.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

export function addCancelCommand(program: Command, context: Context, run: Run): void {
  program
    .command('cancel')
    .description('End a verification now. What Smile ID has been paid for stays paid.')
    .argument('<verification>', 'its id')
    .option('--reason <text>', 'shown to everybody who sees the verification; nothing personal')
    .option('--json', 'print JSON')
    .action((id: string, options: { reason?: string; json?: boolean }) =>
      run(async () => {
        const verificationId = checkVerificationId(id);
        return withClient(context, async (smileflow) => {
          const request = options.reason === undefined ? {} : { reason: options.reason };
          const status = await unlessInterrupted(context, smileflow.open(verificationId).cancel(request));
          context.out.write(options.json ? `${JSON.stringify(status)}\n` : `${status.state}: ${status.sentence}\n`);
          return EXIT.ok;
        });
      }, options),
    );
}
