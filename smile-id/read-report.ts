import { PRODUCTS, type ProductName } from '../domain/product.ts';
import type { CallOptions } from './connection.ts';
import { type JobReport, PENDING, reportOf } from './job-report.ts';
import type { JobStatusQuery } from './job-status-message.ts';
import type { SmileIdClient } from './smile-id-client.ts';

/** Which job is asked about. Both ids must be those that it was sent with. */
export interface JobQuery extends JobStatusQuery {
  /** What its codes mean depends on it; the job type that the answer names counts where it is left out. */
  readonly product?: ProductName | undefined;
}

/** One signed reading, whose answer is verified before anything in it counts. */
export async function readReport(client: SmileIdClient, query: JobQuery, options?: CallOptions): Promise<JobReport> {
  const reading = await client.readJobStatus(query, options);
  if (reading.kind !== 'reported') return PENDING;
  return reportOf(query.product === undefined ? undefined : PRODUCTS[query.product].jobType, reading);
}
