import { endedTooEarly } from './await-ready.ts';
import type { Part } from './spawn-part.ts';
import type { OnStackEvent, PartExit, PartName } from './stack-events.ts';

export interface Crew {
  /** @throws when the crew is being stopped; the part is killed then */
  add: (part: Part) => void;
  /** Watches a start: when it fails, everything is stopped. */
  starting: <T>(part: PartName, start: Promise<T>) => Promise<T>;
  /** Why everything is being stopped, unless somebody asked for it. */
  problem: () => unknown;
  /** Stops everything, those who need others before those. Repeating it waits for the same stop. */
  stop: () => Promise<void>;
  /** Ends everything at once. */
  kill: () => void;
  /** Resolves when all are gone: with the part that ended by itself, or with nothing after a stop. */
  exited: Promise<PartExit | undefined>;
}

/** Who is stopped together, first to last: nobody loses what it needs to finish its work. */
const stopOrder = [/^worker/, /^gateway/, /^(simulator|temporal)/];

/** Processes that live together: when one of them ends, all do. */
export function createCrew(onEvent: OnStackEvent): Crew {
  const parts: Part[] = [];
  let death: PartExit | undefined;
  let failure: { part: PartName; error: unknown } | undefined;
  let stopping: Promise<void> | undefined;
  let allGone: (death: PartExit | undefined) => void;
  const exited = new Promise<PartExit | undefined>((resolve) => {
    allGone = resolve;
  });

  const stopAll = async () => {
    for (const rank of stopOrder) {
      await Promise.all(parts.filter(({ name }) => rank.test(name)).map((part) => part.stop()));
    }
    allGone(death);
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  return {
    exited,
    stop,
    kill: () => {
      for (const part of parts) part.kill();
    },
    add: (part) => {
      if (stopping) {
        part.kill();
        throw new Error(`The ${part.name} came too late: everything is being stopped.`);
      }
      parts.push(part);
      void part.exited.then((exit) => {
        if (stopping) return;
        death = exit;
        onEvent({ kind: 'died', ...exit });
        void stop();
      });
    },
    starting: async (part, start) => {
      try {
        return await start;
      } catch (error) {
        failure ??= { part, error };
        void stop();
        throw error;
      }
    },
    // When one dies, the starts of the others fail as well: their errors would point at the wrong part.
    problem: () => (death && failure?.part !== death.part ? endedTooEarly(death) : failure?.error),
  };
}
