import type { Job } from './job.ts';
import type { Timers } from './timers.ts';

/** Callbacks that wait for a later one to overtake them. */
export interface HeldCallbacks {
  /** Sends it when the job's next callback was taken, at the latest after so long. */
  hold(job: Job, atMostMs: number, send: () => void): void;
  /** A callback of the job was taken. */
  release(job: Job): void;
}

export function createHeldCallbacks(timers: Timers): HeldCallbacks {
  const held = new Map<Job, Set<() => void>>();
  return {
    hold(job, atMostMs, send) {
      const waiting = held.get(job) ?? new Set();
      held.set(job, waiting);
      const sendOnce = () => {
        if (waiting.delete(sendOnce)) send();
      };
      waiting.add(sendOnce);
      timers.after(atMostMs, sendOnce);
    },
    release(job) {
      for (const send of held.get(job) ?? []) send();
    },
  };
}
