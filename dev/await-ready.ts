import { DevError } from './dev-error.ts';
import type { Part } from './spawn-part.ts';
import type { OnStackEvent, PartExit } from './stack-events.ts';

const patienceMs = 60_000;

/**
 * Waits for `{ kind: 'ready', address? }` from a node part.
 * @returns its address, if it has one
 * @throws DevError with the part's last words when it ends, or stays silent, instead
 */
export async function awaitReady(part: Part, onEvent: OnStackEvent): Promise<string | undefined> {
  const startedAt = Date.now();
  let patience: NodeJS.Timeout | undefined;
  try {
    const address = await Promise.race([
      new Promise<string | undefined>((resolve) =>
        part.onMessage((message) => {
          const { kind, address } = message as { kind?: unknown; address?: string };
          if (kind === 'ready') resolve(address);
        }),
      ),
      part.exited.then(({ code, signal }) => {
        throw notStarted(part, `ended with ${signal ?? `code ${code}`} before it was ready`);
      }),
      new Promise<never>((_, reject) => {
        const silent = () => reject(notStarted(part, `was not ready after ${patienceMs / 1000} seconds`));
        patience = setTimeout(silent, patienceMs);
      }),
    ]);
    onEvent({ kind: 'ready', part: part.name, address, afterMs: Date.now() - startedAt });
    return address;
  } finally {
    clearTimeout(patience);
  }
}

export function notStarted(part: Part, what: string): DevError {
  const lastWords = part
    .lastLines()
    .map(withoutDress)
    .findLast((line) => line !== '' && !line.startsWith('at '));
  return new DevError(`The ${part.name} ${what}${lastWords ? `; it said last: ${lastWords}` : ''}.`, elsewhere);
}

/** The message of a JSON line, or the line, without the full stop that follows anyway. */
function withoutDress(line: string): string {
  const message = /^\{.*"msg":("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  return (message ? String(JSON.parse(message)) : line).trim().replace(/\.$/, '');
}

export function endedTooEarly({ part, code, signal }: PartExit): DevError {
  return new DevError(`The ${part} ended with ${signal ?? `code ${code}`} while the others were starting.`, elsewhere);
}

const elsewhere = 'Everything else was stopped. The lines above tell more.';
