import type { SignedPair } from './callback-signer.ts';
import { digestOf } from './digest.ts';
import { createRecentMap } from './recent-map.ts';

const MAX_PAIRS = 10_000;

/**
 * Remembers which accepted signature came with which body, as PROTOCOL 2.1 advises: the signature covers only the
 * timestamp, so the same pair under another body about the same job may be a captured one. Only suspicious, never refused:
 * two results of one job may be signed in the same millisecond. Keeps hashes, in memory, of one process.
 */
export function createSignatureMemory() {
  const bodies = createRecentMap<string>(MAX_PAIRS);
  return {
    /** True where this pair was accepted before, for the same job and with another body. */
    isSuspicious(job: string, { timestamp, signature }: SignedPair, rawBody: Buffer): boolean {
      const pair = digestOf([job, timestamp, signature]);
      const body = digestOf(rawBody);
      const first = bodies.get(pair);
      if (first === undefined) bodies.set(pair, body);
      return first !== undefined && first !== body;
    },
  };
}
