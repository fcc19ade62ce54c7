import { CHAOS_STATES, type ChaosFault, type ChaosState, chaosFaults, isCell, MATRIX } from './matrix.ts';

export interface Coverage {
  hit(fault: ChaosFault, state: ChaosState): void;
  isHit(fault: ChaosFault, state: ChaosState): boolean;
  /** Hits of all cells. */
  total(): number;
  cells(): { readonly hit: number; readonly all: number };
  /** Cells that were never hit, as `fault in state`. */
  missing(): string[];
  /** The matrix as text: how often each fault was hit in each state; a dot where it cannot happen. */
  print(): string;
}

export function createCoverage(): Coverage {
  const hits = new Map<string, number>();
  const at = (fault: ChaosFault, state: ChaosState): number => hits.get(`${fault} in ${state}`) ?? 0;
  const all = chaosFaults.flatMap((fault) => MATRIX[fault].map((state: ChaosState) => ({ fault, state })));
  const missing = (): string[] =>
    all.filter(({ fault, state }) => at(fault, state) === 0).map(({ fault, state }) => `${fault} in ${state}`);

  return {
    hit: (fault, state) => void hits.set(`${fault} in ${state}`, at(fault, state) + 1),
    isHit: (fault, state) => at(fault, state) > 0,
    total: () => [...hits.values()].reduce((sum, count) => sum + count, 0),
    cells: () => ({ hit: all.length - missing().length, all: all.length }),
    missing,
    print() {
      const width = Math.max(...chaosFaults.map(({ length }) => length)) + 2;
      const header = ' '.repeat(width) + CHAOS_STATES.join('  ');
      const rows = chaosFaults.map((fault) => {
        const cells = CHAOS_STATES.map((state) =>
          (isCell(fault, state) ? String(at(fault, state)) : '.').padStart(state.length),
        );
        return fault.padEnd(width) + cells.join('  ');
      });
      return [header, ...rows].join('\n');
    },
  };
}
