import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../chaos/random.ts';
import { AUTHORITIES, interpretResult, isNews, type JobResult, judgeResults } from '../../domain/job-result.ts';
import { PRODUCT_NAMES, PRODUCTS, type ProductName } from '../../domain/product.ts';
import { knownCodes, meaningOf } from '../../domain/result-codes.ts';
import { advance } from '../../domain/transitions.ts';
import { isTerminal, type Verification } from '../../domain/verification.ts';
import { confirmed, message, NOW, result, verificationIn } from './verifications.ts';

const ROUNDS = 600;
const UNKNOWN = ['0999', '1299'];
const FINALITIES = [undefined, true, false];

interface Kind {
  readonly product: ProductName;
  readonly jobType: number;
  readonly codes: readonly string[];
}

/** Every product with every row of its table, unknown codes, and the codes of all other products. */
const KINDS: readonly Kind[] = PRODUCT_NAMES.map((product) => {
  const { jobType } = PRODUCTS[product];
  const foreign = PRODUCT_NAMES.flatMap((other) => knownCodes(PRODUCTS[other].jobType));
  const own = knownCodes(jobType);
  // Its own ones often enough, so that each is met.
  return { product, jobType, codes: [...own, ...own, ...own, ...UNKNOWN, ...new Set(foreign)] };
});

function waiting(product: ProductName): Verification {
  return { ...verificationIn('awaiting-result'), product };
}

/** The ID lookup of Biometric KYC: partial, whatever it says (PROTOCOL 10.2). */
const LOOKUP: JobResult = {
  code: '1012',
  text: '',
  category: 'approved',
  remedy: 'none',
  authority: 'lookup',
  isFinal: true,
};

function randomResult(random: Random, { codes, jobType }: Kind): JobResult {
  if (random.below(8) === 0) return LOOKUP;
  const code = random.pick(codes);
  const fromReviewer = code.startsWith('12') || random.below(6) === 0;
  return interpretResult(jobType, message(code, { fromReviewer, declaredFinal: random.pick(FINALITIES) }));
}

/** Some results in any order, some of them more than once. */
function randomResults(random: Random, kind: Kind): JobResult[] {
  const distinct = Array.from({ length: 1 + random.below(5) }, () => randomResult(random, kind));
  return Array.from({ length: distinct.length + random.below(6) }, () => random.pick(distinct));
}

function rankOf({ authority }: JobResult): number {
  return AUTHORITIES.indexOf(authority);
}

/** Every reading of job_status shows everything so far, newest first. `seen` ends with the result that ended it. */
function readOneByOne(
  results: readonly JobResult[],
  product: ProductName = 'smartselfie-registration',
): { verification: Verification; seen: JobResult[] } {
  let verification = waiting(product);
  const seen: JobResult[] = [];
  for (const one of results) {
    if (isTerminal(verification.state)) break;
    seen.unshift(one);
    const { result: best, isContradictory } = judgeResults([one, ...seen.slice(1)]);
    const advanced = advance(verification, confirmed(best, isContradictory), NOW);
    if (advanced.kind === 'advanced') verification = advanced.verification;
  }
  return { verification, seen };
}

/** Every reading shows the newest result only. */
function readWithoutHistory(
  results: readonly JobResult[],
  product: ProductName = 'smartselfie-registration',
): { verification: Verification; seen: JobResult[] } {
  let verification = waiting(product);
  const seen: JobResult[] = [];
  for (const one of results) {
    if (isTerminal(verification.state)) break;
    seen.unshift(one);
    const advanced = advance(verification, confirmed(one), NOW);
    if (advanced.kind === 'advanced') verification = advanced.verification;
  }
  return { verification, seen };
}

describe.each(KINDS)('Results of one job of $product, in any order and however often', (kind) => {
  const { product, jobType, codes } = kind;

  it.each([
    ['with its whole history at every reading', readOneByOne],
    ['with only the newest at every reading', readWithoutHistory],
  ] as const)('approve only by a final approval of the highest authority seen, %s', (_, read) => {
    const random = createRandom(1);
    let approvals = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { verification, seen } = read(randomResults(random, kind), product);
      const { state } = verification;
      if (state.kind !== 'approved') continue;
      approvals += 1;
      const highest = Math.max(...seen.map(rankOf));
      const decisive = state.result as JobResult;
      expect(decisive).toMatchObject({ category: 'approved', isFinal: true });
      expect(rankOf(decisive)).toBe(highest);
      expect(seen).toContainEqual(decisive);
      expect(meaningOf(jobType, decisive.code)?.category).toBe('approved');
      expect(decisive.authority).not.toBe('lookup');
    }
    expect(approvals).toBeGreaterThan(10);
  });

  it('reject only by a final rejection of the highest authority seen', () => {
    const random = createRandom(2);
    let rejections = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { verification, seen } = readOneByOne(randomResults(random, kind), product);
      if (verification.state.kind !== 'rejected') continue;
      rejections += 1;
      const decisive = verification.state.result as JobResult;
      expect(meaningOf(jobType, decisive.code)?.category).toBe('rejected');
      expect(rankOf(decisive)).toBe(Math.max(...seen.map(rankOf)));
    }
    expect(rejections).toBeGreaterThan(10);
  });

  it('are kept in rising authority, each once: a lower one that comes later never replaces a higher one', () => {
    const random = createRandom(3);
    for (let round = 0; round < ROUNDS; round += 1) {
      const { results } = readWithoutHistory(randomResults(random, kind), product).verification;
      const ranks = results.map(rankOf);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      const keys = results.map(({ code, authority, isFinal }) => `${code} ${authority} ${isFinal}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('never end a verification by a message that declares itself not final', () => {
    const random = createRandom(4);
    for (let round = 0; round < ROUNDS; round += 1) {
      const results = Array.from({ length: 1 + random.below(6) }, () => {
        const code = random.pick(codes);
        return interpretResult(jobType, message(code, { declaredFinal: false }));
      });
      expect(isTerminal(readOneByOne(results, product).verification.state)).toBe(false);
      expect(isTerminal(readWithoutHistory(results, product).verification.state)).toBe(false);
    }
  });

  it('never end a verification by the ID lookup alone, although it says approved and final', () => {
    const { verification } = readWithoutHistory([LOOKUP, LOOKUP], product);
    expect(isTerminal(verification.state)).toBe(false);
  });

  it('are judged by the highest authority in whatever order the history lists them', () => {
    const random = createRandom(5);
    for (let round = 0; round < ROUNDS; round += 1) {
      const results = randomResults(random, kind) as [JobResult, ...JobResult[]];
      const highest = Math.max(...results.map(rankOf));
      expect(rankOf(judgeResults(results).result)).toBe(highest);
      expect(rankOf(judgeResults([...results].reverse() as [JobResult, ...JobResult[]]).result)).toBe(highest);
    }
  });
});

describe('Results of one registration', () => {
  it('ask an operator about a code that no table lists, and still take a known final result later', () => {
    const { verification } = readOneByOne([result('0999')]);
    expect(verification.state).toMatchObject({ kind: 'awaiting-operator', reason: 'unknown-code' });
    expect(readOneByOne([result('0999'), result('1240')]).verification.state.kind).toBe('approved');
  });

  it.each(['0820', '1220', '0810', '1012', '0817', '1210'])(
    'do not approve a registration by %s, which is an approval of another product',
    (code) => {
      expect(readOneByOne([result(code)]).verification.state).toMatchObject({
        kind: 'awaiting-operator',
        reason: 'unknown-code',
      });
    },
  );

  it.each(['constructor', 'toString', '__proto__', ''])('do not find a meaning for the code "%s"', (code) => {
    expect(result(code).category).toBe('unknown');
  });

  it('ask an operator where two reviewer results contradict each other', () => {
    const { result: newest, isContradictory } = judgeResults([result('1240'), result('1241'), result('0842')]);
    expect([newest.code, isContradictory]).toEqual(['1240', true]);
    const { verification } = readOneByOne([result('0842')]);
    const advanced = advance(verification, confirmed(newest, isContradictory), NOW);
    expect(advanced).toMatchObject({ verification: { state: { kind: 'awaiting-operator', reason: 'contradiction' } } });
  });

  it('are no contradiction where a reviewer overrules the machine', () => {
    expect(judgeResults([result('1240'), result('0841')])).toMatchObject({
      result: { code: '1240', authority: 'reviewer' },
      isContradictory: false,
    });
  });

  it('decide by the newest among equals', () => {
    expect(judgeResults([result('0841'), result('0840')]).result.code).toBe('0841');
  });

  it.each([
    ['a known result again', [result('0842')], result('0842'), false],
    ['the same code, now declared final', [result('0840', { declaredFinal: false })], result('0840'), true],
    ['the machine after the reviewer', [result('1241')], result('0840'), false],
    ['a provisional result after a final one', [result('0840')], result('0842'), false],
    ['the reviewer after the machine', [result('0840')], result('1241'), true],
    ['the first result', [], result('0842'), true],
  ] as const)('count %s as news: %j', (_, known, one, expected) => {
    expect(isNews(known, one)).toBe(expected);
  });

  it.each([
    [{ declaredFinal: undefined }, 'machine', true],
    [{ declaredFinal: true }, 'machine', true],
    [{ declaredFinal: false }, 'provisional', false],
    [{ fromReviewer: true }, 'reviewer', true],
    [{ fromReviewer: true, declaredFinal: false }, 'provisional', false],
  ] as const)('with %j are of the authority %s', (change, authority, isFinal) => {
    expect(result('0840', change)).toMatchObject({ authority, isFinal });
  });

  it.each(['0842', '0844', '0846'])('with the code %s are not final even if they say so', (code) => {
    expect(result(code, { declaredFinal: true })).toMatchObject({ authority: 'provisional', isFinal: false });
  });
});
