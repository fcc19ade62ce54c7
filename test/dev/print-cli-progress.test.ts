import { describe, expect, it } from '@jest/globals';
import type { CliProgress } from '../../dev/cli-progress.ts';
import { createCliProgressPrinter } from '../../dev/print-cli-progress.ts';

function print(isTTY: boolean, steps: [atMs: number, CliProgress][]): string {
  let written = '';
  let now = 0;
  const printer = createCliProgressPrinter({ isTTY, write: (text: string) => (written += text) }, () => now);
  for (const [atMs, progress] of steps) {
    now = atMs;
    printer(progress);
  }
  return written;
}

const building = (elapsedMs: number): CliProgress => ({ kind: 'building', elapsedMs, packages: 12, step: 'x' });
const aBuild: [number, CliProgress][] = [
  [0, { kind: 'build-started', version: '1.8.2' }],
  ...[1, 2, 9, 10, 11, 19, 20, 75].map((s): [number, CliProgress] => [s * 1000, building(s * 1000)]),
  [80_000, { kind: 'found', path: '/cache/temporal', version: '1.8.2', source: 'build' }],
];

describe('progress of getting the Temporal CLI', () => {
  it('says beforehand how long a build takes and then a line each ten seconds', () => {
    expect(print(false, aBuild)).toBe(
      `Building the Temporal CLI 1.8.2 with Go. This happens once and takes 4 to 7 minutes on 2 cores.
Building the Temporal CLI: 0:10, 12 packages compiled
Building the Temporal CLI: 0:20, 12 packages compiled
Building the Temporal CLI: 1:15, 12 packages compiled
The Temporal CLI is at /cache/temporal
`,
    );
  });

  it('renews one line on a terminal', () => {
    const lines = print(true, aBuild).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]?.split('\r\x1b[K').at(-2)).toBe('Building the Temporal CLI: 1:15, 12 packages compiled');
    expect(lines[1]?.split('\r\x1b[K').at(-1)).toBe('The Temporal CLI is at /cache/temporal');
  });

  it('says nothing about one that was there already', () => {
    expect(print(false, [[0, { kind: 'found', path: '/t', version: '1.8.2', source: 'cache' }]])).toBe('');
  });
});
