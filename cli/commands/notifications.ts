import type { Command } from 'commander';
import type { SentNotification } from '../../client/sent-notifications.ts';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { sentenceOf } from '../../domain/delivery.ts';
import { checkVerificationId } from '../check-verification-id.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

interface Options {
  readonly json?: boolean;
}

const NONE = 'No notifications: none was due, or the verification was started without a URL for them.';

export function addNotificationsCommand(program: Command, context: Context, run: Run): void {
  const notifications = program.command('notifications').description('What your backend was told of a verification.');
  notifications
    .command('list')
    .description('Its notifications, how often each was tried, and when it is tried again.')
    .argument('<verification>', 'its id')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => run(() => list(context, id, options), options));
  notifications
    .command('redeliver')
    .description('Deliver a notification once more, at once; without a number, all that are not delivered.')
    .argument('<verification>', 'its id')
    .argument('[notification]', 'its number, as "notifications list" shows it')
    .option('--json', 'print JSON')
    .action((id: string, key: string | undefined, options: Options) =>
      run(() => redeliver(context, id, key, options), options),
    );
}

function list(context: Context, id: string, { json = false }: Options): Promise<ExitCode> {
  return withVerification(context, id, async (handle) => {
    print(await unlessInterrupted(context, handle.notifications()), context, json, NONE);
    return EXIT.ok;
  });
}

function redeliver(
  context: Context,
  id: string,
  key: string | undefined,
  { json = false }: Options,
): Promise<ExitCode> {
  return withVerification(context, id, async (handle) => {
    const keys = key === undefined ? await undeliveredOf(handle, context) : [key];
    const tried: SentNotification[] = [];
    for (const one of keys) tried.push(await unlessInterrupted(context, handle.redeliverNotification(one)));
    print(tried, context, json, 'Nothing to redeliver: every notification is delivered.');
    return tried.every(({ state }) => state === 'delivered') ? EXIT.ok : EXIT.failed;
  });
}

async function undeliveredOf(handle: VerificationHandle, context: Context): Promise<string[]> {
  const all = await unlessInterrupted(context, handle.notifications());
  return all.filter(({ state }) => state !== 'delivered').map(({ key }) => key);
}

function withVerification(
  context: Context,
  id: string,
  use: (handle: VerificationHandle) => Promise<ExitCode>,
): Promise<ExitCode> {
  const verificationId = checkVerificationId(id);
  return withClient(context, (smileflow) => use(smileflow.open(verificationId)));
}

function print(all: readonly SentNotification[], { out }: Context, json: boolean, none: string): void {
  if (json) out.write(`${JSON.stringify(all)}\n`);
  else out.write(all.length === 0 ? `${none}\n` : all.map((one) => `${one.key}: ${sentenceOf(one)}\n`).join(''));
}
