import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetter, DeadLetterStore, Redelivery, StoredDeadLetter } from './dead-letter.ts';
import { type DeadLetterDatabase, openDeadLetterDatabase } from './dead-letter-database.ts';
import { deadLetterFailureOf, isLocked } from './dead-letter-failure.ts';
import { type Row, rowOf, storedOf } from './dead-letter-row.ts';

const DAY_MS = 86_400_000;
/** For how long a letter waits for another process that is writing, before its sender is asked to try again. */
const LOCKED_MS = 2_000;
const RETRY_MS = 25;
/** Before anybody is served, it does no harm to stand still for a moment. */
const OPEN_MS = 2_000;
const MOST_REDELIVERIES = 20;

export interface DeadLetterFileOptions {
  readonly path: string;
  /** What was delivered makes room for new ones, then the oldest. */
  readonly maxLetters: number;
  /** Since a letter came last. */
  readonly maxAgeDays: number;
  readonly clock?: () => Date;
  /** Told how many letters had to make room that nobody had delivered. */
  readonly onDropped?: (count: number) => void;
  /** How long a call may stand still, and the whole process with it, while another one writes; `keep` never does. */
  readonly busyMs?: number;
}

/** The store of a single machine: gateways and the command line may share the file. */
export interface DeadLetterFile extends DeadLetterStore {
  /** Those that came last first. */
  list(): readonly StoredDeadLetter[];
  find(id: string): StoredDeadLetter | undefined;
  /** @returns false where the letter is no longer kept */
  recordRedelivery(id: string, redelivery: Redelivery): boolean;
}

/**
 * Opens the file, and makes it and its folder where they are missing. A file that is removed or replaced while it is open
 * is noticed, and made or opened anew by the next letter. Every call throws a VerificationFailure, `unavailable` or
 * `invalid-request`, that tells what is wrong with the file.
 */
export function openDeadLetterFile(options: DeadLetterFileOptions): DeadLetterFile {
  const { path, maxLetters, maxAgeDays, clock = () => new Date(), onDropped = () => undefined, busyMs = 0 } = options;
  let database: DeadLetterDatabase | undefined = openDeadLetterDatabase(path, busyMs, OPEN_MS);
  const oldestMs = (): number => clock().getTime() - maxAgeDays * DAY_MS;

  const inPlace = (): DeadLetterDatabase => {
    if (database?.isInPlace()) return database;
    database?.close();
    database = undefined;
    database = openDeadLetterDatabase(path, busyMs);
    return database;
  };
  const write = <T>(work: (database: DeadLetterDatabase) => T): T => {
    for (;;) {
      const written = inPlace();
      const result = written.write(() => work(written));
      if (written.isInPlace()) return result;
    }
  };
  const keep = (letter: DeadLetter): number =>
    write((to) => {
      to.dropOld.run(oldestMs());
      to.keep.run(...rowOf(letter, clock().getTime()));
      const [{ letters }] = to.count.all() as [{ letters: number }];
      const excess = letters - maxLetters;
      const undelivered = excess <= 0 ? 0 : excess - to.dropDelivered.run(excess).changes;
      return undelivered <= 0 ? 0 : to.dropOldest.run(undelivered).changes;
    });
  return {
    async keep(letter) {
      const dropped = await unlessLocked(() => keep(letter));
      if (dropped > 0) onDropped(dropped);
    },
    list: () => telling(() => (inPlace().list.all(oldestMs()) as Row[]).map(storedOf)),
    find: (id) => telling(() => (inPlace().find.all(id) as Row[]).map(storedOf)[0]),
    recordRedelivery: (id, { at, by, outcome }) =>
      telling(() =>
        write((to) => {
          const { changes } = to.record.run(id, Date.parse(at), by, outcome, id);
          to.forgetRedeliveries.run(id, MOST_REDELIVERIES);
          return changes > 0;
        }),
      ),
    async close() {
      database?.close();
      database = undefined;
    },
  };
}

/** Tries until another process lets go of the file. Others are served meanwhile. */
async function unlessLocked<T>(work: () => T): Promise<T> {
  const untilMs = performance.now() + LOCKED_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() > untilMs) throw deadLetterFailureOf(error);
    }
    await sleep(RETRY_MS);
  }
}

function telling<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw deadLetterFailureOf(error);
  }
}
