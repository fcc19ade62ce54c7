import { type Fault, type FaultTarget, faultTargets, isFault, targetsOf } from './fault-kinds.ts';
import { isObject, type JsonObject } from './request-fields.ts';

/** Which calls meet a fault. Without `nth`, `every` and `probability` all do that `on` and `jobId` fit. */
export interface FaultRule {
  fault: Fault;
  /** `any`: wherever the fault may happen. */
  on: FaultTarget | readonly FaultTarget[] | 'any';
  /** Only calls about this job of a partner; then only these are counted. */
  jobId?: string;
  /** Only the nth call that fits, from 1. */
  nth?: number;
  /** Every so manieth call that fits. */
  every?: number;
  /** Of those the share that is hit, 0 to 1, drawn with the seed. */
  probability?: number;
  /** At most so many hits. */
  times?: number;
  /** How long a refusal, a silence or a delay lasts. */
  forMs?: number;
  /** Of `server-error` and `server-error-after`. */
  httpStatus?: 500 | 502 | 503;
}

/** The first rule that hits a call decides. The same seed, default 1, draws the same for the same order of calls. */
export interface FaultPlan {
  seed?: number;
  rules: readonly FaultRule[];
}

type Check = (value: unknown) => string | undefined;

const checks: Record<keyof FaultRule, Check> = {
  fault: (value) => (isFault(value) ? undefined : 'is no fault'),
  on: (value) => (isOn(value) ? undefined : `must be any, or one or a list of ${faultTargets.join(', ')}`),
  jobId: (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text'),
  nth: wholeFrom(1),
  every: wholeFrom(1),
  probability: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'must be from 0 to 1'),
  times: wholeFrom(1),
  forMs: wholeFrom(0),
  httpStatus: (value) => ([500, 502, 503].some((known) => known === value) ? undefined : 'must be 500, 502 or 503'),
};

/** All that is wrong with what may be a plan, one sentence each; none: it is a FaultPlan. */
export function problemsOfFaultPlan(plan: unknown): string[] {
  if (!isObject(plan)) return ['the faults must be an object with rules'];
  const { seed, rules, ...unknown } = plan;
  const problems = Object.keys(unknown).map((key) => `${key} is not known; allowed are seed and rules`);
  if (seed !== undefined && !Number.isSafeInteger(seed)) problems.push('seed must be a whole number');
  if (!Array.isArray(rules)) return [...problems, 'rules must be a list'];
  return [...problems, ...rules.flatMap((rule, index) => problemsOfRule(rule).map((text) => `rules[${index}]${text}`))];
}

/** Where the rule may hit. */
export function targetsOfRule({ fault, on }: FaultRule): readonly FaultTarget[] {
  return on === 'any' ? targetsOf(fault) : [on].flat();
}

function problemsOfRule(rule: unknown): string[] {
  if (!isObject(rule)) return [' must be an object'];
  const problems = Object.entries(rule).flatMap(([key, value]) => {
    if (!isKey(key)) return [`.${key} is not known; allowed are ${Object.keys(checks).join(', ')}`];
    const problem = value === undefined ? undefined : checks[key](value);
    return problem === undefined ? [] : [`.${key} ${problem}`];
  });
  for (const key of ['fault', 'on']) if (rule[key] === undefined) problems.push(`.${key} is missing`);
  if (rule.nth !== undefined && rule.every !== undefined) problems.push(' has nth and every: give one of them');
  return [...problems, ...misplaced(rule)];
}

/** A fault where it cannot happen would silently never be seen. */
function misplaced({ fault, on }: JsonObject): string[] {
  if (!isFault(fault) || !isOn(on) || on === 'any') return [];
  const possible = targetsOf(fault);
  return targetsOfRule({ fault, on })
    .filter((target) => !possible.includes(target))
    .map((target) => ` cannot be: ${fault} does not happen to ${target}, only to ${possible.join(', ')}`);
}

function isKey(key: string): key is keyof FaultRule {
  return Object.hasOwn(checks, key);
}

function isOn(on: unknown): on is FaultRule['on'] {
  if (on === 'any') return true;
  const list = [on].flat();
  return list.length > 0 && list.every((one) => faultTargets.some((known) => known === one));
}

function wholeFrom(least: number): Check {
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= least ? undefined : `must be a whole number from ${least}`;
}
