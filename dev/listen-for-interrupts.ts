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

/** npm passes on a Ctrl-C that the terminal has sent to the whole group already: one press arrives twice. */
const echoMs = 500;

/**
 * @param source `process`, or what stands for it in a test
 * @param now milliseconds that only grow
 */
export function listenForInterrupts(source: EventEmitter, now = performance.now.bind(performance)): Interrupts {
  const stop = new AbortController();
  const kill = new AbortController();
  let firstAt = Number.POSITIVE_INFINITY;
  const interrupt = () => {
    if (!stop.signal.aborted) {
      firstAt = now();
      stop.abort();
    } else if (now() - firstAt >= echoMs) kill.abort();
  };
  for (const name of names) source.on(name, interrupt);
  return {
    stopSignal: stop.signal,
    killSignal: kill.signal,
    release: () => {
      for (const name of names) source.off(name, interrupt);
    },
  };
}
