import { Context } from '@temporalio/activity';

/** What one attempt leaves for the next. Survives the worker's death; may be some seconds old after one. */
interface Memory {
  /** Attempts up to this one are proven to have sent nothing. */
  readonly provenUnsentThrough?: number;
  /** Answers that could not be trusted so far. */
  readonly untrusted?: number;
  /** The last attempt that is proven to have sent nothing, whatever those before it did. */
  readonly lastUnsent?: number;
  /** Since when it is being waited for whether pictures arrive. */
  readonly waitingSinceMs?: number;
  /** Tries so far to fetch the pictures of a result. */
  readonly pictureTries?: number;
}

export interface Attempt {
  readonly number: number;
  readonly namespace: string;
  readonly memory: Memory;
  /** Aborted when the activity is cancelled or the worker's grace is over. */
  readonly signal: AbortSignal;
  /** True where an attempt before this one may have sent something. */
  readonly mayFollowSent: boolean;
  /** True where the attempt right before this one is proven to have sent nothing. */
  readonly followsUnsent: boolean;
  remember(change: Memory): void;
  /** That this attempt has sent nothing. It proves something of all attempts only in an unbroken row of such. */
  rememberNothingSent(): void;
}

/** Heartbeats must come more often than the heartbeat timeout of 10 s, so that a dead worker is noticed soon. */
const HEARTBEAT_MS = 3_000;

/** Runs one attempt of an activity with a steady heartbeat that carries its memory. */
export async function withHeartbeat<T>(act: (attempt: Attempt) => Promise<T>): Promise<T> {
  const context = Context.current();
  let memory: Memory = isMemory(context.info.heartbeatDetails) ? context.info.heartbeatDetails : {};
  const beat = (): void => context.heartbeat(memory);
  const timer = setInterval(beat, HEARTBEAT_MS);
  const remember = (change: Memory): void => {
    memory = { ...memory, ...change };
    beat();
  };
  const { attempt: number, namespace } = context.info;
  const { provenUnsentThrough = 0, lastUnsent } = memory;
  const mayFollowSent = number - 1 > provenUnsentThrough;
  try {
    return await act({
      number,
      namespace,
      get memory() {
        return memory;
      },
      signal: context.cancellationSignal,
      mayFollowSent,
      followsUnsent: lastUnsent === number - 1,
      remember,
      rememberNothingSent: () =>
        remember({ lastUnsent: number, ...(mayFollowSent ? {} : { provenUnsentThrough: number }) }),
    });
  } finally {
    clearInterval(timer);
  }
}

function isMemory(details: unknown): details is Memory {
  return typeof details === 'object' && details !== null;
}
