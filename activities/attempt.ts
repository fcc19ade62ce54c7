import { Context } from '@temporalio/activity';

/** What one attempt leaves for the next. Survives the worker's death; may be some seconds old after one. */
interface Memory {
  /** Attempts up to this one are proven to have sent nothing. */
  readonly provenUnsentThrough?: number;
  /** Answers that could not be trusted so far. */
  readonly untrusted?: number;
  /** Since when it is being waited for whether pictures arrive, and in which attempt that was known: the last that sent nothing. */
  readonly waitingSinceMs?: number;
  readonly waitedInAttempt?: number;
  /** Tries so far to fetch the pictures of a result. */
  readonly pictureTries?: number;
}

export interface Attempt {
  readonly number: number;
  readonly namespace: string;
  readonly memory: Memory;
  /** Aborted when the activity is cancelled or the worker's grace is over. */
  readonly signal: AbortSignal;
  remember(change: Memory): void;
}

/** Heartbeats must come more often than the heartbeat timeout of 10 s, so that a dead worker is noticed soon. */
const HEARTBEAT_MS = 3_000;

/** Runs one attempt of an activity with a steady heartbeat that carries its memory. */
export async function withHeartbeat<T>(act: (attempt: Attempt) => Promise<T>): Promise<T> {
  const context = Context.current();
  let memory: Memory = isMemory(context.info.heartbeatDetails) ? context.info.heartbeatDetails : {};
  const beat = (): void => context.heartbeat(memory);
  const timer = setInterval(beat, HEARTBEAT_MS);
  try {
    return await act({
      number: context.info.attempt,
      namespace: context.info.namespace,
      get memory() {
        return memory;
      },
      signal: context.cancellationSignal,
      remember(change) {
        memory = { ...memory, ...change };
        beat();
      },
    });
  } finally {
    clearInterval(timer);
  }
}

function isMemory(details: unknown): details is Memory {
  return typeof details === 'object' && details !== null;
}
