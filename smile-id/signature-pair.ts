import { VerificationFailure } from '../domain/failure.ts';
import { isGenuine, type SigningKey, sign } from './signature.ts';

/** Both go into the message, exactly as they are: the signature is about this very text. */
export interface SignaturePair {
  readonly timestamp: string;
  /** 44 characters of base64. Whoever has it with its timestamp can sign any message: do not log it. */
  readonly signature: string;
}

/**
 * Signs as Smile ID wants it (PROTOCOL 2.1), for requests of your own making.
 * @param key a `SmileIdConfig`, or partner id and API key as the portal shows them
 * @param timestamp the text that will be sent; now, in the documented form `2025-05-23T11:40:07.809Z`, where it is left out
 * @throws VerificationFailure `invalid-request` for an empty key, partner id or timestamp
 */
export function generateSignature(key: SigningKey, timestamp: string = new Date().toISOString()): SignaturePair {
  const { partnerId, apiKey } = key ?? {};
  const problems = [
    ...(isText(partnerId) ? [] : ['partnerId must be text, with its leading zeros']),
    ...(isText(apiKey) ? [] : ['apiKey must be text']),
    ...(isText(timestamp) ? [] : ['timestamp must be text, as it will be sent']),
  ];
  if (problems.length > 0)
    throw new VerificationFailure('invalid-request', `Nothing was signed: ${problems.join('; ')}.`, { problems });
  return { timestamp, signature: sign(key, timestamp) };
}

/**
 * Whether a pair was made by somebody who knows a key of this account (PROTOCOL 2.4). It proves nothing about the rest of the message,
 * which the signature does not cover: before a decision, read the job's status. Takes constant time, never throws:
 * anything but a text or a number as `timestamp`, and anything but canonical base64 as `signature`, is false.
 * @param key with `verificationKeys`, as `SmileIdConfig` has them, all of these count, as while a key is being rotated
 */
export function confirmSignature(
  key: SigningKey & { readonly verificationKeys?: readonly string[] },
  timestamp: unknown,
  signature: unknown,
): boolean {
  const { partnerId, apiKey, verificationKeys = [apiKey] } = key ?? {};
  if (!isText(partnerId) || !Array.isArray(verificationKeys) || !verificationKeys.every(isText)) return false;
  return isGenuine({ partnerId, apiKeys: verificationKeys }, timestamp, signature);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
