import { expect, it } from '@jest/globals';
import { choosePorts } from '../../dev/choose-ports.ts';

it('takes any free ports from below those that outgoing connections are given', async () => {
  const wanted = Array.from({ length: 50 }, (_, index) => ({
    key: `part${index}`,
    host: '127.0.0.1',
    port: 0,
    purpose: 'a part',
  }));
  const ports = await choosePorts(wanted);
  expect(new Set(ports).size).toBe(50);
  // Where Linux begins to give them away; others begin later.
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(Math.min(...ports)).toBeGreaterThan(1_023);
});
