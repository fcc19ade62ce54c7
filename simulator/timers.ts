/** Delays of scenarios and deliveries. They do not keep the process alive, and none fires after `stop`. */
export interface Timers {
  after(ms: number, run: () => void): void;
  stop(): void;
}

/** setTimeout fires at once for more than this, about 25 days. */
const longestMs = 2 ** 31 - 1;

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  let isStopped = false;
  return {
    after(ms, run) {
      if (isStopped) return;
      const timer = setTimeout(
        () => {
          pending.delete(timer);
          run();
        },
        Math.min(ms, longestMs),
      );
      timer.unref();
      pending.add(timer);
    },
    stop() {
      isStopped = true;
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
