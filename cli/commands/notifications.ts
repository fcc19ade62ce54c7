import type { Command } from 'commander';
import type { SentNotification } from '../../client/sent-notifications.ts';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { sentenceOf } from '../../domain/delivery.ts';
import { type FailureKind, isVerificationFailure } from '../../domain/failure.ts';
import { checkVerificationId } from '../check-verification-id.ts';
import type { Context } from '../context.ts';
import { EXIT, EXIT_OF_FAILURE, type ExitCode } from '../exit-codes.ts';
import { unlessInterrupted } from '../interrupted.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';

interface Options {
  readonly json?: boolean;
}

interface FailedRedelivery {
  readonly key: string;
  readonly error: { readonly kind: FailureKind; readonly message: string };
}
type Answer = SentNotification | FailedRedelivery;

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
    if (key !== undefined) {
      const one = await unlessInterrupted(context, handle.redeliverNotification(key));
      print([one], context, json, '');
      return exitCodeOf([one]);
    }
    const keys = await undeliveredOf(handle, context);
    const answers: Answer[] = [];
    for (const one of keys) {
      const answer = await unlessInterrupted(context, handle.redeliverNotification(one).catch(failed(one)));
      answers.push(answer);
      // As they come, because each may take as long as its receiver.
      if (!json) print([answer], context, json, '');
    }
    if (json || answers.length === 0)
      print(answers, context, json, 'Nothing to redeliver: every notification is delivered.');
    return exitCodeOf(answers);
  });
}

/** One that fails must not lose what became of the others. */
function failed(key: string) {
  return (error: unknown): Answer => {
    if (!isVerificationFailure(error)) throw error;
    return { key, error: { kind: error.kind, message: error.message } };
  };
}

function exitCodeOf(answers: readonly Answer[]): ExitCode {
  const failure = answers.find((answer) => 'error' in answer);
  if (failure !== undefined) return EXIT_OF_FAILURE[failure.error.kind];
  return answers.every((answer) => 'state' in answer && answer.state === 'delivered') ? EXIT.ok : EXIT.failed;
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

function print(answers: readonly Answer[], { out, err }: Context, json: boolean, none: string): void {
  if (json) out.write(`${JSON.stringify(answers)}\n`);
  else if (answers.length === 0) out.write(`${none}\n`);
  else
    for (const answer of answers) {
      if ('error' in answer) err.write(`smileflow: ${answer.error.message}\n`);
      else out.write(`${answer.key}: ${sentenceOf(answer)}\n`);
    }
}
