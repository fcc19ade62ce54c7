import type { Command } from 'commander';
import type { VerificationStatus } from '../../client/verification-handle.ts';
import { checkVerificationId } from '../check-verification-id.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

export function addStatusCommand(program: Command, context: Context, run: Run): void {
  program
    .command('status')
    .description('What a verification is doing, what it waits for, and who must act.')
    .argument('<verification>', 'its id')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) =>
      run(async () => {
        const verificationId = checkVerificationId(id);
        return withClient(context, async (smileflow) => {
          const status = await unlessInterrupted(context, smileflow.open(verificationId).status());
          context.out.write(options.json ? `${JSON.stringify(status)}\n` : textOf(status));
          return EXIT.ok;
        });
      }, options),
    );
}

function textOf({ state, sentence, since, until, whoActs, smileJobId, trouble }: VerificationStatus): string {
  const rows = [
    [state, sentence],
    ['since', since],
    ['until', until],
    ['acts', until === undefined ? undefined : whoActs],
    ['Smile job', smileJobId],
    ['tried', trouble && `${trouble.attempts} times; next ${trouble.nextTry ?? 'now'}`],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}
