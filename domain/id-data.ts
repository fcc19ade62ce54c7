/**
 * What Smile ID read from an ID or got from the authority that issued it, as reported. Personal: whoever keeps it seals
 * it, and nobody decides upon it. It holds neither pictures nor links.
 */
export interface IdData {
  readonly fullName?: string;
  /** `YYYY-MM-DD` as a rule, as are all dates here; a date of another form stays as it came. */
  readonly dateOfBirth?: string;
  readonly gender?: string;
  readonly idNumber?: string;
  readonly idType?: string;
  /** A code or a name, as reported. */
  readonly country?: string;
  readonly expirationDate?: string;
  readonly issuanceDate?: string;
  readonly phoneNumber?: string;
  readonly phoneNumber2?: string;
  readonly address?: string;
  readonly secondaryIdNumber?: string;
  /** True where another user of this partner has registered with the same ID number. */
  readonly idNumberPreviouslyRegistered?: boolean;
}

/** Every field named, so that none is forgotten; undefined where nothing was reported. */
type ReportedIdData = { readonly [Field in keyof Required<IdData>]: IdData[Field] | undefined };

/** Longer than any documented value; keeps what enters a workflow's history small. */
const MAX_LENGTH = 200;

/** Only the fields that say something, trimmed and cut. Undefined where none does. */
export function idDataOf(reported: ReportedIdData): IdData | undefined {
  const fields = Object.entries(reported)
    .map(([field, value]) => [field, typeof value === 'string' ? cutText(value) : value] as const)
    .filter(([, value]) => value !== undefined && value !== '');
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Trimmed and cut; never leaves half of a character that takes two units. */
export function cutText(text: string): string {
  return text
    .trim()
    .slice(0, MAX_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '');
}
