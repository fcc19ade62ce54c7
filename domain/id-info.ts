/** What the caller says about a person's or a business's ID. Personal: it goes to Smile ID and nowhere else in plain sight. */
export interface IdInfo {
  /** Two letters, ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly idType?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly firstName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly lastName?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly bankCode?: string | undefined;
  /** `M` or `F`, as the authority writes it. */
  readonly gender?: string | undefined;
  readonly citizenship?: string | undefined;
  /** Of a business: `bn`, `co` or `it` in Nigeria (PROTOCOL 12.4). */
  readonly businessType?: string | undefined;
  /** Of a business in Kenya: Smile ID's SDKs show both for its register. */
  readonly postalAddress?: string | undefined;
  readonly postalCode?: string | undefined;
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
