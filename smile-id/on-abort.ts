interface Watch {
  readonly acts: Set<() => void>;
  /** Leaves nothing on the signal. */
  end(): void;
}

const WATCHES = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `act` when the signal is aborted, which it must not be yet. Many calls may share a signal, as the one with which a
 * server stops: it carries one listener for all of them, for Node warns of a leak from eleven on.
 * @returns ends that; nothing is left on the signal after the last
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  const { acts, end } = WATCHES.get(signal) ?? watch(signal);
  const own = () => act();
  acts.add(own);
  return () => {
    if (acts.delete(own) && acts.size === 0) end();
  };
}

function watch(signal: AbortSignal): Watch {
  const acts = new Set<() => void>();
  const tell = () => {
    for (const act of [...acts]) act();
  };
  signal.addEventListener('abort', tell, { once: true });
  const made: Watch = {
    acts,
    end() {
      signal.removeEventListener('abort', tell);
      WATCHES.delete(signal);
    },
  };
  WATCHES.set(signal, made);
  return made;
}
