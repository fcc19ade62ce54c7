import { cutText } from './id-data.ts';

/** What the registry reported about a business, as reported. Names persons, so whoever keeps it seals it. */
export interface BusinessData {
  readonly legalName?: string;
  readonly registrationNumber?: string;
  readonly registrationDate?: string;
  readonly companyType?: string;
  readonly status?: string;
  readonly country?: string;
  readonly address?: string;
  readonly email?: string;
  readonly directors?: readonly BusinessPerson[];
  readonly beneficialOwners?: readonly BusinessPerson[];
  readonly proprietors?: readonly BusinessPerson[];
  readonly fiduciaries?: readonly BusinessPerson[];
}

/** A person or a body behind a business. */
export interface BusinessPerson {
  readonly name: string;
  /** `YYYY-MM-DD` as a rule. */
  readonly dateOfBirth?: string;
  /** Such as `Individual`. */
  readonly kind?: string;
  /** Percent. */
  readonly share?: string;
}

type Reported = { readonly [Field in keyof Required<BusinessData>]: BusinessData[Field] | undefined };

/** More than any register is known to list; keeps what enters a workflow's history small. */
const MOST_PERSONS = 50;

/** Only what says something, trimmed and cut. Undefined where nothing does. */
export function businessDataOf(reported: Reported): BusinessData | undefined {
  const fields = Object.entries(reported).flatMap(([field, value]) => {
    const kept = typeof value === 'string' ? cutText(value) : value?.slice(0, MOST_PERSONS).map(cutPerson);
    return kept === undefined || kept.length === 0 ? [] : [[field, kept]];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function cutPerson(person: BusinessPerson): BusinessPerson {
  return Object.fromEntries(
    Object.entries(person).map(([field, text]) => [field, cutText(text)]),
  ) as unknown as BusinessPerson;
}
