/** PROTOCOL 18: 30 requests in a chain in which each follows the previous one within 3 days. */
const maxRequests = 30;
const chainMs = 3 * 24 * 60 * 60 * 1000;

interface IdNumber {
  country: unknown;
  id_type: unknown;
  id_number: unknown;
}

export interface IdNumberLimit {
  /** Counts a request for an ID number; false: the number is blocked. */
  admits(partnerId: string, number: IdNumber): boolean;
  /** Unblocks a number (PROTOCOL 12.7). */
  reset(partnerId: string, number: IdNumber): void;
}

export function createIdNumberLimit(): IdNumberLimit {
  const chains = new Map<string, { count: number; lastAt: number }>();
  return {
    admits(partnerId, number) {
      const key = keyOf(partnerId, number);
      const now = Date.now();
      const chain = chains.get(key);
      const count = chain && now - chain.lastAt <= chainMs ? chain.count + 1 : 1;
      chains.set(key, { count, lastAt: now });
      return count <= maxRequests;
    },
    reset: (partnerId, number) => void chains.delete(keyOf(partnerId, number)),
  };
}

function keyOf(partnerId: string, { country, id_type: idType, id_number: idNumber }: IdNumber): string {
  return JSON.stringify([partnerId, country, idType, idNumber]);
}
