import type { DeadLetter, Redelivery, StoredDeadLetter } from './dead-letter.ts';

/** A letter as SQLite holds it, where true is 1 and absent is null. */
export interface Row {
  readonly id: string;
  readonly verification_id: string | null;
  readonly job_id_hash: string | null;
  readonly code: string;
  readonly smile_job_id: string | null;
  readonly from_reviewer: 0 | 1;
  readonly declared_final: 0 | 1 | null;
  readonly partner: string | null;
  readonly signed_at_ms: number;
  readonly first_received_at_ms: number;
  readonly last_received_at_ms: number;
  readonly count: number;
  /** JSON. */
  readonly redeliveries: string;
}

/** The columns in their order, but for the count. */
export function rowOf({ id, verificationId, jobIdHash, claim, signedAtMs }: DeadLetter, nowMs: number) {
  const { code, smileJobId, fromReviewer, declaredFinal, partner } = claim;
  return [
    id,
    verificationId ?? null,
    jobIdHash ?? null,
    code,
    smileJobId ?? null,
    Number(fromReviewer),
    declaredFinal === undefined ? null : Number(declaredFinal),
    partner ?? null,
    signedAtMs,
    nowMs,
    nowMs,
  ];
}

export function storedOf(row: Row): StoredDeadLetter {
  return {
    id: row.id,
    ...(row.verification_id === null ? {} : { verificationId: row.verification_id }),
    ...(row.job_id_hash === null ? {} : { jobIdHash: row.job_id_hash }),
    claim: {
      code: row.code,
      fromReviewer: row.from_reviewer === 1,
      ...(row.smile_job_id === null ? {} : { smileJobId: row.smile_job_id }),
      ...(row.declared_final === null ? {} : { declaredFinal: row.declared_final === 1 }),
      ...(row.partner === null ? {} : { partner: row.partner }),
    },
    signedAt: iso(row.signed_at_ms),
    firstReceivedAt: iso(row.first_received_at_ms),
    lastReceivedAt: iso(row.last_received_at_ms),
    count: row.count,
    redeliveries: (JSON.parse(row.redeliveries) as RedeliveryRow[]).map(({ atMs, by, outcome }) => ({
      at: iso(atMs),
      by,
      outcome,
    })),
  };
}

type RedeliveryRow = Omit<Redelivery, 'at'> & { readonly atMs: number };

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
