import http from 'node:http';
import https from 'node:https';
import got from 'got';
import { failureReasonOf } from './failure-reason.ts';

export interface Delivering {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal;
}

export type Delivered =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** One POST: no retries, no redirects. Whatever the receiver does is a value. */
export interface Deliverer {
  /** Never rejects. Where the signal aborts, it fails with the reason `aborted`. */
  deliver(message: Delivering): Promise<Delivered>;
  /** Drops what is under way. */
  close(): void;
}

const TIMEOUT_MS = 15_000;
/** What a receiver says besides its status is read so far, and dropped. */
const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * Posts notifications to backends, a connection each.
 * @param timeoutMs for everything, from connecting to the end of the answer; 15,000 where it is left out
 */
export function createDeliverer({ timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Deliverer {
  // A connection each: one that is kept may be closed by the receiver in the moment in which it is used again, after a few
  // idle seconds, which would count as a failed attempt and delay the notification.
  const agent = { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ keepAlive: false }) };
  return {
    deliver: (message) => deliver(message, agent, timeoutMs),
    close() {
      agent.http.destroy();
      agent.https.destroy();
    },
  };
}

type Agents = { readonly http: http.Agent; readonly https: https.Agent };

function deliver({ url, headers, body, signal }: Delivering, agent: Agents, timeoutMs: number): Promise<Delivered> {
  if (signal?.aborted) return Promise.resolve({ kind: 'failed', reason: 'aborted' });
  const stream = got.stream.post(url, {
    agent,
    headers: { 'content-type': 'application/json', 'user-agent': 'smileflow', ...headers },
    body,
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
    retry: { limit: 0 },
  });
  return new Promise((resolve) => {
    let status: number | undefined;
    let received = 0;
    // A status is an answer, whatever becomes of the rest.
    const settle = (reason: string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      stream.destroy();
      resolve(status === undefined ? { kind: 'failed', reason } : { kind: 'answered', status });
    };
    const abort = () => settle('aborted');
    const timer = setTimeout(() => settle(`no answer within ${timeoutMs / 1_000} s`), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    // Stays for good: a destroyed stream may report once more, and unheard that would end the process.
    stream.on('error', (error: { code?: unknown }) => settle(failureReasonOf(error.code)));
    stream.once('response', (response: { statusCode: number }) => {
      status = response.statusCode;
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > MOST_ANSWER_BYTES) settle('');
      });
      stream.once('end', () => settle(''));
    });
  });
}
