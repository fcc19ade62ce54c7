/** Name of the partner profile that needs none. */
export const DEFAULT_PARTNER = 'default';

const PARTNER_NAME = /^[a-z][a-z0-9-]{0,30}$/;

export const PARTNER_NAME_RULE =
  'a partner profile has 1 to 31 characters out of lower-case letters, digits and "-", begins with a letter, and is not called "default"';

/** The names in a list such as `kenya, uganda-test`, unchecked. */
export function partnerNamesOf(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((name) => name !== '');
}

export function isPartnerName(text: string): boolean {
  return PARTNER_NAME.test(text);
}
