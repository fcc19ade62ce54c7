import { describe, expect, it } from '@jest/globals';
import { createPictureMemory } from '../../smile-id/picture-memory.ts';

describe('Picture memory', () => {
  it('has exactly as many bytes as asked for, and is used again for pictures of like size', () => {
    const memory = createPictureMemory();
    const first = memory.take(150_000);
    expect(first).toHaveLength(150_000);
    memory.giveBack(first);
    const again = memory.take(200_000);
    expect(again).toHaveLength(200_000);
    expect(again.buffer).toBe(first.buffer);
    expect(memory.take(150_000).buffer).not.toBe(first.buffer);
    expect(memory.take(300_000).buffer).not.toBe(first.buffer);
    expect(memory.take(0)).toHaveLength(0);
  });

  it('is let go when it is closed, and nothing is kept from then on', () => {
    const memory = createPictureMemory();
    const [kept, lent] = [memory.take(200_000), memory.take(200_000)];
    memory.giveBack(kept);
    memory.close();
    memory.giveBack(lent);
    const buffers = [memory.take(200_000).buffer, memory.take(200_000).buffer];
    expect(buffers).not.toContain(kept.buffer);
    expect(buffers).not.toContain(lent.buffer);
  });

  it('is left to the garbage collector where too much would be kept', () => {
    const memory = createPictureMemory(300_000);
    const [one, other] = [memory.take(200_000), memory.take(200_000)];
    memory.giveBack(one);
    memory.giveBack(other);
    expect(memory.take(200_000).buffer).toBe(one.buffer);
    expect(memory.take(200_000).buffer).not.toBe(other.buffer);
  });

  it('is never lent to two at once, even where it is given back twice', () => {
    const memory = createPictureMemory();
    const first = memory.take(100_000);
    memory.giveBack(first);
    memory.giveBack(first);
    expect(memory.take(100_000).buffer).toBe(first.buffer);
    expect(memory.take(100_000).buffer).not.toBe(first.buffer);
  });

  it('is its own: what somebody else gives is left alone', () => {
    const memory = createPictureMemory();
    const foreign = new Uint8Array(65_536);
    memory.giveBack(foreign);
    expect(memory.take(65_536).buffer).not.toBe(foreign.buffer);
  });

  it('is used again for ever, not only until as much was kept once as may be kept', () => {
    const memory = createPictureMemory(300_000);
    const first = memory.take(200_000);
    for (let times = 0; times < 5; times += 1) {
      memory.giveBack(first);
      expect(memory.take(200_000).buffer).toBe(first.buffer);
    }
  });
});
