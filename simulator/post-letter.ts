import type { CallbackFault } from './fault-kinds.ts';
import type { Simulation } from './simulation.ts';

/** A callback on its way to a partner. */
export interface Letter {
  url: string;
  jobId: string;
  partnerId: string;
  resultCode: string;
  /** The text of the next attempt. */
  write(): string;
  /** What was written last. */
  text?: string | undefined;
  /** This one is what a fault has added; for the journal. */
  fault?: CallbackFault;
}

/** Posts with retries, PROTOCOL 10.1, and says whether it was taken in the end. Never settles when the simulator closes. */
export function postUntilTaken(simulation: Simulation, letter: Letter): Promise<boolean> {
  const { settings, timers } = simulation;
  return new Promise((resolve) => {
    async function attempt(nth: number): Promise<void> {
      const isTaken = await postOnce(simulation, letter, nth);
      const delayMs = settings.callbackRetryDelaysMs[nth - 1];
      if (isTaken || delayMs === undefined) resolve(isTaken);
      else timers.after(delayMs, () => void attempt(nth + 1));
    }
    void attempt(1);
  });
}

/** One attempt. Never rejects; a redirect is not followed and is no success. */
export async function postOnce(simulation: Simulation, letter: Letter, attempt = 1): Promise<boolean> {
  const answer = await post(simulation, letter);
  if (simulation.closing.signal.aborted) return false;
  const { jobId, partnerId, resultCode, fault } = letter;
  const ids = { jobId, partnerId, resultCode, attempt };
  simulation.journal.write({ kind: 'callback', ...ids, ...answer, ...(fault === undefined ? {} : { fault }) });
  return answer.httpStatus !== undefined && answer.httpStatus >= 200 && answer.httpStatus < 300;
}

type DeliveryAnswer = { httpStatus: number; error?: never } | { error: string; httpStatus?: never };

async function post({ settings, closing }: Simulation, letter: Letter): Promise<DeliveryAnswer> {
  try {
    const response = await fetch(letter.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: letter.write(),
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
