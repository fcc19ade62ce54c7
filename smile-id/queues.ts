/** A place in the queue of a key. */
export interface Place {
  /** Settles when all who came before have left; never rejects. */
  readonly turn: Promise<void>;
  /** Lets the next one on. Has to be called, and may be more than once. */
  leave(): void;
}

/** Lets those of the same key follow one another, in the order in which they came. */
export function createQueues(): (key: string) => Place {
  const ends = new Map<string, Promise<void>>();
  return (key) => {
    const turn = ends.get(key) ?? Promise.resolve();
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const end = turn.then(async () => {
      await left;
      if (ends.get(key) === end) ends.delete(key);
    });
    ends.set(key, end);
    return { turn, leave };
  };
}
