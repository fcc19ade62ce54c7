import { signTimestamp } from './signature.ts';

/** Timestamp and signature in the right form, made with a key that no partner has. */
export function forgeProof(timestamp = new Date().toISOString(), partnerId = '085') {
  return { timestamp, signature: signTimestamp('the-key-of-a-forger', partnerId, timestamp) };
}
