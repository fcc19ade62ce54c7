import type { Command } from 'commander';
import { WEB_PRODUCTS } from '../../smile-id/web-token.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printableJson } from '../printable.ts';
import { collect, required, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { accountOf } from './account.ts';
import { problemsOfCall } from './problems-of-call.ts';
import { textOfRows } from './rows.ts';
import { withSmileId } from './with-smile-id.ts';

interface WebTokenOptions {
  readonly userId?: Typed;
  readonly jobId?: Typed;
  readonly product?: Typed;
  readonly callbackUrl?: Typed;
  readonly partner?: Typed;
  readonly json?: boolean;
}

export function addWebTokenCommand(smile: Command, context: Context, run: Run): void {
  smile
    .command('web-token')
    .description("A token with which a person's browser may create the job. Secret until it expires.")
    .option('--user-id <id>', 'the person, as your system and Smile ID know them (required)', collect)
    .option('--job-id <id>', 'your id of the job that it is for (required)', collect)
    .option('--product <product>', `in Smile ID's words: ${WEB_PRODUCTS.join(', ')} (required)`, collect)
    .option('--callback-url <url>', 'where Smile ID posts the result (required)', collect)
    .option('--partner <name>', 'the partner profile that it is of (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: WebTokenOptions) => run(() => webToken(options, context), options));
}

const NO_TOKEN = 'No web token was asked for';
const FLAGS = { userId: '--user-id', jobId: '--job-id', product: '--product', callbackUrl: '--callback-url' };

async function webToken(options: WebTokenOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems);
  const userId = required('--user-id', options.userId, 'the id under which your system knows the person', problems);
  const jobId = required('--job-id', options.jobId, 'each job an id of its own', problems);
  const name = required('--product', options.product, `one of ${WEB_PRODUCTS.join(', ')}`, problems);
  const callbackUrl = required('--callback-url', options.callbackUrl, 'an http or https URL', problems);
  const product = WEB_PRODUCTS.find((one) => one === name);
  const given = { userId, jobId, product: product ?? name, callbackUrl };
  refuseInput(NO_TOKEN, [...problems, ...(await problemsOfCall(NO_TOKEN, given, FLAGS, problems))]);
  if (product === undefined) throw new Error('A token for no product is refused before.');
  const request = { userId, jobId, product, callbackUrl };
  const { token, expiresAt } = await withSmileId(context, account, (ask) =>
    ask('Asking Smile ID for a token …', (smileId, how) => smileId.webToken(request, how)),
  );
  const expires = expiresAt?.toISOString();
  context.out.write(
    options.json
      ? printableJson({ token, expiresAt: expires })
      : textOfRows([
          ['token', token],
          ['expires', expires ?? 'it does not say when'],
        ]),
  );
  return EXIT.ok;
}
