import { constants, createPrivateKey, privateDecrypt, privateEncrypt } from 'node:crypto';
import type { PartnerOptions } from './options.ts';
import { isSameText, legacyHash } from './signature.ts';

/**
 * Whether a legacy sec_key proves its timestamp, PROTOCOL 2.5. The hash after its `|` has to be right, and what is
 * encrypted before it as well, where the simulator has the partner's private key: else it cannot be read, as by anybody
 * but Smile ID, and may be anything.
 */
export function isSecKey(secKey: string, { partnerId, legacyPrivateKey }: PartnerOptions, timestamp: string): boolean {
  const [sealed = '', hash = ''] = secKey.split('|');
  const expected = legacyHash(partnerId, timestamp);
  if (!isSameText(hash, expected)) return false;
  return legacyPrivateKey === undefined || isSameText(open(sealed, legacyPrivateKey), expected);
}

export function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Proves an answer as Smile ID did it then: the same form, made with the private key, over epoch seconds (PROTOCOL 2.5). */
export function sealTimestamp(partnerId: string, legacyPrivateKey: string): { timestamp: number; signature: string } {
  const timestamp = Math.floor(Date.now() / 1000);
  const hash = legacyHash(partnerId, String(timestamp));
  const key = { key: legacyPrivateKey, padding: constants.RSA_PKCS1_PADDING };
  return { timestamp, signature: `${privateEncrypt(key, Buffer.from(hash)).toString('base64')}|${hash}` };
}

/**
 * PKCS#1 v1.5 by hand, because Node refuses it as a guard against padding oracles: 00 02, at least eight bytes that are
 * not zero, 00, and the text. Empty for anything else.
 */
function open(sealed: string, legacyPrivateKey: string): string {
  try {
    const key = { key: legacyPrivateKey, padding: constants.RSA_NO_PADDING };
    const block = privateDecrypt(key, Buffer.from(sealed, 'base64'));
    const end = block.indexOf(0, 2);
    return block.readUInt16BE(0) === 2 && end >= 10 ? block.toString('latin1', end + 1) : '';
  } catch {
    return ''; // of another length than the key's
  }
}
