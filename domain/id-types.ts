import { matchesForeignPattern } from './foreign-pattern.ts';
import type { IdField, IdInfo } from './id-info.ts';
import type { Product, ProductName } from './product.ts';

/** What Smile ID's services tell about ID types (PROTOCOL 12.5): fields are in its words. */
export interface IdTypeCatalogue {
  /** By country and type: the names of the required fields. */
  readonly idTypes: ByCountryAndType<readonly string[]>;
  /** By product, country and type. */
  readonly hostedWeb: { readonly [product: string]: ByCountryAndType<HostedIdType> };
}

interface HostedIdType {
  readonly requiredFields: readonly string[];
  readonly idNumberRegex?: string | undefined;
}

interface ByCountryAndType<T> {
  readonly [country: string]: { readonly [idType: string]: T };
}

/** Each is a sentence that begins with the field; none holds what was given. */
export interface Findings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export interface IdClaim {
  readonly product: Product;
  readonly idInfo: IdInfo;
  readonly partnerParams: Readonly<Record<string, string>>;
}

/** Names under which the catalogue lists the products that ask an ID authority. */
const LISTED_AS: { readonly [P in ProductName]?: string } = {
  'enhanced-kyc': 'enhanced_kyc',
  'basic-kyc': 'basic_kyc',
  'biometric-kyc': 'biometric_kyc',
};

/** Part of every request. */
const ALWAYS_THERE = ['country', 'id_type', 'user_id', 'job_id', 'job_type'];
const BIRTH_PARTS = ['day', 'month', 'year'];
const BIRTH_FIELDS = ['dob', ...BIRTH_PARTS];

const FIELDS: ReadonlyMap<string, IdField> = new Map([
  ['id_number', 'idNumber'],
  ['first_name', 'firstName'],
  ['middle_name', 'middleName'],
  ['last_name', 'lastName'],
  ['phone_number', 'phoneNumber'],
  ['bank_code', 'bankCode'],
  ['gender', 'gender'],
  ['citizenship', 'citizenship'],
]);

/** Whether the catalogue has a say: an ID authority is asked about a number, in a country, of a type. */
export function concernsCatalogue(product: Product, { country, idType, idNumber }: IdInfo): boolean {
  return LISTED_AS[product.name] !== undefined && Boolean(country && idType && idNumber);
}

/** Compares what is claimed of an ID with what Smile ID asks for, so that it is not sent, and paid, in vain. */
export function checkIdType(claim: IdClaim, catalogue: IdTypeCatalogue): Findings {
  const { product, idInfo } = claim;
  const { country = '', idType = '' } = idInfo;
  const known = own(catalogue.idTypes, country);
  const hosted = own(own(catalogue.hostedWeb, LISTED_AS[product.name] ?? ''), country);
  const types = [...new Set([...Object.keys(known ?? {}), ...Object.keys(hosted ?? {})])];
  if (types.length === 0) {
    const countries = Object.keys(catalogue.idTypes);
    return { problems: [`idInfo.country has no ID types at Smile ID: it lists ${named(countries)}`], warnings: [] };
  }
  if (!types.includes(idType))
    return { problems: [`idInfo.idType is not known for ${country}: Smile ID lists ${named(types)}`], warnings: [] };

  const hostedType = own(hosted, idType);
  const required = new Set([...(own(known, idType) ?? []), ...(hostedType?.requiredFields ?? [])]);
  const isElsewhere = hostedType === undefined && Object.keys(hosted ?? {}).length > 0;
  return {
    problems: [
      ...missingFields([...required], claim).map((field) => `${field} is missing: ${country} ${idType} needs it`),
      ...numberProblems(idInfo, hostedType?.idNumberRegex),
    ],
    warnings: isElsewhere
      ? [
          `idInfo.idType is not listed for ${product.title} in ${country}: Smile ID lists ${named(Object.keys(hosted ?? {}))}`,
        ]
      : [],
  };
}

/** Names of fields as a caller gives them. */
function missingFields(required: readonly string[], { product, idInfo, partnerParams }: IdClaim): string[] {
  const isGiven = (name: string): boolean => Boolean(own(partnerParams, name));
  const isBirthGiven = Boolean(idInfo.dateOfBirth) || isGiven('dob') || BIRTH_PARTS.every(isGiven);
  const missing = required.flatMap((name) => {
    if (ALWAYS_THERE.includes(name) || !/^\w{1,60}$/.test(name)) return [];
    if (BIRTH_FIELDS.includes(name)) return isBirthGiven ? [] : ['idInfo.dateOfBirth'];
    const field = FIELDS.get(name);
    if (isGiven(name) || (field !== undefined && idInfo[field])) return [];
    return [field !== undefined && product.idFields.includes(field) ? `idInfo.${field}` : `partnerParams.${name}`];
  });
  return [...new Set(missing)];
}

function numberProblems({ country, idType, idNumber = '' }: IdInfo, pattern: string | undefined): string[] {
  if (pattern === undefined || matchesForeignPattern(pattern, idNumber) !== false) return [];
  return [`idInfo.idNumber does not have the form of ${country} ${idType}: ${pattern}`];
}

const MOST_NAMED = 10;

function named(names: readonly string[]): string {
  const printable = names.filter((name) => /^[\w-]{1,60}$/.test(name)).sort();
  const more = printable.length - MOST_NAMED;
  return `${printable.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A member of its own, whatever the name is. */
function own<T>(members: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}
