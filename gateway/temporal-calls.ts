import { setTimeout as sleep } from 'node:timers/promises';
import type { Smileflow } from '../client/connect.ts';

export type Calls = Pick<Smileflow, 'signalCallback' | 'isReachable'>;

/** Keeps in `calls` what is under way, and gives up waiting before a sender does. */
export function withRecordOf(calls: Set<Promise<unknown>>, smileflow: Calls, answerMs: number): Calls {
  const recorded = <T>(call: Promise<T>): Promise<T> => {
    calls.add(call);
    const forget = (): boolean => calls.delete(call);
    call.then(forget, forget);
    return within(answerMs, call);
  };
  return {
    signalCallback: (signal) => recorded(smileflow.signalCallback(signal)),
    isReachable: () => recorded(smileflow.isReachable()).catch(() => false),
  };
}

async function within<T>(answerMs: number, call: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const late = sleep(answerMs, undefined, { signal: answered.signal }).then(() => {
    throw new Error('Temporal did not answer in time.');
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    answered.abort();
  }
}
