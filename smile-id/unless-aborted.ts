import { onAbort } from './on-abort.ts';

/**
 * Waits for work that takes no signal, or does not listen to it at every step, no longer than the caller wants to.
 * @throws the signal's reason as soon as it is aborted; the work, if it was begun, goes on unheard
 */
export async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  let letGo = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    letGo = onAbort(signal, () => reject(signal?.reason));
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    letGo();
  }
}
