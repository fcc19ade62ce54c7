import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../chaos/random.ts';
import { interpretResult, type JobResult, judgeResults } from '../../domain/job-result.ts';
import { nextStep } from '../../domain/next-step.ts';
import { OPERATOR_VERDICTS } from '../../domain/operator-decision.ts';
import { PRODUCT_NAMES, PRODUCTS, type ProductName } from '../../domain/product.ts';
import { knownCodes, meaningOf } from '../../domain/result-codes.ts';
import { advance } from '../../domain/transitions.ts';
import {
  EVENT_KINDS,
  isTerminal,
  NEWEST_RULES,
  newVerification,
  type Rules,
  type Verification,
  type VerificationEvent,
} from '../../domain/verification.ts';
import { confirmed, DEADLINE, EVENTS, HOUR, message, START } from './verifications.ts';

const ROUNDS = 400;
const LONGEST = 12;
const UNKNOWN = ['0999', '1299', 'abcd'];
const ALL_CODES = [...new Set(PRODUCT_NAMES.flatMap((name) => knownCodes(PRODUCTS[name].jobType))), ...UNKNOWN];
const REASONS = ['review-overdue', 'untrusted-responses', 'status-refused'] as const;
const CASES = PRODUCT_NAMES.flatMap((product) => ([1, NEWEST_RULES] as const).map((rules) => ({ product, rules })));

function begun(product: ProductName, rules: Rules, random: Random): Verification {
  return newVerification({
    verificationId: 'order-4711',
    product,
    rules,
    nowMs: START,
    deadlineMs: DEADLINE - START,
    reviewMs: 24 * HOUR,
    policy: {
      provisional: random.pick(['accept', 'wait', 'ask-operator']),
      attention: random.pick(['accept', 'ask-operator']),
      fourEyes: random.below(2) === 0,
    },
  });
}

function randomResult(product: ProductName, random: Random): JobResult {
  const { jobType } = PRODUCTS[product];
  const code = random.pick(random.below(3) === 0 ? ALL_CODES : knownCodes(jobType));
  const fromReviewer = code.startsWith('12') || random.below(5) === 0;
  return interpretResult(
    jobType,
    message(code, { fromReviewer, declaredFinal: random.pick([undefined, true, false]) }),
  );
}

function randomEvent(product: ProductName, random: Random, nowMs: number): VerificationEvent {
  const kind = random.pick(random.below(3) === 0 ? (['result-confirmed'] as const) : EVENT_KINDS);
  switch (kind) {
    case 'result-confirmed':
      return confirmed(randomResult(product, random), random.below(10) === 0);
    case 'operator-decided':
      return {
        kind,
        decision: {
          verdict: random.pick(OPERATOR_VERDICTS),
          by: random.pick(['operator-1', 'operator-2']),
          reason: 'compared by eye',
          atMs: nowMs,
        },
      };
    case 'claim-unconfirmed':
      return { kind, claim: { code: random.pick(ALL_CODES), fromReviewer: random.below(2) === 0 } };
    case 'responses-untrusted':
      return { kind, reason: random.pick(REASONS.slice(1) as ('untrusted-responses' | 'status-refused')[]) };
    default:
      return EVENTS[kind];
  }
}

/** A whole life out of events in any order, each a while after the one before. */
function lives(product: ProductName, rules: Rules, seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: ROUNDS }, () => {
    let verification = begun(product, rules, random);
    let nowMs = START;
    const passed: { before: Verification; event: VerificationEvent; after: Verification; nowMs: number }[] = [];
    for (let step = 0; step < LONGEST; step += 1) {
      nowMs += random.below(HOUR);
      const event = randomEvent(product, random, nowMs);
      const advanced = advance(verification, event, nowMs);
      const after = advanced.kind === 'advanced' ? advanced.verification : verification;
      passed.push({ before: verification, event, after, nowMs });
      verification = after;
    }
    return { passed, end: verification };
  });
}

describe.each(CASES)('$product by rules $rules, whatever comes in whatever order', ({ product, rules }) => {
  const all = lives(product, rules, 11);
  const { jobType } = PRODUCTS[product];

  it('never changes after its end', () => {
    for (const { passed } of all)
      for (const { before, after } of passed) if (isTerminal(before.state)) expect(after).toBe(before);
  });

  it('is approved by an approving final result, by a policy that accepts what is open, or by an operator, and else never', () => {
    let approvals = 0;
    for (const { end } of all) {
      const { state, policy } = end;
      if (state.kind !== 'approved') continue;
      approvals += 1;
      if (state.operators !== undefined) {
        expect(state.operators.map(({ verdict }) => verdict)).toEqual(state.operators.map(() => 'approve'));
        expect(new Set(state.operators.map(({ by }) => by)).size).toBe(policy.fourEyes ? 2 : 1);
        continue;
      }
      const { code, isFinal, authority } = state.result as JobResult;
      const meaning = meaningOf(jobType, code);
      const isOpen =
        (meaning?.category === 'provisional' && policy.provisional === 'accept') ||
        (meaning?.category === 'approved-with-attention' && policy.attention === 'accept');
      expect(authority).not.toBe('lookup');
      expect(meaning?.isLookup).not.toBe(true);
      expect(isOpen || (isFinal && meaning?.category === 'approved')).toBe(true);
    }
    expect(approvals).toBeGreaterThan(5);
  });

  it('is rejected by a rejecting final result or an operator, and never by a technical one', () => {
    for (const { end } of all) {
      const { state } = end;
      if (state.kind !== 'rejected' || state.operators !== undefined) continue;
      expect(state.result?.isFinal).toBe(true);
      expect(meaningOf(jobType, state.result?.code ?? '')?.category).toBe('rejected');
    }
  });

  it('waits in every open state for something that ends by itself', () => {
    for (const { passed } of all) {
      for (const { after, nowMs } of passed) {
        const step = nextStep(after);
        if (step.do === 'finish') {
          expect(isTerminal(after.state)).toBe(true);
          continue;
        }
        expect(step.untilMs).toBeLessThanOrEqual(after.deadlineAtMs);
        if (after.state.kind === 'parked') expect(after.state.untilMs).toBeGreaterThan(after.state.sinceMs);
        expect(Number.isFinite(step.untilMs - nowMs)).toBe(true);
      }
    }
  });

  it('is never asked to repeat at once what has just been answered', () => {
    for (const { passed } of all) {
      for (const { before, event, after } of passed) {
        const [was, is] = [nextStep(before), nextStep(after)];
        if (was.do !== is.do || (was.do !== 'submit' && was.do !== 'upload' && was.do !== 'prepare-upload')) continue;
        // The same step is asked for only because the event did not concern it.
        expect([event.kind, after]).toEqual([event.kind, before]);
      }
    }
  });
});

describe.each(PRODUCT_NAMES)('Several messages about one job of %s', (product) => {
  const { jobType } = PRODUCTS[product];
  const messages = representatives(product);

  it('lead to the same decision in every order, where each reading shows all of them', () => {
    for (const set of subsets(messages, 4)) {
      const decisions = new Set(permutations(set).map((order) => decisionAfter(order)));
      expect({ codes: set.map(({ code }) => code), decisions: decisions.size }).toMatchObject({ decisions: 1 });
    }
  });

  /** One result of each authority and category that the product has, so that no two of one rank contradict. */
  function representatives(name: ProductName): JobResult[] {
    const found = new Map<string, JobResult>();
    for (const code of knownCodes(PRODUCTS[name].jobType)) {
      const result = interpretResult(jobType, message(code));
      if (!found.has(result.authority)) found.set(result.authority, result);
    }
    const machine = found.get('machine');
    if (machine !== undefined && !found.has('reviewer'))
      found.set('reviewer', interpretResult(jobType, message(machine.code, { fromReviewer: true })));
    return [...found.values()];
  }

  /** Messages arrive one after the other; once all are there, the highest authority decides. */
  function decisionAfter(order: readonly JobResult[]): string {
    const [newest, ...older] = [...order].reverse();
    if (newest === undefined) return '';
    const { result, isContradictory } = judgeResults([newest, ...older]);
    const waiting: Verification = {
      ...newVerification({
        verificationId: 'order-4711',
        product,
        nowMs: START,
        deadlineMs: DEADLINE - START,
        reviewMs: 24 * HOUR,
      }),
      state: { kind: 'awaiting-result', sinceMs: START, justUploaded: true },
    };
    const advanced = advance(waiting, confirmed(result, isContradictory), START + HOUR);
    return advanced.kind === 'advanced' ? advanced.verification.state.kind : 'unchanged';
  }
});

function subsets<T>(items: readonly T[], most: number): T[][] {
  const all: T[][] = [[]];
  for (const item of items) all.push(...all.map((set) => [...set, item]));
  return all.filter((set) => set.length > 0 && set.length <= most);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
