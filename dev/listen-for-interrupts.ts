import type { EventEmitter } from 'node:events';

export interface Interrupts {
  /** Aborted by the first Ctrl-C, SIGTERM or closed terminal: stop in order. */
  stopSignal: AbortSignal;
  /** Aborted by the second: end at once. */
  killSignal: AbortSignal;
  /** Gives the signals back their default effect. */
  release: () => void;
}

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param source `process`, or what stands for it in a test */
export function listenForInterrupts(source: EventEmitter): Interrupts {
  const stop = new AbortController();
  const kill = new AbortController();
  const interrupt = () => (stop.signal.aborted ? kill : stop).abort();
  for (const name of names) source.on(name, interrupt);
  return {
    stopSignal: stop.signal,
    killSignal: kill.signal,
    release: () => {
      for (const name of names) source.off(name, interrupt);
    },
  };
}
