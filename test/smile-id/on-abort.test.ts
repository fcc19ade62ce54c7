import { getEventListeners } from 'node:events';
import { expect, it } from '@jest/globals';
import { onAbort } from '../../smile-id/on-abort.ts';
import { pause } from '../../smile-id/pause.ts';
import { createTransport } from '../../smile-id/transport.ts';
import { withServer } from './server.ts';

const CALLS = 64;
const many = <T>(call: () => Promise<T>) => Promise.allSettled(Array.from({ length: CALLS }, call));

/** Node warns of a leak from eleven on. */
it('carries one listener for many calls and pauses, and none after the last', async () => {
  const { signal } = new AbortController();
  const transport = createTransport();
  const listeners: number[] = [];
  await withServer(
    (_, response) => {
      listeners.push(getEventListeners(signal, 'abort').length);
      response.end();
    },
    async (url) => {
      const request = { method: 'GET', url, deadlineMs: 5_000, maxResponseBytes: 1, signal } as const;
      const ends = await Promise.all([many(() => transport.exchange(request)), many(() => pause(20, signal))]);
      expect(ends.flat().every(({ status }) => status === 'fulfilled')).toBe(true);
    },
  );
  transport.close();
  expect(listeners).toEqual(Array(CALLS).fill(1));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('ends all of them when the signal is aborted', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const transport = createTransport();
  let asked = 0;
  await withServer(
    () => {
      asked += 1;
      if (asked === CALLS) controller.abort(new Error('The server stops.'));
    },
    async (url) => {
      const request = { method: 'GET', url, deadlineMs: 5_000, maxResponseBytes: 1, signal } as const;
      const ends = await Promise.all([many(() => transport.exchange(request)), many(() => pause(60_000, signal))]);
      const reasons = new Set(ends.flat().map((end) => (end.status === 'rejected' ? String(end.reason) : 'none')));
      expect([...reasons].sort()).toEqual([
        'Error: The server stops.',
        'TransportError: The exchange ended without an answer (aborted).',
      ]);
    },
  );
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('leaves what begins anew on a signal alone when an end is told twice', () => {
  const controller = new AbortController();
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  const end = onAbort(controller.signal, count);
  end();
  onAbort(controller.signal, count);
  end();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(calls).toBe(1);
});
