import { toCallbackBody } from './callback-body.ts';
import { chooseFault, mayFail } from './choose-fault.ts';
import { disturbDelivery } from './disturb-delivery.ts';
import type { Job, JobResult } from './job.ts';
import { type Letter, postUntilTaken } from './post-letter.ts';
import { signTimestamp } from './signature.ts';
import type { Simulation } from './simulation.ts';

/** Posts a result to the job's callback_url, PROTOCOL 10.1. Jobs without a URL are asked by job_status. */
export function deliverCallback(simulation: Simulation, job: Job, result: JobResult): void {
  if (job.callbackUrl !== undefined) void deliver(simulation, job, result, job.callbackUrl);
}

/** Never rejects. One fault for all attempts. */
async function deliver(simulation: Simulation, job: Job, result: JobResult, url: string): Promise<void> {
  const letter = writeLetter(simulation, job, result, url);
  const { jobId, partnerId, resultCode } = letter;
  const send = async () => {
    if (await postUntilTaken(simulation, letter)) simulation.heldCallbacks.release(job);
  };
  const call = { endpoint: 'callback', jobId, resultCode } as const;
  const chosen = mayFail(simulation) ? await chooseFault(simulation, call, partnerId) : undefined;
  if (!chosen) await send();
  else await disturbDelivery({ simulation, job, result, letter, send }, chosen);
}

/** Each attempt is signed anew, or all are the very same bytes (U17). */
function writeLetter(simulation: Simulation, job: Job, result: JobResult, url: string): Letter {
  const { jobId, partnerId } = job;
  const apiKey = simulation.findPartner(partnerId)?.apiKey ?? '';
  const sign = () => {
    const timestamp = new Date().toISOString();
    return { timestamp, signature: signTimestamp(apiKey, partnerId, timestamp) };
  };
  const letter: Letter = {
    url,
    jobId,
    partnerId,
    resultCode: result.row.code,
    text: undefined,
    write() {
      if (simulation.settings.quirks.resignRedeliveries) letter.text = undefined;
      letter.text ??= JSON.stringify(toCallbackBody(simulation, job, result, sign()));
      return letter.text;
    },
  };
  return letter;
}
