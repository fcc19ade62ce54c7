import { setTimeout as sleep } from 'node:timers/promises';
import type { Coverage } from './coverage.ts';
import { CHAOS_STATES, type ChaosFault, type ChaosState, isCell } from './matrix.ts';
import { type Subject, shuffled } from './population.ts';
import type { Random } from './random.ts';
import type { StateReader } from './states.ts';
import type { Town, TownPart } from './town.ts';

const FAULTS: { readonly [P in TownPart]: ChaosFault } = {
  worker: 'worker-killed',
  gateway: 'gateway-killed',
  temporal: 'temporal-killed',
};

/** Seconds between two kills of the same process, at random in between. Waits that are cut short too often never end. */
const PAUSES: { readonly [P in TownPart]: readonly [least: number, most: number] } = {
  worker: [9, 20],
  gateway: [7, 18],
  temporal: [12, 30],
};
/** In these a call is under way, so that the very moment can be chosen. */
const IN_A_CALL: readonly ChaosState[] = ['preparing', 'uploading', 'submitting'];
/** After a kill everybody needs some time to come back. */
const QUIET_MS = 5_000;
const MOST_LOOKED_AT = 60;

export interface SaboteurPlan {
  readonly town: Town;
  readonly random: Random;
  readonly coverage: Coverage;
  readonly readState: StateReader;
  readonly open: () => readonly Subject[];
}

/** Kills processes: at random moments, and once in the middle of each kind of call. */
export function createSaboteur({ town, random, coverage, readState, open }: SaboteurPlan) {
  let quietUntilMs = 0;

  /** In which states verifications are at the moment. */
  const look = async (): Promise<ReadonlySet<string>> => {
    const looked = shuffled(open(), random).slice(0, MOST_LOOKED_AT);
    const views = await Promise.all(looked.map(({ verificationId }) => readState(verificationId)));
    return new Set(views.flatMap((view) => (view === undefined ? [] : [view.state])));
  };

  const strike = async (part: TownPart, states: ReadonlySet<string>): Promise<void> => {
    quietUntilMs = Date.now() + QUIET_MS;
    const before = town.kills[part];
    await town.kill(part, 200 + random.below(1_500));
    if (town.kills[part] === before) return;
    for (const state of CHAOS_STATES)
      if (states.has(state) && isCell(FAULTS[part], state)) coverage.hit(FAULTS[part], state);
  };

  return {
    /** Kills in the middle of a call, unless that was done in this state before, or others have just been killed. */
    inTheMiddle(state: ChaosState): Promise<void> | undefined {
      if (!IN_A_CALL.includes(state) || Date.now() < quietUntilMs) return undefined;
      const part = (['worker', 'temporal'] as const).find((each) => !coverage.isHit(FAULTS[each], state));
      return part === undefined ? undefined : strike(part, new Set([state]));
    },

    /** Goes on until nobody is left, or until it is told to stop. */
    async atRandom(part: TownPart, signal: AbortSignal): Promise<void> {
      const [least, most] = PAUSES[part];
      while (!signal.aborted) {
        await sleep((least + random.next() * (most - least)) * 1_000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted || open().length === 0) return;
        if (Date.now() < quietUntilMs) continue;
        await strike(part, await look());
      }
    },
  };
}
