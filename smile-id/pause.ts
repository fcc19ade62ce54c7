import { onAbort } from './on-abort.ts';

/** @throws the signal's reason as soon as it is aborted */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      letGo();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const letGo = onAbort(signal, done);
  });
  signal?.throwIfAborted();
}
