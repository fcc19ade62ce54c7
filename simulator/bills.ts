import type { Job } from './job.ts';

/** A job that was paid for, `times` over when it was processed, or a request answered, more than once. */
export interface Bill {
  jobId: string;
  partnerId: string;
  jobType: number;
  times: number;
}

/** Every accepted call is billed, repeats included, whatever came of it (U19). */
export function listBills(jobs: readonly Job[]): Bill[] {
  return jobs
    .filter(({ paidRuns }) => paidRuns > 0)
    .map(({ jobId, partnerId, jobType, paidRuns }) => ({ jobId, partnerId, jobType, times: paidRuns }));
}
