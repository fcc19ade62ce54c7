import { describe, expect, it } from '@jest/globals';
import { matchesForeignPattern } from '../../domain/foreign-pattern.ts';

describe('A pattern of somebody else', () => {
  it.each([
    ['^[0-9]{11}$', '00000000000', '0000000000'],
    ['^\\d+$', '4711', '47a1'],
    ['^[A-Z]{1,2}[0-9]{6,8}$', 'AB123456', 'ABC12345'],
    ['^(?:[A-Z]\\d{7}|\\d{8}[A-Z]?)$', '12345678X', 'X12345678'],
    ['^GHA-\\d{9}-\\d$', 'GHA-123456789-0', 'GHA-1234567890'],
    ['^[\\w\\]\\/-]+$', 'a]b/c-d', 'a b'],
    ['^(?=.{4,6}$)[a-z]+\\d*$', 'abc12', 'abcdef12'],
    ['^(?<year>\\d{4})/\\d{2,}?$', '2020/123', '2020/1'],
    ['[^)(]\\)', 'a)', '()'],
    ['^\\d{2}(-\\d{2})*$', '01-02-03', '01-02-3'],
    ['x{a}', 'x{a}', 'xa'],
  ])('is applied: %s', (pattern, one, other) => {
    expect(matchesForeignPattern(pattern, one)).toBe(true);
    expect(matchesForeignPattern(pattern, other)).toBe(false);
  });

  it.each(['(', '[a', '*', '(?i)[a-z]+', 'a{2,1}', '\\', ')', `^${'a'.repeat(300)}$`])(
    'says nothing where it is none, or of a kind that is not known: %s',
    (pattern) => {
      expect(matchesForeignPattern(pattern, '00000000000')).toBeUndefined();
    },
  );

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a*)*b',
    '^(?:a?){40}a{40}$',
    `^${'(a|a)'.repeat(40)}b`,
    '^a*a*a*a*a*a*a*a*b',
    '^(?:a{1,30}){1,30}$',
    '^(?=(a+)+b)',
    '^((?:a+)?){30}$',
    `${'(?:'.repeat(20)}${'){200}'.repeat(20)}`,
    `^${'[a-z]{0,99}'.repeat(8)}!$`,
  ])('never keeps the process busy: %s', (pattern) => {
    const startedAt = performance.now();
    expect(matchesForeignPattern(pattern, `${'a'.repeat(60)}!?`)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('is not applied to a text that is no number of an ID', () => {
    expect(matchesForeignPattern('^a+$', 'a'.repeat(200))).toBe(true);
    expect(matchesForeignPattern('^a+$', 'a'.repeat(201))).toBeUndefined();
  });

  it('takes little time whatever it is made of', () => {
    const pieces = ['a', '\\d', '[ab]', '(a|b)', '(?:a+)', 'a*', 'b?', '(?:a|ab)', '{2,9}', '+', '|', '(?=a*)', '.*'];
    let seed = 7;
    const next = (most: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    let applied = 0;
    for (let count = 0; count < 3_000; count += 1) {
      const pattern = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
      const startedAt = performance.now();
      if (matchesForeignPattern(`^(?:${pattern})$`, `${'ab'.repeat(14)}a!`) !== undefined) applied += 1;
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
    expect(applied).toBeGreaterThan(500);
  });
});
