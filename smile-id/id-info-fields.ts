import type { IdField, IdInfo } from '../domain/id-info.ts';
import type { Product } from '../domain/product.ts';
import type { IdInfo as IdInfoMembers } from './info-json.ts';

/** PROTOCOL 7.1 and 12.1. */
const MEMBERS: Readonly<Record<IdField, string>> = {
  country: 'country',
  idType: 'id_type',
  idNumber: 'id_number',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  dateOfBirth: 'dob',
  phoneNumber: 'phone_number',
  bankCode: 'bank_code',
  gender: 'gender',
  citizenship: 'citizenship',
  businessType: 'business_type',
  postalAddress: 'postal_address',
  postalCode: 'postal_code',
};

/**
 * The members of `id_info`.
 * @param asksAuthority whether the ID authority is to be asked; undefined where the product never does
 */
export function idInfoMembers(idInfo: IdInfo, asksAuthority: boolean | undefined): IdInfoMembers {
  const given = Object.entries(idInfo).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...Object.fromEntries(given.map(([field, value]) => [MEMBERS[field as IdField], value])),
    // As text: that is the form of every published example.
    ...(asksAuthority === undefined ? {} : { entered: String(asksAuthority) }),
  };
}

/** Of the package of an upload. Undefined for products about a selfie alone: their info.json has none (PROTOCOL 7.1). */
export function packageIdInfo(
  { asksAuthority }: Pick<Product, 'asksAuthority'>,
  idInfo: IdInfo | undefined,
): IdInfoMembers | undefined {
  if (idInfo === undefined) return undefined;
  return idInfoMembers(idInfo, asksAuthority ? Boolean(idInfo.idNumber) : undefined);
}
