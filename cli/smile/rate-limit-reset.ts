import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addIdInfoOptions, type IdInfoOptions, idInfoOfOptions } from '../id-info-options.ts';
import { printableJson } from '../printable.ts';
import { collect, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { furtherProblems } from '../words-of-options.ts';
import { accountOf } from './account.ts';
import { problemsOfCall } from './problems-of-call.ts';
import { withSmileId } from './with-smile-id.ts';

interface ResetOptions extends IdInfoOptions {
  readonly partner?: Typed;
  readonly json?: boolean;
}

const FIELDS = ['country', 'idType', 'idNumber'] as const;
const NO_COUNTRY = 'country is missing: give two capital letters, such as NG';

export function addRateLimitResetCommand(smile: Command, context: Context, run: Run): void {
  const command = smile
    .command('rate-limit-reset')
    .description('Let an ID number be asked about again that is blocked after too many requests (2222).');
  addIdInfoOptions(command, FIELDS, FIELDS);
  command
    .option('--partner <name>', 'the partner profile that asked (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: ResetOptions) => run(() => reset(options, context), options));
}

async function reset(options: ResetOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems);
  const { idInfo = {}, flags } = await idInfoOfOptions(FIELDS, options, context, problems);
  const names = Object.fromEntries(FIELDS.map((field) => [field, flags[`idInfo.${field}`] ?? field]));
  if (idInfo.country === undefined) problems.push(...furtherProblems(names, [NO_COUNTRY], problems));
  const further = await problemsOfCall('The limit was not reset', idInfo, names, problems);
  refuseInput('The limit was not reset', [...problems, ...further]);
  const { country = '', idType = '', idNumber = '' } = idInfo;
  await withSmileId(context, account, (ask) =>
    ask('Asking Smile ID …', (smileId, how) => smileId.resetIdNumberLimit({ country, idType, idNumber }, how)),
  );
  context.out.write(options.json ? printableJson({ isReset: true }) : 'The ID number can be asked about again.\n');
  return EXIT.ok;
}
