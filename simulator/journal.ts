import type { CallbackFault, Fault, FaultTarget } from './fault-kinds.ts';
import type { DirectEndpoint, SimulatorLogger } from './options.ts';

/** What happened, by kind. Never holds a key, a signature, a signed URL or a picture. */
type JournalEvent = { jobId?: string; partnerId?: string } & (
  | { kind: 'prep-upload'; httpStatus: number; code: string; retry: boolean }
  | { kind: 'upload-started'; expectedBytes: number }
  | { kind: 'upload-aborted'; receivedBytes: number; expectedBytes: number }
  | { kind: 'upload'; httpStatus: number; s3Code?: string; bytes?: number; sha256?: string; used?: boolean }
  | { kind: 'processing-started'; sha256: string }
  | { kind: 'job-status'; httpStatus: number; code: string; jobComplete?: boolean }
  | { kind: 'result'; resultCode: string; resultText: string; final: boolean }
  | {
      kind: 'callback';
      resultCode: string;
      attempt: number;
      httpStatus?: number;
      error?: string;
      fault?: CallbackFault;
    }
  | { kind: 'fault'; fault: Fault; endpoint: FaultTarget }
  | { kind: 'picture'; httpStatus: number }
  | { kind: 'billed'; times: number }
  | { kind: 'receipt'; httpStatus: number }
  | { kind: 'services'; httpStatus: number }
  | { kind: 'direct'; endpoint: DirectEndpoint; httpStatus: number; code: string }
  | { kind: 'rate-limit-reset'; httpStatus: number; code: string }
  | { kind: 'token'; httpStatus: number; code: string }
  | { kind: 'enrolment'; userId: string; state: string }
  | { kind: 'warning'; message: string }
);

/** `seq` counts from 1 without gaps; `at` is an ISO time. */
export type JournalEntry = JournalEvent & { seq: number; at: string };

export interface WaitOptions {
  /** Rejects when nothing fitting was written until then. Default 10 000. */
  timeoutMs?: number;
  /** Looks at the entries after this one, also those already written; 0: at all. Default: only at those to come. */
  afterSeq?: number;
}

export interface Journal {
  write(event: JournalEvent): void;
  entries(): JournalEntry[];
  next(fits: (entry: JournalEntry) => boolean, options?: WaitOptions): Promise<JournalEntry>;
  /** Nobody waits any longer for what will not come. */
  stop(): void;
}

interface Waiter {
  fits: (entry: JournalEntry) => boolean;
  resolve: (entry: JournalEntry) => void;
  giveUp: (reason: string) => void;
}

/** Keeps the last 10 000 entries, so that a load test does not eat the memory. */
const maxEntries = 10_000;

export function createJournal(logger: SimulatorLogger | undefined): Journal {
  const entries: JournalEntry[] = [];
  const waiters = new Set<Waiter>();
  let lastSeq = 0;
  let isStopped = false;

  function write(event: JournalEvent): void {
    lastSeq += 1;
    const entry: JournalEntry = { seq: lastSeq, at: new Date().toISOString(), ...event };
    entries.push(entry);
    if (entries.length > maxEntries) entries.shift();
    if (entry.kind === 'warning') logger?.warn(entry, entry.kind);
    else logger?.info(entry, entry.kind);
    for (const waiter of waiters) if (waiter.fits(entry)) waiter.resolve(entry);
  }

  function next(fits: Waiter['fits'], { timeoutMs = 10_000, afterSeq = lastSeq }: WaitOptions = {}) {
    const written = entries.find((entry) => entry.seq > afterSeq && fits(entry));
    if (written) return Promise.resolve(written);
    return new Promise<JournalEntry>((resolve, reject) => {
      const waiter: Waiter = {
        fits,
        resolve: (entry) => settle(() => resolve(entry)),
        giveUp: (reason) => settle(() => reject(new Error(describeSilence(entries, reason)))),
      };
      const timer = setTimeout(() => waiter.giveUp(`within ${timeoutMs} ms`), timeoutMs);
      function settle(finish: () => void): void {
        clearTimeout(timer);
        waiters.delete(waiter);
        finish();
      }
      waiters.add(waiter);
      if (isStopped) waiter.giveUp(untilClosed);
    });
  }

  function stop(): void {
    isStopped = true;
    for (const waiter of waiters) waiter.giveUp(untilClosed);
  }

  return { write, next, stop, entries: () => [...entries] };
}

const untilClosed = 'before the simulator was closed';

function describeSilence(entries: JournalEntry[], when: string): string {
  const last = entries.slice(-10).map((entry) => JSON.stringify(entry));
  return `No fitting journal entry ${when}. The last ones:\n${last.join('\n')}`;
}
