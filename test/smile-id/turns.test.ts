import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createTurns } from '../../smile-id/turns.ts';

describe('Turns of the event loop', () => {
  it('let a few on in each, in the order in which they came', async () => {
    const turn = createTurns(2);
    const gone: number[] = [];
    const all = [1, 2, 3, 4, 5].map((number) => turn().then(() => gone.push(number)));
    expect(gone).toEqual([]);
    await nextTurn();
    expect(gone).toEqual([1, 2]);
    all.push(turn().then(() => gone.push(6)));
    await nextTurn();
    expect(gone).toEqual([1, 2, 3, 4]);
    await Promise.all(all);
    expect(gone).toEqual([1, 2, 3, 4, 5, 6]);
    await turn();
  });
});
