import { describe, expect, it } from '@jest/globals';
import type { IdTypeCatalogue } from '../../domain/id-types.ts';
import { createCatalogue } from '../../requests/services-catalogue.ts';

const CATALOGUE: IdTypeCatalogue = { idTypes: { NG: { BVN: [] } }, hostedWeb: {} };
const MINUTE = 60_000;

function watched(answers: readonly (() => Promise<IdTypeCatalogue>)[]) {
  const time = { nowMs: 1_000_000_000, asked: 0 };
  const read = createCatalogue({
    clock: () => time.nowMs,
    fetchCatalogue: () => {
      const answer = answers[Math.min(time.asked, answers.length - 1)];
      time.asked += 1;
      return answer?.() ?? Promise.reject(new Error('no answer'));
    },
  });
  return { read, time };
}

const there = async () => CATALOGUE;
const away = () => Promise.reject(new Error('away'));

describe('The list of ID types', () => {
  it('is asked for once, however many wait', async () => {
    const { read, time } = watched([there]);
    expect(await Promise.all([read(), read(), read()])).toEqual([CATALOGUE, CATALOGUE, CATALOGUE]);
    expect(time.asked).toBe(1);
  });

  it('is kept for six hours', async () => {
    const { read, time } = watched([there]);
    await read();
    time.nowMs += 360 * MINUTE - 1;
    await read();
    expect(time.asked).toBe(1);
    time.nowMs += 1;
    await read();
    expect(time.asked).toBe(2);
  });

  it('is not asked for again within a minute where it could not be had', async () => {
    const { read, time } = watched([away, there]);
    await expect(read()).rejects.toThrow('away');
    time.nowMs += MINUTE - 1;
    await expect(read()).rejects.toThrow('away');
    expect(time.asked).toBe(1);
    time.nowMs += 1;
    expect(await read()).toBe(CATALOGUE);
  });

  it('counts as not there where it is empty', async () => {
    const { read } = watched([async () => ({ idTypes: {}, hostedWeb: {} })]);
    await expect(read()).rejects.toThrow('empty');
  });

  it('is waited for no longer than its limit', async () => {
    const read = createCatalogue({
      limitMs: 20,
      fetchCatalogue: (signal) =>
        new Promise((_, reject) => {
          const alive = setTimeout(() => undefined, 30_000);
          signal.addEventListener('abort', () => {
            clearTimeout(alive);
            reject(signal.reason);
          });
        }),
    });
    await expect(read()).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
