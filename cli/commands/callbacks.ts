import type { Command } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import { isDelivered, type StoredDeadLetter } from '../../gateway/dead-letters/dead-letter.ts';
import type { DeadLetterFile } from '../../gateway/dead-letters/dead-letter-file.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { isPrintable, printable, printableJson } from '../printable.ts';
import { redeliverLetters } from '../redeliver-letters.ts';
import type { Run } from '../run-command.ts';
import { withClient } from '../with-client.ts';
import { withDeadLetters } from '../with-dead-letters.ts';

/** It stays in the record of every letter. */
const MOST_BY = 200;

interface RedeliverOptions {
  readonly all?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

export function addCallbacksCommand(program: Command, context: Context, run: Run): void {
  const callbacks = program
    .command('callbacks')
    .description('Callbacks about jobs that no verification has: look at them, deliver them again.');

  callbacks
    .command('list')
    .description('All that are kept, those that came last first.')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      run(
        () =>
          withDeadLetters(context, async (letters) => {
            const list = letters.list();
            const text = list.map(lineOf).join('') || 'No callback about an unknown job is kept.\n';
            context.out.write(options.json ? printableJson(list) : text);
            return EXIT.ok;
          }),
        options,
      ),
    );

  callbacks
    .command('show')
    .description('One of them, with what became of it.')
    .argument('<id>', 'as listed')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) =>
      run(
        () =>
          withDeadLetters(context, async (letters) => {
            const letter = find(letters, id);
            context.out.write(options.json ? printableJson(letter) : textOf(letter));
            return EXIT.ok;
          }),
        options,
      ),
    );

  callbacks
    .command('redeliver')
    .description('Tell the verifications now, however old the signature is.')
    .argument('[ids...]', 'as listed')
    .option('--all', 'all that no verification has yet')
    .option('--by <who>', 'who wants it: an id of your staff, which stays in the record (required)')
    .option('--json', 'print JSON')
    .action((ids: readonly string[], options: RedeliverOptions) =>
      run(async () => {
        const { all = false, by } = checkRedelivery(ids, options);
        return withDeadLetters(context, async (letters) => {
          const chosen = all
            ? letters.list().filter((letter) => !isDelivered(letter))
            : [...new Set(ids)].map((id) => find(letters, id));
          if (chosen.length === 0) {
            context.out.write(options.json ? '[]\n' : 'There is nothing to deliver.\n');
            return EXIT.ok;
          }
          return withClient(context, (smileflow) =>
            redeliverLetters(context, { letters, chosen, by, smileflow, json: options.json ?? false }),
          );
        });
      }, options),
    );
}

function checkRedelivery(ids: readonly string[], { all, by = '' }: RedeliverOptions) {
  const problems = [
    all && ids.length > 0 ? '--all and single ids exclude each other: give one of them' : '',
    !all && ids.length === 0 ? 'no callback is named: give ids as listed, or --all' : '',
    by.trim() === '' ? '--by is missing: say who wants it' : '',
    by.length > MOST_BY || !isPrintable(by) ? `--by is no id: give at most ${MOST_BY} characters on one line` : '',
  ].filter(Boolean);
  if (problems.length === 0) return { all, by };
  throw new VerificationFailure('invalid-request', `Nothing was delivered: ${problems.join('; ')}.`, { problems });
}

function find(letters: DeadLetterFile, id: string): StoredDeadLetter {
  const letter = letters.find(id);
  if (letter !== undefined) return letter;
  throw new VerificationFailure('not-found', 'No such callback is kept: look at smileflow callbacks list.');
}

function lineOf(letter: StoredDeadLetter): string {
  const { id, claim, count, lastReceivedAt } = letter;
  const times = count === 1 ? 'once' : `${count} times`;
  return `${printable([id, lastReceivedAt, claim.code, jobOf(letter), times, fateOf(letter)].join('  '))}\n`;
}

function textOf(letter: StoredDeadLetter): string {
  const { id, claim, count, signedAt, firstReceivedAt, lastReceivedAt, redeliveries } = letter;
  const rows = [
    ['id', id],
    ['job', jobOf(letter)],
    ['partner', claim.partner ?? 'default'],
    ['code', claim.code],
    ['from', claim.fromReviewer ? 'a reviewer' : 'the machine'],
    ['final', claim.declaredFinal === undefined ? undefined : claim.declaredFinal ? 'yes' : 'no'],
    ['Smile job', claim.smileJobId],
    ['signed', signedAt],
    ['received', count === 1 ? firstReceivedAt : `${count} times, ${firstReceivedAt} to ${lastReceivedAt}`],
    ['state', fateOf(letter)],
    ...redeliveries.map(({ at, by, outcome }) => ['delivered', `${at} by ${by}: ${outcome}`]),
  ].filter((row): row is [string, string] => row[1] !== undefined);
  return rows.map(([name, value]) => `${name.padEnd(9)}  ${printable(value)}\n`).join('');
}

function jobOf({ verificationId, jobIdHash }: StoredDeadLetter): string {
  return verificationId ?? `(a foreign job, sha256 ${jobIdHash}…)`;
}

function fateOf(letter: StoredDeadLetter): string {
  if (isDelivered(letter)) return 'delivered';
  return letter.redeliveries.length === 0 ? 'waiting' : 'still unknown';
}
