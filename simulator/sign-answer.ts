import type { PartnerOptions } from './options.ts';
import { sealTimestamp } from './sec-key.ts';
import { signTimestamp } from './signature.ts';

/** How a request proved itself: by `signature`, or by the `sec_key` before it (PROTOCOL 2.1, 2.5). */
export type Scheme = 'hmac' | 'sec-key';

/** What an answer proves itself with. The timestamp of the old scheme is a number, of epoch seconds. */
export interface AnswerProof {
  timestamp: string | number;
  signature: string;
}

/** Proves an answer in the way of its request, where the simulator has the key for that; else by HMAC. */
export function signAnswer({ apiKey, partnerId, legacyPrivateKey }: PartnerOptions, scheme: Scheme): AnswerProof {
  if (scheme === 'sec-key' && legacyPrivateKey !== undefined) return sealTimestamp(partnerId, legacyPrivateKey);
  const timestamp = new Date().toISOString();
  return { timestamp, signature: signTimestamp(apiKey, partnerId, timestamp) };
}
