import type { Command } from 'commander';
import { ID_FIELDS, type IdField, type IdInfo } from '../domain/id-info.ts';
import type { Context } from './context.ts';
import { printable } from './printable.ts';
import { readJsonInput } from './read-json-input.ts';
import { collect, once, type Typed } from './read-options.ts';
import type { Flags } from './words-of-options.ts';

/** What was typed of an ID, by field, and where the rest of it stands. */
export interface IdInfoOptions {
  readonly idInfo?: Typed;
  readonly [field: string]: unknown;
}

const HELP: { readonly [F in IdField]: string } = {
  country: 'two letters, such as NG',
  idType: "the ID's type, in Smile ID's words, such as PASSPORT or NIN_V2",
  idNumber: "the number of the ID; a shell's history keeps it: see --id-info",
  firstName: 'as on the ID',
  middleName: 'as on the ID',
  lastName: 'as on the ID',
  dateOfBirth: 'as YYYY-MM-DD',
  phoneNumber: 'where the ID type asks for it',
  bankCode: 'where the ID type asks for it',
  citizenship: 'where the ID type asks for it',
  gender: 'M or F',
  businessType: 'bn, co or it, in Nigeria',
  postalAddress: 'of a business, in Kenya',
  postalCode: 'of a business, in Kenya',
};

/** `--id-number` of `idNumber`. */
function flagOf(field: IdField): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function addIdInfoOptions(
  command: Command,
  fields: readonly IdField[],
  requiredFields: readonly IdField[],
): void {
  for (const field of fields) {
    const need = requiredFields.includes(field) ? ' (required)' : '';
    command.option(`${flagOf(field)} <text>`, `${HELP[field]}${need}`, collect);
  }
  command.option(
    '--id-info <file>',
    `the same, or a part of it, as JSON such as {"idNumber": "…"} in a file, or - for standard input: nothing of it stays in the shell's history then`,
    collect,
  );
}

export interface TypedIdInfo {
  readonly idInfo: IdInfo | undefined;
  /** What each field was called. */
  readonly flags: Flags;
}

/** What the options say about an ID, and what the file of `--id-info` says; nothing may stand in both. */
export async function idInfoOfOptions(
  fields: readonly IdField[],
  options: IdInfoOptions,
  context: Context,
  problems: string[],
): Promise<TypedIdInfo> {
  const path = once('--id-info', options.idInfo, problems);
  const read = path === undefined ? {} : await readIdInfo(path, context, problems);
  const told = read ?? {};
  const typed = fields.flatMap((field): [IdField, string][] => {
    const value = once(flagOf(field), options[field] as Typed, problems);
    if (value !== undefined && Object.hasOwn(told, field))
      problems.push(`${flagOf(field)} stands in --id-info as well: give it once`);
    return value === undefined ? [] : [[field, value]];
  });
  const idInfo: IdInfo = { ...told, ...Object.fromEntries(typed) };
  // What cannot be read may hold all that is not typed, so that nothing is known to be missing.
  const isTold = (field: IdField): boolean =>
    read === undefined ? !Object.hasOwn(idInfo, field) : Object.hasOwn(told, field);
  return {
    idInfo: path === undefined && typed.length === 0 ? undefined : idInfo,
    flags: Object.fromEntries(
      ID_FIELDS.map((field) => [`idInfo.${field}`, isTold(field) ? `--id-info ${field}` : flagOf(field)]),
    ),
  };
}

/** Values of any kind: they are checked with the rest of the request. Undefined, and a problem, where it cannot be read. */
async function readIdInfo(path: string, context: Context, problems: string[]): Promise<IdInfo | undefined> {
  const read = await readJsonInput('--id-info', path, context, problems);
  if (read === undefined) return undefined;
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push('--id-info must hold an object, such as {"country": "NG", "idNumber": "…"}');
    return undefined;
  }
  const isKnown = (name: string): boolean => ID_FIELDS.some((field) => field === name);
  const foreign = Object.keys(value).filter((name) => !isKnown(name));
  if (foreign.length > 0)
    problems.push(
      `--id-info holds what is no field of an ID (${printable(foreign.join(', ').slice(0, 100))}): ${ID_FIELDS.join(', ')} are`,
    );
  return Object.fromEntries(Object.entries(value).filter(([name]) => isKnown(name)));
}
