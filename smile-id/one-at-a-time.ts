import { unlessAborted } from './unless-aborted.ts';

/**
 * Lets calls with the same key follow one another: none begins before all that came before it have settled.
 * @throws the signal's reason as soon as it is aborted, while it waits for its turn, too
 */
export type OneAtATime = <T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>;

export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return (key, signal, work) => {
    const before = last.get(key);
    const done = unlessAborted(signal, async () => {
      await before;
      signal?.throwIfAborted();
      return work();
    });
    const settled = Promise.allSettled([before, done]).then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    last.set(key, settled);
    return done;
  };
}
