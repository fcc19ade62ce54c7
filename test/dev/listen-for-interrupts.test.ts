import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { listenForInterrupts } from '../../dev/listen-for-interrupts.ts';

describe('interrupts', () => {
  it('ask first to stop and then to end at once, whichever signal they are', () => {
    const source = new EventEmitter();
    const { stopSignal, killSignal, release } = listenForInterrupts(source);
    source.emit('SIGINT');
    expect([stopSignal.aborted, killSignal.aborted]).toEqual([true, false]);
    source.emit('SIGTERM');
    expect(killSignal.aborted).toBe(true);
    release();
    expect(source.eventNames()).toEqual([]);
  });
});
