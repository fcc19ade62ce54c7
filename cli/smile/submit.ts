import type { Command } from 'commander';
import { PRODUCTS, type Product } from '../../domain/product.ts';
import type { SubmittedJob } from '../../smile-id/submit-job.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addJobOptions } from '../job-options.ts';
import { printable, printableJson } from '../printable.ts';
import { collect } from '../read-options.ts';
import type { Run } from '../run-command.ts';
import { inWordsOf } from '../words-of-options.ts';
import { awaitAnswer, statusCommand } from './await-answer.ts';
import { failureOfSubmit } from './failure-of-submit.ts';
import { printReport } from './print-report.ts';
import { type SubmitOptions, submissionOfOptions } from './submission-of-options.ts';
import { addWaitOptions } from './wait-options.ts';
import { withSmileId } from './with-smile-id.ts';

const SHORTCUTS = {
  'enhanced-kyc': 'enhanced-kyc',
  'basic-kyc': 'basic-kyc',
  'business-verification': 'business-verification',
  compare: 'smartselfie-compare',
} as const;

export function addSubmitCommands(smile: Command, context: Context, run: Run): void {
  const submit = smile.command('submit').description('Send a job of any product, once.');
  for (const product of Object.values(PRODUCTS)) addSubmit(submit.command(product.name), product, context, run);
  for (const [name, product] of Object.entries(SHORTCUTS))
    addSubmit(smile.command(name), PRODUCTS[product], context, run);
}

function addSubmit(command: Command, product: Product, context: Context, run: Run): void {
  const { title, way } = product;
  command
    .description(way === 'upload' ? `${title}.` : `${title}: one request, whose answer is the result; billed.`)
    .option(
      '--job-id <id>',
      'your id of the job; Smile ID takes each once, so that none is paid twice (required)',
      collect,
    );
  addJobOptions(command, product);
  command
    .option('--callback-url <url>', 'where Smile ID posts the result', collect)
    .option(
      '--may-exist',
      'an earlier try may have sent this very job: look for it, and send it only if Smile ID does not know it for a while',
    );
  if (way === 'upload') addWaitOptions(command, "Smile ID's answer");
  command
    .option('--json', 'print JSON')
    .action((options: SubmitOptions) => run(() => submit(product, options, context), options));
}

async function submit(product: Product, options: SubmitOptions, context: Context): Promise<ExitCode> {
  const { json = false } = options;
  const { submission, account, waiting, flags } = await submissionOfOptions(product, options, context);
  const { jobId, userId } = submission;
  return withSmileId(context, account, async (ask) => {
    const doing = `Sending job ${printable(jobId)} to Smile ID …`;
    const left = `interrupted; whether Smile ID has the job is not known: ask ${statusCommand(jobId)}`;
    const sent = await ask(doing, (smileId, how) => smileId.submitJob(submission, how), left).catch((error) => {
      throw failureOfSubmit(error, jobId, product, flags);
    });
    for (const warning of sent.warnings) context.err.write(`smileflow: a warning: ${inWordsOf(flags, warning)}.\n`);
    if (waiting === undefined || sent.report !== undefined) return print(sent, context, json);
    context.err.write(sentenceOf(sent));
    const report = await awaitAnswer(ask, context, { jobId, userId, product: product.name }, waiting);
    return print({ ...sent, smileJobId: sent.smileJobId ?? report.result?.smileJobId, report }, context, json);
  });
}

function print(sent: SubmittedJob, context: Context, json: boolean): ExitCode {
  const { jobId, report } = sent;
  if (report !== undefined) return printReport(context, jobId, report, json, sent);
  context.out.write(json ? printableJson(sent) : `${sentenceOf(sent)}Its result: ${statusCommand(jobId)}\n`);
  return EXIT.ok;
}

function sentenceOf({ jobId, smileJobId, isNew }: SubmittedJob): string {
  const number = smileJobId === undefined ? '' : ` (Smile job ${printable(smileJobId)})`;
  return isNew
    ? `Smile ID has taken job ${printable(jobId)}${number}.\n`
    : `Smile ID had job ${printable(jobId)}${number} already; nothing was sent again.\n`;
}
