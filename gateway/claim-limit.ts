import { createRecentMap } from './recent-map.ts';

/** More than any job has results: Smile ID sends a lookup, a machine's and a reviewer's, and corrects some. */
const MAX_CLAIMS = 12;
const WINDOW_MS = 3_600_000;
const MAX_JOBS = 10_000;

/**
 * Counts the different claims about a job, so that a captured signature under ever other bodies is noticed and soon costs
 * nothing. Of one process and in memory: what holds for all processes is the finite set of request ids.
 */
export function createClaimLimit(clock: () => Date) {
  const jobs = createRecentMap<Map<string, number>>(MAX_JOBS);
  return {
    /** False where the claim is one too many; a claim that was let in before is never. */
    admit(job: string, requestId: string): boolean {
      const nowMs = clock().getTime();
      const claims = jobs.get(job) ?? new Map<string, number>();
      for (const [id, firstSeenAtMs] of claims) if (nowMs - firstSeenAtMs >= WINDOW_MS) claims.delete(id);
      if (!claims.has(requestId)) {
        if (claims.size >= MAX_CLAIMS) return false;
        claims.set(requestId, nowMs);
      }
      jobs.set(job, claims);
      return true;
    },
  };
}
