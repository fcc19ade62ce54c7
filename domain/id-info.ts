/** What the caller says about a person's or a business's ID. Personal: it goes to Smile ID and nowhere else in plain sight. */
export interface IdInfo {
  /** Two letters, ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly idType?: string;
  readonly idNumber?: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth?: string;
  readonly phoneNumber?: string;
  readonly bankCode?: string;
  /** `M` or `F`, as the authority writes it. */
  readonly gender?: string;
  readonly citizenship?: string;
  /** Of a business: `bn`, `co` or `it` in Nigeria (PROTOCOL 12.4). */
  readonly businessType?: string;
  /** Of a business in Kenya: Smile ID's SDKs show both for its register. */
  readonly postalAddress?: string;
  readonly postalCode?: string;
}

export type IdField = keyof IdInfo;

export const ID_FIELDS = [
  'country',
  'idType',
  'idNumber',
  'firstName',
  'middleName',
  'lastName',
  'dateOfBirth',
  'phoneNumber',
  'bankCode',
  'gender',
  'citizenship',
  'businessType',
  'postalAddress',
  'postalCode',
] as const satisfies readonly IdField[];
