import type { Command } from 'commander';
import { PRODUCT_NAMES, type ProductName } from '../../domain/product.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { collect, once, required, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { accountOf } from './account.ts';
import { awaitAnswer } from './await-answer.ts';
import { failureOfStatus } from './failure-of-status.ts';
import { printReport } from './print-report.ts';
import { problemsOfCall } from './problems-of-call.ts';
import { addWaitOptions, type TypedWait, waitingOf } from './wait-options.ts';
import { withSmileId } from './with-smile-id.ts';

interface JobStatusOptions extends TypedWait {
  readonly userId?: Typed;
  readonly product?: Typed;
  readonly partner?: Typed;
  readonly history: boolean;
  readonly imageLinks: boolean;
  readonly json?: boolean;
}

export function addJobStatusCommand(smile: Command, context: Context, run: Run): void {
  const command = smile
    .command('job-status')
    .description('What Smile ID says about a job; its ID data, which are personal, too.')
    .argument('<job-id>', 'your id of the job')
    .option('--user-id <id>', 'the user id that it was sent with (required)', collect)
    .option('--product <product>', 'what it is a job of (default: as the answer says)', collect)
    .option('--partner <name>', 'the partner profile that sent it (default: the one without a name)', collect)
    .option('--no-history', 'without earlier results')
    .option('--no-image-links', 'without links to pictures');
  addWaitOptions(command, 'an answer');
  command
    .option('--json', 'print JSON, with the links and with the answer as it came')
    .action((jobId: string, options: JobStatusOptions) => run(() => jobStatus(jobId, options, context), options));
}

const NOT_ASKED = 'The status was not asked for';
const FLAGS = { jobId: '<job-id>', userId: '--user-id' };

async function jobStatus(jobId: string, options: JobStatusOptions, context: Context): Promise<ExitCode> {
  const { history, imageLinks, json = false } = options;
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems);
  const userId = required('--user-id', options.userId, 'the user id that the job was sent with', problems);
  const product = productOf(options.product, problems);
  const waiting = waitingOf(options, problems);
  const job = { jobId, userId, product, history, imageLinks };
  refuseInput(NOT_ASKED, [...problems, ...(await problemsOfCall(NOT_ASKED, job, FLAGS, problems))]);
  return withSmileId(context, account, async (ask) => {
    const report =
      waiting === undefined
        ? await ask('Asking Smile ID …', (smileId, how) => smileId.jobStatus(job, how)).catch((error) => {
            throw failureOfStatus(error);
          })
        : await awaitAnswer(ask, context, job, waiting);
    return printReport(context, jobId, report, json);
  });
}

function productOf(typed: Typed, problems: string[]): ProductName | undefined {
  const name = once('--product', typed, problems);
  const product = PRODUCT_NAMES.find((one) => one === name);
  if (name !== undefined && product === undefined)
    problems.push(`--product must be one of ${PRODUCT_NAMES.join(', ')}`);
  return product;
}
