import type { Command } from 'commander';
import { validatePartnerParams } from '../../smile-id/partner-params.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { readJsonInput } from '../read-json-input.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { printFindings } from './print-findings.ts';

export function addValidatePartnerParamsCommand(smile: Command, context: Context, run: Run): void {
  smile
    .command('validate-partner-params')
    .description("What is wrong with partner_params in Smile ID's own form. Needs no account and no network.")
    .argument('<file>', 'JSON with job_id, user_id and job_type, or - for standard input')
    .option('--json', 'print JSON')
    .action((file: string, options: { json?: boolean }) => run(() => validate(file, options, context), options));
}

async function validate(file: string, { json = false }: { json?: boolean }, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const read = await readJsonInput(file === '-' ? 'standard input' : 'the file', file, context, problems);
  refuseInput('Nothing was looked at', problems);
  return printFindings({ problems: validatePartnerParams(read?.value) }, context, json);
}
