import { setTimeout as sleep } from 'node:timers/promises';
import { isVerificationFailure } from '../domain/failure.ts';

/** Tries again while Temporal is away, as a backend would; undefined once nobody waits any longer. */
export async function untilDone<T>(attempt: () => Promise<T>, over: AbortSignal): Promise<T | undefined> {
  let giveUp = (): void => undefined;
  const given = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  over.addEventListener('abort', giveUp);
  try {
    while (!over.aborted) {
      try {
        return await Promise.race([attempt(), given]);
      } catch (error) {
        if (isVerificationFailure(error) && error.kind === 'invalid-request') throw error;
        await Promise.race([sleep(500), given]);
      }
    }
    return undefined;
  } finally {
    over.removeEventListener('abort', giveUp);
  }
}
