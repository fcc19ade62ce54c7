import type { IdTypeCatalogue } from '../domain/id-types.ts';
import type { ReadCatalogue } from './id-check.ts';

export interface CatalogueParts {
  /** One request; aborted by the signal. */
  readonly fetchCatalogue: (signal: AbortSignal) => Promise<IdTypeCatalogue>;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  readonly limitMs?: number;
}

const FRESH_MS = 6 * 3_600_000;
/** While the list cannot be had, starting a verification must not wait for it each time. */
const FAILED_MS = 60_000;
const LIMIT_MS = 5_000;

/** Keeps the list for hours, because it changes rarely, and asks for it once, however many wait. */
export function createCatalogue({
  fetchCatalogue,
  clock = Date.now,
  limitMs = LIMIT_MS,
}: CatalogueParts): ReadCatalogue {
  let kept: { readonly answer: Promise<IdTypeCatalogue>; untilMs: number } | undefined;

  const ask = async (): Promise<IdTypeCatalogue> => {
    const limit = AbortSignal.timeout(limitMs);
    const catalogue = await fetchCatalogue(limit);
    if (Object.keys(catalogue.idTypes).length === 0) throw new Error('The list of ID types is empty.');
    return catalogue;
  };

  return () => {
    if (kept !== undefined && clock() < kept.untilMs) return kept.answer;
    const asked = { answer: ask(), untilMs: Number.POSITIVE_INFINITY };
    kept = asked;
    asked.answer.then(
      () => {
        asked.untilMs = clock() + FRESH_MS;
      },
      () => {
        asked.untilMs = clock() + FAILED_MS;
      },
    );
    return asked.answer;
  };
}
