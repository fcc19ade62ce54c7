import type { Command } from 'commander';
import { confirmSecKey, generateSecKey } from '../../smile-id/legacy-sec-key.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printableJson } from '../printable.ts';
import { collect, once, required, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { accountOf } from './account.ts';
import { printGenuineness } from './print-genuineness.ts';
import { textOfRows } from './rows.ts';
import { sensitiveText } from './sensitive-text.ts';

interface SecKeyOptions {
  readonly timestamp?: Typed;
  readonly secKey?: Typed;
  readonly partner?: Typed;
  readonly json?: boolean;
}

const DEPRECATED = 'Deprecated: use "smile signature", unless your account still has an RSA key of 2022 or before.';

export function addSecKeyCommands(smile: Command, context: Context, run: Run): void {
  const secKey = smile.command('sec-key').description(`The legacy sec_key. ${DEPRECATED}`);
  secKey
    .command('generate')
    .description(`A legacy sec_key. ${DEPRECATED}`)
    .option('--timestamp <milliseconds>', 'since 1970 (default: now)', collect)
    .option('--partner <name>', 'the partner profile that signs (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: SecKeyOptions) => run(() => generate(options, context), options));
  secKey
    .command('confirm')
    .description(`Whether a legacy sec_key, or the signature of a legacy answer, is genuine. ${DEPRECATED}`)
    .option('--timestamp <milliseconds>', 'as it came with the sec_key (required)', collect)
    .option('--sec-key <text>', 'or - for standard input, which no history keeps (required)', collect)
    .option('--partner <name>', 'the partner profile that it is for (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: SecKeyOptions) => run(() => confirm(options, context), options));
}

async function generate(options: SecKeyOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems, 'key');
  const timestamp = once('--timestamp', options.timestamp, problems);
  checkTimestamp(timestamp, problems);
  refuseInput('No sec_key was made', problems);
  if (account === undefined) throw new Error('A command without an account is refused before.');
  const made = generateSecKey(account, timestamp === undefined ? undefined : Number(timestamp));
  context.out.write(
    options.json
      ? printableJson(made)
      : textOfRows([
          ['timestamp', String(made.timestamp)],
          ['sec_key', made.secKey],
        ]),
  );
  return EXIT.ok;
}

async function confirm(options: SecKeyOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems, 'key');
  const timestamp = required('--timestamp', options.timestamp, 'the one that came with the sec_key', problems);
  if (timestamp !== '') checkTimestamp(timestamp, problems);
  const secKey = await sensitiveText('--sec-key', options.secKey, context, problems);
  refuseInput('Nothing was verified', problems);
  if (account === undefined) throw new Error('A command without an account is refused before.');
  const { partnerId, verificationKeys } = account;
  const isGenuine = verificationKeys.some((apiKey) => confirmSecKey({ partnerId, apiKey }, timestamp, secKey));
  return printGenuineness(isGenuine, context, options.json ?? false);
}

function checkTimestamp(timestamp: string | undefined, problems: string[]): void {
  if (timestamp !== undefined && !/^\d{1,15}$/.test(timestamp))
    problems.push('--timestamp must be a whole number of milliseconds since 1970, such as 1563283420000');
}
