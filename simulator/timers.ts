/** Delays of scenarios, deliveries and faults. None fires after `stop`. */
export interface Timers {
  /** The process may end before it, unless it `keepsAlive`. */
  after(ms: number, run: () => void, options?: { keepsAlive?: boolean }): void;
  stop(): void;
}

/** setTimeout fires at once for more than this, about 25 days. */
const longestMs = 2 ** 31 - 1;

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  let isStopped = false;
  return {
    after(ms, run, { keepsAlive = false } = {}) {
      if (isStopped) return;
      const timer = setTimeout(
        () => {
          pending.delete(timer);
          run();
        },
        Math.min(ms, longestMs),
      );
      if (!keepsAlive) timer.unref();
      pending.add(timer);
    },
    stop() {
      isStopped = true;
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
