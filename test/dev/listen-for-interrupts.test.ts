import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { listenForInterrupts } from '../../dev/listen-for-interrupts.ts';

describe('interrupts', () => {
  it('ask first to stop and then to end at once, whichever signal they are', () => {
    const source = new EventEmitter();
    let now = 0;
    const { stopSignal, killSignal, release } = listenForInterrupts(source, () => now);
    source.emit('SIGINT');
    expect([stopSignal.aborted, killSignal.aborted]).toEqual([true, false]);
    now = 600;
    source.emit('SIGTERM');
    expect(killSignal.aborted).toBe(true);
    release();
    expect(source.eventNames()).toEqual([]);
  });

  it('count one press of Ctrl-C once, although npm delivers it twice', () => {
    const source = new EventEmitter();
    const { stopSignal, killSignal } = listenForInterrupts(source, () => 0);
    source.emit('SIGINT');
    source.emit('SIGINT');
    expect([stopSignal.aborted, killSignal.aborted]).toEqual([true, false]);
  });
});
