import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createCoverage } from '../../chaos/coverage.ts';
import { type Ending, judge } from '../../chaos/judge.ts';
import { chaosKinds } from '../../chaos/kinds.ts';
import { populate } from '../../chaos/population.ts';
import { createRandom } from '../../chaos/random.ts';
import type { Outcome } from '../../domain/outcome.ts';

const kinds = chaosKinds(fileURLToPath(new URL('../..', import.meta.url)));
const NOTIFY = 'http://127.0.0.1:1/notifications';
const [subject] = populate(1, kinds, createRandom(1), NOTIFY);

function ending(changes: Partial<Outcome> | undefined): Ending {
  if (subject === undefined) throw new Error('nobody is there');
  const { decision, decidedBy } = subject.kind;
  if (changes === undefined) return { subject, lastSentence: 'Waiting for the result.' };
  const outcome = { decision, decidedBy, sentence: 'It ended.', ...changes } as Outcome;
  return { subject, outcome, told: [outcome.decision] };
}

function bills(times: number, jobId = subject?.verificationId ?? '') {
  return { bills: () => (times === 0 ? [] : [{ jobId, partnerId: '085', jobType: 4, times }]) };
}

describe('the judge of a chaos run', () => {
  it('finds nothing where a verification ended as promised and was paid for once', () => {
    expect(judge([ending({})], bills(1))).toEqual([]);
  });

  it.each<[string, Ending, ReturnType<typeof bills>, RegExp]>([
    ['a wrong outcome', ending({ decision: 'expired' }), bills(1), /ended as expired .* should have been/],
    ['a wrong judge', ending({ decidedBy: 'operator' }), bills(1), /by operator/],
    ['a lost verification', ending(undefined), bills(1), /was lost: Waiting for the result/],
    ['a double payment', ending({}), bills(2), /was paid for 2 times/],
    ['a job that was never paid for', ending({}), bills(0), /was paid for 0 times/],
    ['an end that nobody was told of', { ...ending({}), told: [] }, bills(1), /was told of no end/],
    ['an end of which something else was told', { ...ending({}), told: ['expired'] }, bills(1), /told of expired end/],
    [
      'an end that was told as two',
      { ...ending({}), told: ['approved', 'approved'] },
      bills(1),
      /approved, approved end/,
    ],
    ['a contradiction afterwards', { ...ending({}), corrections: 1 }, bills(1), /contradicted afterwards/],
  ])('tells %s', (_, one, paid, sentence) => {
    expect(judge([one], paid)).toEqual([expect.stringMatching(sentence)]);
  });

  it('tells a job that nobody asked for', () => {
    expect(judge([ending({})], bills(1, 'somebody-else'))).toContain(
      'a job somebody-else was paid for that nobody asked for',
    );
  });
});

describe('the coverage of a chaos run', () => {
  it('names the cells that were never hit, and counts the others', () => {
    const coverage = createCoverage();
    const { all } = coverage.cells();
    coverage.hit('cut-upload', 'uploading');
    coverage.hit('cut-upload', 'uploading');
    expect(coverage.cells()).toEqual({ hit: 1, all });
    expect(coverage.missing()).toHaveLength(all - 1);
    expect(coverage.missing()).not.toContain('cut-upload in uploading');
    expect(coverage.print()).toMatch(/^cut-upload +\. +2 +\./m);
  });
});

describe('the population of a chaos run', () => {
  it('is the same for the same seed, has every kind in it, and no two of one id', () => {
    const all = populate(200, kinds, createRandom(7), NOTIFY);
    expect(populate(200, kinds, createRandom(7), NOTIFY)).toEqual(all);
    expect(populate(200, kinds, createRandom(8), NOTIFY)).not.toEqual(all);
    expect(new Set(all.map(({ kind }) => kind.name)).size).toBe(kinds.length);
    expect(new Set(all.map(({ verificationId }) => verificationId)).size).toBe(200);
    expect(new Set(all.map(({ request }) => request.product)).size).toBe(9);
  });
});
