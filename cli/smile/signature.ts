import type { Command } from 'commander';
import { confirmSignature, generateSignature } from '../../smile-id/signature-pair.ts';
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

interface SignatureOptions {
  readonly timestamp?: Typed;
  readonly signature?: Typed;
  readonly partner?: Typed;
  readonly json?: boolean;
}

export function addSignatureCommands(smile: Command, context: Context, run: Run): void {
  const signature = smile.command('signature').description('Sign and verify as Smile ID does. Asks nobody.');
  signature
    .command('generate')
    .description('A signature for a request of your own. With its timestamp it signs any message: keep it to yourself.')
    .option(
      '--timestamp <text>',
      'the text that will be sent (default: now, such as 2025-05-23T11:40:07.809Z)',
      collect,
    )
    .option('--partner <name>', 'the partner profile that signs (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: SignatureOptions) => run(() => generate(options, context), options));
  signature
    .command('confirm')
    .description('Whether a signature is genuine. It says nothing about the rest of the message.')
    .option('--timestamp <text>', 'as it came with the signature (required)', collect)
    .option('--signature <text>', 'or - for standard input, which no history keeps (required)', collect)
    .option('--partner <name>', 'the partner profile that it is for (default: the one without a name)', collect)
    .option('--json', 'print JSON')
    .action((options: SignatureOptions) => run(() => confirm(options, context), options));
}

async function generate({ timestamp: typed, partner, json }: SignatureOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, partner, problems, 'key');
  const timestamp = once('--timestamp', typed, problems);
  if (timestamp === '') problems.push('--timestamp is empty: give the text that will be sent, or leave it out');
  refuseInput('Nothing was signed', problems);
  if (account === undefined) throw new Error('A command without an account is refused before.');
  const pair = generateSignature(account, timestamp);
  context.out.write(
    json
      ? printableJson(pair)
      : textOfRows([
          ['timestamp', pair.timestamp],
          ['signature', pair.signature],
        ]),
  );
  return EXIT.ok;
}

async function confirm(options: SignatureOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems, 'key');
  const timestamp = required('--timestamp', options.timestamp, 'the text that came with the signature', problems);
  const signature = await sensitiveText('--signature', options.signature, context, problems);
  refuseInput('Nothing was verified', problems);
  if (account === undefined) throw new Error('A command without an account is refused before.');
  return printGenuineness(confirmSignature(account, timestamp, signature), context, options.json ?? false);
}
