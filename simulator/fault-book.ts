import type { ChosenFault, FaultTarget } from './fault-kinds.ts';
import { type FaultPlan, type FaultRule, targetsOfRule } from './fault-rule.ts';
import { seededRandom } from './seeded-random.ts';

/** A call before it is processed. `jobId` is the partner's job_id, where the call names one; `resultCode` a callback's. */
export interface FaultCall {
  endpoint: FaultTarget;
  jobId?: string;
  resultCode?: string;
}

/** The rules in force, and how often each has been met. */
export interface FaultBook {
  plan(): Required<FaultPlan>;
  /** Begins to count anew. */
  replace(plan: FaultPlan): void;
  isEmpty(): boolean;
  /** Counts the call for every rule that it fits; the first rule that hits decides. */
  choose(call: FaultCall): ChosenFault | undefined;
}

export function createFaultBook(first: FaultPlan): FaultBook {
  let plan: Required<FaultPlan>;
  let turns: ((call: FaultCall) => boolean)[];
  let hits: number[];

  function replace({ seed = 1, rules }: FaultPlan): void {
    plan = { seed, rules };
    turns = rules.map((rule, index) => countRule(rule, seededRandom(seed + index * 0x9e3779b9)));
    hits = rules.map(() => 0);
  }

  replace(first);
  return {
    plan: () => plan,
    replace,
    isEmpty: () => plan.rules.length === 0,
    choose(call) {
      const isTurn = turns.map((turn) => turn(call));
      const index = plan.rules.findIndex((rule, at) => isTurn[at] && (hits[at] ?? 0) < (rule.times ?? Infinity));
      const rule = plan.rules[index];
      if (!rule) return undefined;
      hits[index] = (hits[index] ?? 0) + 1;
      const { fault, forMs, httpStatus } = rule;
      return {
        fault,
        ...(forMs === undefined ? {} : { forMs }),
        ...(httpStatus === undefined ? {} : { httpStatus }),
      };
    },
  };
}

/** Each rule draws from a sequence of its own, so that one more rule does not change what the others draw. */
function countRule(rule: FaultRule, random: () => number): (call: FaultCall) => boolean {
  const targets = targetsOfRule(rule);
  let calls = 0;
  return ({ endpoint, jobId }) => {
    if (!targets.includes(endpoint) || (rule.jobId !== undefined && rule.jobId !== jobId)) return false;
    calls += 1;
    const isDrawn = rule.probability === undefined || random() < rule.probability;
    const isTurn = rule.nth === undefined ? calls % (rule.every ?? 1) === 0 : calls === rule.nth;
    return isDrawn && isTurn;
  };
}
