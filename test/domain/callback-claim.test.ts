import { describe, expect, it } from '@jest/globals';
import { canConfirmNow, isFinalClaim, isWorthConfirming } from '../../domain/callback-claim.ts';
import { STATE_KINDS } from '../../domain/verification.ts';
import { result, verificationIn } from './verifications.ts';

const waiting = verificationIn('awaiting-result');

describe('A claim of a callback', () => {
  it.each([
    ['0840', {}, true],
    ['0841', {}, true],
    ['1240', { fromReviewer: true }, true],
    ['0001', {}, true],
    ['0999', {}, true],
    ['0840', { declaredFinal: true }, true],
    ['0840', { declaredFinal: false }, false],
    ['0842', {}, false],
    ['0842', { declaredFinal: true }, false],
    ['0844', {}, false],
  ] as const)('with the code %s and %j would end the verification: %s', (code, change, expected) => {
    expect(isFinalClaim(waiting, { code, fromReviewer: false, ...change })).toBe(expected);
  });

  it('is judged by the tables of its own product', () => {
    const authentication = verificationIn('awaiting-result', { product: 'smartselfie-authentication' });
    expect(isFinalClaim(authentication, { code: '0822', fromReviewer: false })).toBe(false);
    expect(isFinalClaim(waiting, { code: '0822', fromReviewer: false })).toBe(true);
  });

  it('is worth confirming while nothing is known', () => {
    expect(isWorthConfirming(waiting, { code: '0842', fromReviewer: false })).toBe(true);
  });

  it('is not worth confirming where a confirmed result says the same', () => {
    const known = verificationIn('in-vendor-review', { results: [result('0842')] });
    expect(isWorthConfirming(known, { code: '0842', fromReviewer: false })).toBe(false);
  });

  it('is worth confirming where it brings another code', () => {
    const known = verificationIn('in-vendor-review', { results: [result('0842')] });
    expect(isWorthConfirming(known, { code: '1240', fromReviewer: true })).toBe(true);
  });

  it('is worth confirming where a reviewer says what the machine said', () => {
    const known = verificationIn('awaiting-operator', { results: [result('0999')] });
    expect(isWorthConfirming(known, { code: '0999', fromReviewer: true })).toBe(true);
  });

  it('is worth confirming where it calls final what was not final before', () => {
    const machine = verificationIn('in-vendor-review', { results: [result('0840', { declaredFinal: false })] });
    expect(isWorthConfirming(machine, { code: '0840', fromReviewer: false, declaredFinal: true })).toBe(true);
    const reviewer = verificationIn('in-vendor-review', { results: [result('1240', { declaredFinal: false })] });
    expect(isWorthConfirming(reviewer, { code: '1240', fromReviewer: true, declaredFinal: true })).toBe(true);
  });

  it('is confirmed at once only where a result can be expected, and kept before', () => {
    const able = STATE_KINDS.filter((kind) => canConfirmNow(verificationIn(kind)));
    expect(able).toEqual(['awaiting-result', 'in-vendor-review', 'awaiting-operator']);
  });
});
