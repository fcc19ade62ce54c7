import type { Context } from './context.ts';

/** Resolves when the process is told to stop. */
export async function stopped({ stopSignal }: Context): Promise<void> {
  if (stopSignal.aborted) return;
  await new Promise((resolve) => stopSignal.addEventListener('abort', resolve, { once: true }));
}
