import { toCallbackBody } from './callback-body.ts';
import type { Job, JobResult } from './job.ts';
import type { Simulation } from './simulation.ts';

/** Posts a result to the job's callback_url, with retries, PROTOCOL 10.1. Jobs without a URL are asked by job_status. */
export function deliverCallback(simulation: Simulation, job: Job, result: JobResult): void {
  if (job.callbackUrl !== undefined) void attemptDelivery(simulation, job, result, job.callbackUrl, 1);
}

async function attemptDelivery(
  simulation: Simulation,
  job: Job,
  result: JobResult,
  url: string,
  attempt: number,
): Promise<void> {
  const { settings, journal, timers, closing } = simulation;
  const answer = await post(simulation, job, result, url);
  if (closing.signal.aborted) return;
  const { jobId, partnerId } = job;
  journal.write({ kind: 'callback', jobId, partnerId, resultCode: result.row.code, attempt, ...answer });
  if (answer.httpStatus !== undefined && answer.httpStatus >= 200 && answer.httpStatus < 300) return;
  const delayMs = settings.callbackRetryDelaysMs[attempt - 1];
  if (delayMs === undefined) return;
  timers.after(delayMs, () => void attemptDelivery(simulation, job, result, url, attempt + 1));
}

type DeliveryAnswer = { httpStatus: number; error?: never } | { error: string; httpStatus?: never };

/** Never throws. Each attempt is signed anew (U17); a redirect is not followed and is no success. */
async function post(simulation: Simulation, job: Job, result: JobResult, url: string): Promise<DeliveryAnswer> {
  const { settings, closing, findPartner } = simulation;
  const apiKey = findPartner(job.partnerId)?.apiKey ?? '';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toCallbackBody(simulation, job, result, apiKey)),
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(settings.callbackTimeoutMs)]),
    });
    await response.body?.cancel();
    return { httpStatus: response.status };
  } catch (error) {
    return { error: describeFailure(error) };
  }
}

/** fetch hides the reason, such as ECONNREFUSED, in the cause. URLs may hold secrets and are left out. */
function describeFailure(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? name;
}
