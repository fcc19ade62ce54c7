import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  publicDecrypt,
  publicEncrypt,
  timingSafeEqual,
} from 'node:crypto';
import { VerificationFailure } from '../domain/failure.ts';
import type { SigningKey } from './signature.ts';

export interface SecKey {
  /** Epoch milliseconds; travels as a JSON number. */
  readonly timestamp: number;
  /** `<base64 of the encrypted hash>|<hash>`, the value of the body's `sec_key`. Another one at each call. */
  readonly secKey: string;
}

/**
 * Authenticates a request by the scheme that Smile ID's SDKs removed in 2022 (PROTOCOL 2.5): RSA with PKCS#1 v1.5 over a
 * SHA-256 of partner number and time.
 * @param account `apiKey` is the legacy key of the portal: base64 of a PEM public key
 * @param timestamp epoch milliseconds; a whole number
 * @throws VerificationFailure `invalid-request` if the key, the partner id or the timestamp is none
 * @deprecated Use `generateSignature`: new keys of the portal are no RSA keys.
 */
export function generateSecKey(account: SigningKey, timestamp: number = Date.now()): SecKey {
  const { partnerId, apiKey } = given(account);
  const key = readPublicKey(apiKey);
  const hash = hashOf(partnerId, timestamp);
  const problems = [
    ...(key === undefined ? [NO_KEY] : []),
    ...(hash === undefined
      ? ['the partner id is no text of digits, or the timestamp is no whole number of milliseconds']
      : []),
  ];
  if (key === undefined || hash === undefined)
    throw new VerificationFailure('invalid-request', `No sec_key was made: ${problems.join('; ')}.`, { problems });
  return { timestamp, secKey: `${encrypted(key, hash).toString('base64')}|${hash}` };
}

/**
 * Whether a message's `sec_key`, or the `signature` of an answer, was made by Smile ID for this partner and timestamp
 * (PROTOCOL 2.5). It
 * says nothing about the rest of the message. Never throws: whatever is not genuine is false, a key that is none, too.
 * @deprecated See `generateSecKey`.
 */
export function confirmSecKey(account: SigningKey, timestamp: unknown, secKey: unknown): boolean {
  const { partnerId, apiKey } = given(account);
  const key = readPublicKey(apiKey);
  const hash = hashOf(partnerId, timestamp);
  if (key === undefined || hash === undefined || typeof secKey !== 'string') return false;
  try {
    const encrypted = Buffer.from(secKey.split('|')[0] ?? '', 'base64');
    const decrypted = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encrypted);
    return decrypted.length === hash.length && timingSafeEqual(decrypted, Buffer.from(hash));
  } catch {
    return false;
  }
}

function encrypted(key: KeyObject, hash: string): Buffer {
  try {
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(hash));
  } catch {
    throw new VerificationFailure('invalid-request', 'No sec_key was made: the RSA key is too short for the hash.');
  }
}

/** Untyped callers give anything. */
function given(account: unknown): { readonly partnerId?: unknown; readonly apiKey?: unknown } {
  return account ?? {};
}

const NO_KEY =
  'the API key is no legacy key, which is the base64 of a PEM public key: copy it from the portal, or use a signature';

/** Leading zeros of the partner id are dropped (PROTOCOL 2.5). Vector: `085` and 1563283420 → `752d4ee8…2467`. */
function hashOf(partnerId: unknown, timestamp: unknown): string | undefined {
  const time = typeof timestamp === 'number' ? String(timestamp) : timestamp;
  if (typeof time !== 'string' || !/^\d{1,16}$/.test(time)) return undefined;
  if (typeof partnerId !== 'string' || !/^\d+$/.test(partnerId)) return undefined;
  const number = partnerId.replace(/^0+(?=\d)/, '');
  return createHash('sha256').update(`${number}:${time}`).digest('hex');
}

function readPublicKey(apiKey: unknown): KeyObject | undefined {
  if (typeof apiKey !== 'string') return undefined;
  try {
    const key = createPublicKey(Buffer.from(apiKey, 'base64').toString());
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
