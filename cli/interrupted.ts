import type { Context } from './context.ts';

/** Whoever started the command does not want to wait for its end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Waits for work that cannot be stopped, but no longer than the caller wants to.
 * @throws Interrupted with the sentence; the work goes on until the process ends
 */
export async function unlessInterrupted<T>(
  { stopSignal }: Context,
  work: Promise<T>,
  sentence = 'Interrupted.',
): Promise<T> {
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Interrupted(sentence));
  });
  if (stopSignal.aborted) interrupt();
  stopSignal.addEventListener('abort', interrupt, { once: true });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    stopSignal.removeEventListener('abort', interrupt);
  }
}
