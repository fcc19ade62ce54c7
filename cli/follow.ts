import { setTimeout as sleep } from 'node:timers/promises';
import type { VerificationHandle } from '../client/verification-handle.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';

const LOOK_MS = 500;

/** Waits for the outcome and tells meanwhile, in one sentence each time, what has changed; undefined if interrupted. */
export async function follow(
  handle: VerificationHandle,
  tell: (sentence: string) => void,
  stopSignal: AbortSignal,
): Promise<Outcome | undefined> {
  const done = new AbortController();
  const ended = AbortSignal.any([done.signal, stopSignal]);
  // Not waited for at the end: a question that no worker answers takes its time.
  void watch(handle, tell, ended);
  const interrupted = new Promise<undefined>((resolve) => {
    if (stopSignal.aborted) resolve(undefined);
    stopSignal.addEventListener('abort', () => resolve(undefined), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([handle.result(), interrupted]);
  } finally {
    done.abort();
  }
}

async function watch(handle: VerificationHandle, tell: (sentence: string) => void, ended: AbortSignal): Promise<void> {
  let told = '';
  while (!ended.aborted) {
    const sentence = await sentenceOf(handle);
    if (sentence !== undefined && sentence !== told && !ended.aborted) {
      tell(sentence);
      told = sentence;
    }
    await sleep(LOOK_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}

async function sentenceOf(handle: VerificationHandle): Promise<string | undefined> {
  try {
    const { state, sentence, until } = await handle.status();
    return until === undefined ? undefined : `${state}: ${sentence}`;
  } catch (error) {
    // What is more than a passing trouble shows in the outcome, which is awaited at the same time.
    return isVerificationFailure(error) ? error.message : undefined;
  }
}
