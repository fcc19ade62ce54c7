import type { IncomingMessage } from 'node:http';

/**
 * Hands over a request body chunk by chunk, as it comes in; where `take` gives back a promise, nothing is read until it
 * resolves. Rejects with what `take` throws, and when the body ends before its time.
 *
 * By events, because an async iterator costs several promises for each of the hundred chunks of a usual upload.
 */
export function readBody(request: IncomingMessage, take: (chunk: Buffer) => void | Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastTaken: void | Promise<void>;
    function onData(chunk: Buffer): void {
      try {
        lastTaken = take(chunk);
        if (!lastTaken) return;
        request.pause();
        lastTaken.then(() => request.resume(), fail);
      } catch (error) {
        fail(error);
      }
    }
    /** Pausing does not hold this back: the end is told together with the last chunk. */
    function onEnd(): void {
      request.off('close', onClose);
      resolve(lastTaken);
    }
    function onClose(): void {
      fail(new Error('the body ended early'));
    }
    function fail(error: unknown): void {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      reject(error);
    }
    request.on('data', onData).once('end', onEnd).once('error', fail).once('close', onClose);
    // A connection that broke before anybody listened tells it to nobody any more.
    if (request.destroyed) onClose();
  });
}
