import type { Command } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import { SUPPORTED_DOCUMENTS } from '../../domain/supported-documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printableJson } from '../printable.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { checkCountry } from './country.ts';
import { textOfRows } from './rows.ts';

export function addSupportedDocumentsCommand(smile: Command, context: Context, run: Run): void {
  smile
    .command('supported-documents')
    .description(
      'The documents that Smile ID verifies, in its words, as of this version. Needs no account and no network.',
    )
    .argument('[country]', 'of this one only: two letters, such as NG')
    .option('--json', 'print JSON')
    .action((country: string | undefined, options: { json?: boolean }) =>
      run(async () => supportedDocuments(country, options, context), options),
    );
}

function supportedDocuments(country: string | undefined, { json }: { json?: boolean }, context: Context): ExitCode {
  const problems: string[] = [];
  checkCountry('the country', country, problems);
  refuseInput('Nothing is listed', problems);
  const listed = [...SUPPORTED_DOCUMENTS].filter(([name]) => country === undefined || name === country);
  if (listed.length === 0)
    throw new VerificationFailure(
      'not-found',
      `No documents are listed for ${country}: Smile ID has ${[...SUPPORTED_DOCUMENTS.keys()].join(', ')}.`,
    );
  context.out.write(
    json
      ? printableJson(Object.fromEntries(listed))
      : textOfRows(listed.map(([name, documents]) => [name, documents.join(', ')])),
  );
  return EXIT.ok;
}
