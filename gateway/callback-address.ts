import { addressOfCallbackPath } from '../domain/identifiers.ts';
import { DEFAULT_PARTNER } from '../domain/partner.ts';

/** The address that is set in Smile ID's portal, for all jobs of all partners. */
export const PORTAL_PATH = '/callbacks/smile-id';
const OWN_PATH = /\/callbacks\/smile-id(\/|$)/;

/** Whom a callback was sent to, by its URL. */
export type CallbackAddress =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'verification'; readonly verificationId: string; readonly partner: string }
  /** The path belongs to no verification that there can be. */
  | { readonly kind: 'nobody' };

export const ANYBODY: CallbackAddress = { kind: 'anybody' };

/**
 * Reads the path that the request was for, whatever the handler is mounted under: `/hooks/callbacks/smile-id/v-1?x=1` is
 * about `v-1`. A path of another form, such as `/webhook`, is an address for everybody.
 */
export function addressOf(path = ''): CallbackAddress {
  const [plain = ''] = path.split(/[?#]/, 1);
  const at = plain.search(OWN_PATH);
  if (at === -1 || /^\/?$/.test(plain.slice(at + PORTAL_PATH.length))) return ANYBODY;
  const address = addressOfCallbackPath(plain.slice(at));
  return address === undefined ? { kind: 'nobody' } : { kind: 'verification', partner: DEFAULT_PARTNER, ...address };
}
