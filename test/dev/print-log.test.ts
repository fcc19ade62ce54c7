import { describe, expect, it } from '@jest/globals';
import { createLogPrinter } from '../../dev/print-log.ts';
import type { StackEvent } from '../../dev/stack-events.ts';

function print(events: StackEvent[], isTTY: boolean, env: NodeJS.ProcessEnv = {}): string {
  let written = '';
  const printer = createLogPrinter({ isTTY, write: (text: string) => (written += text) }, env);
  for (const event of events) printer(event);
  return written;
}

const pinoLine = JSON.stringify({ level: 40, time: 0, pid: 1, hostname: 'h', msg: 'polling', jobId: 'j-1' });

describe('the log of the local stack', () => {
  it('puts the name of the part before each line and makes JSON lines readable', () => {
    const text = print(
      [
        { kind: 'starting', part: 'worker', pid: 1 },
        { kind: 'ready', part: 'gateway', address: 'http://127.0.0.1:8401', afterMs: 1234 },
        { kind: 'log', part: 'worker', line: pinoLine },
        { kind: 'log', part: 'temporal', line: 'Temporal CLI 1.8.2 (Server 1.31.2, UI 2.50.1)' },
        { kind: 'log', part: 'temporal', line: 'Temporal Persistence: a.db' },
        { kind: 'log', part: 'temporal', line: '' },
        { kind: 'log', part: 'temporal', line: 'level=WARN msg="{slow}"' },
        { kind: 'log', part: 'simulator', line: '{ not JSON' },
        { kind: 'died', part: 'worker', code: null, signal: 'SIGKILL' },
        { kind: 'stopped', part: 'gateway', code: 0, signal: null },
      ],
      false,
    );
    expect(text.replace(/\d\d:\d\d:\d\d/, 'TIME').split('\n')).toEqual([
      'gateway   | ready at http://127.0.0.1:8401 after 1.2 s',
      'worker    | [TIME] WARN: polling {"jobId":"j-1"}',
      'temporal  | level=WARN msg="{slow}"',
      'simulator | { not JSON',
      'worker    | ended by itself by SIGKILL; stopping everything',
      'gateway   | stopped',
      '',
    ]);
  });

  it('is coloured on a terminal, unless NO_COLOR is set', () => {
    const events: StackEvent[] = [{ kind: 'log', part: 'worker', line: 'hello' }];
    expect(print(events, true)).toBe('\x1b[32mworker   \x1b[39m | hello\n');
    expect(print(events, true, { NO_COLOR: '1' })).toBe('worker    | hello\n');
  });
});
