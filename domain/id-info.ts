/** What the caller says about a person's ID. Personal: it goes to Smile ID and nowhere else in plain sight. */
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
] as const satisfies readonly IdField[];
