import type { Partners } from '../smile-id/partners.ts';
import { isGenuine } from '../smile-id/signature.ts';
import type { CallbackAddress } from './callback-address.ts';

export interface SignedPair {
  readonly timestamp: unknown;
  readonly signature: unknown;
}

/**
 * The partner profile whose key signed, where that profile may write to the address; undefined for a forgery. Every key
 * of every profile is tried in any case, so that the time tells neither which one fitted nor which profiles there are.
 */
export function signerOf(partners: Partners, pair: SignedPair, address: CallbackAddress): string | undefined {
  const signers = [...partners].flatMap(([name, { partnerId, verificationKeys }]) =>
    isGenuine({ partnerId, apiKeys: verificationKeys }, pair.timestamp, pair.signature) ? [name] : [],
  );
  if (address.kind !== 'verification') return signers[0];
  return signers.find((name) => name === address.partner);
}
