import type { Command } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import type { Services } from '../../smile-id/read-services.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';
import { collect, once, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import type { Run } from '../run-command.ts';
import { accountOf } from './account.ts';
import { checkCountry } from './country.ts';
import { textOfRows } from './rows.ts';
import { withSmileId } from './with-smile-id.ts';

interface ServicesOptions {
  readonly country?: Typed;
  readonly partner?: Typed;
  readonly json?: boolean;
}

export function addServicesCommand(smile: Command, context: Context, run: Run): void {
  smile
    .command('services')
    .description(
      'The types of ID that Smile ID can look up, what each needs, and bank codes. Needs an address and no key.',
    )
    .option('--country <country>', 'of this one only: two letters, such as NG', collect)
    .option('--partner <name>', "at the partner profile's address", collect)
    .option('--json', 'print JSON')
    .action((options: ServicesOptions) => run(() => services(options, context), options));
}

async function services({ country: typed, partner, json }: ServicesOptions, context: Context): Promise<ExitCode> {
  const problems: string[] = [];
  const account = await accountOf(context, partner, problems, 'address');
  const country = once('--country', typed, problems);
  checkCountry('--country', country, problems);
  refuseInput('Nothing was asked', problems);
  const all = await withSmileId(context, account, (ask) =>
    ask('Asking Smile ID for its list …', (smileId, how) => smileId.services(how)),
  );
  const wanted = country === undefined ? all : inCountry(all, country);
  context.out.write(json ? printableJson(wanted) : textOf(wanted));
  return EXIT.ok;
}

/** @throws VerificationFailure `not-found` where no type of ID is listed for it */
function inCountry({ idTypes, hostedWeb, bankCodes }: Services, country: string): Services {
  const only = <T>(members: { readonly [name: string]: T }): { readonly [name: string]: T } =>
    Object.fromEntries(Object.entries(members).filter(([name]) => name === country));
  if (!Object.hasOwn(idTypes, country))
    throw new VerificationFailure(
      'not-found',
      `Smile ID lists no types of ID for ${country}: it has ${printable(Object.keys(idTypes).sort().join(', '))}.`,
    );
  return {
    idTypes: only(idTypes),
    hostedWeb: Object.fromEntries(Object.entries(hostedWeb).map(([product, countries]) => [product, only(countries)])),
    bankCodes: country === 'NG' ? bankCodes : [],
  };
}

/** Part of every request. */
const ALWAYS_THERE = ['country', 'id_type', 'user_id', 'job_id', 'job_type'];

function textOf({ idTypes, bankCodes }: Services): string {
  const countries = Object.entries(idTypes).map(([country, types]) => {
    const rows = Object.entries(types).map(([type, fields]): [string, string] => [
      `  ${type}`,
      fields.filter((field) => !ALWAYS_THERE.includes(field)).join(', ') || 'nothing more',
    ]);
    return `${printable(country)}\n${textOfRows(rows)}`;
  });
  const banks = bankCodes.map(({ code, name }): [string, string] => [`  ${code}`, name]);
  return [...countries, banks.length === 0 ? '' : `bank codes, of NG\n${textOfRows(banks)}`].join('');
}
