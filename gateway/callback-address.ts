import { addressOfCallbackPath } from '../domain/identifiers.ts';
import { DEFAULT_PARTNER } from '../domain/partner.ts';

/** The address that is set in Smile ID's portal, for all jobs of all partners. */
export const PORTAL_PATH = '/callbacks/smile-id';
const OWN_PATH = /\/callbacks\/smile-id(\/|$)/;
/** As a router may read it that decodes, ignores case or doubled slashes: all of that is switched on somewhere. */
const OWN_PATH_LOOSELY = /\/+callbacks\/+smile-id(\/|$)/i;

/** Whom a callback was sent to, by its URL. */
export type CallbackAddress =
  | { readonly kind: 'anybody' }
  | { readonly kind: 'verification'; readonly verificationId: string; readonly partner: string }
  /** The path belongs to no verification that there can be. */
  | { readonly kind: 'nobody' };

export const ANYBODY: CallbackAddress = { kind: 'anybody' };
const NOBODY: CallbackAddress = { kind: 'nobody' };

/**
 * Reads the path that the request was for, whatever the handler is mounted under: `/hooks/callbacks/smile-id/v-1?x=1` is
 * about `v-1`. A path of another form, such as `/webhook`, is an address for everybody. What only a router would take for
 * an address of ours is nobody's, and so is everything percent-encoded, since no address that is given out is: otherwise
 * another spelling would pass for the portal's address, which every partner may use.
 */
export function addressOf(path = ''): CallbackAddress {
  const [plain = ''] = path.split(/[?#]/, 1);
  if (plain.includes('%')) return NOBODY;
  const at = plain.search(OWN_PATH);
  if (at === -1) return OWN_PATH_LOOSELY.test(plain) ? NOBODY : ANYBODY;
  if (/^\/?$/.test(plain.slice(at + PORTAL_PATH.length))) return ANYBODY;
  const address = addressOfCallbackPath(plain.slice(at));
  return address === undefined ? NOBODY : { kind: 'verification', partner: DEFAULT_PARTNER, ...address };
}
