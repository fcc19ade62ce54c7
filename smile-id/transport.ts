import http, { type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import got, { type Request } from 'got';
import { onAbort } from './on-abort.ts';
import { sendBody } from './send-body.ts';
import { reasonOf, TransportError, type TransportReason } from './transport-error.ts';
import { createTurns } from './turns.ts';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Sent as it is: a signed query must not be encoded anew. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  /** Exact length of a stream; S3 refuses a body of unknown length (PROTOCOL 6). */
  readonly bodyBytes?: number;
  /** For everything: connecting, sending, headers and body of the answer. */
  readonly deadlineMs: number;
  /** The exchange is cut off while receiving as soon as the answer exceeds it. */
  readonly maxResponseBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Default: `kept`. */
  readonly reuse?: Reuse | undefined;
  /** Bytes handed to the operating system so far. */
  readonly onUploadProgress?: ((sentBytes: number) => void) | undefined;
}

/**
 * What a connection that was used before may carry. Whatever stands between may have dropped it silently, and then nobody
 * knows whether a request on it arrived: `never` has one of its own. `kept` takes an idle one, `repeatable` too, and is sent
 * again, once, if that one turns out to be dead; it must be harmless to repeat, and its body is no stream.
 */
export type Reuse = 'never' | 'kept' | 'repeatable';

export interface ExchangeResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One HTTP exchange: no redirects, no decompression, no retries but of dead connections. Every HTTP status is an answer. */
export interface Transport {
  /** Rejects with `TransportError` only. A body stream is always ended or destroyed when this settles. */
  exchange(request: ExchangeRequest): Promise<ExchangeResponse>;
  /** Drops the idle connections; exchanges under way go on. */
  close(): void;
}

export interface TransportOptions {
  /** How long a connection is kept that nobody uses: shorter than what stands between keeps it. Default: 4,000. */
  readonly idleMs?: number;
}

export function createTransport({ idleMs = 4_000 }: TransportOptions = {}): Transport {
  const kept = agentsOf({ keepAlive: true, timeout: idleMs });
  const fresh = agentsOf({ keepAlive: false });
  const turn = createTurns();
  return {
    async exchange(request) {
      await turn();
      if (request.reuse === 'never') return exchange(request, fresh);
      const sinceMs = performance.now();
      try {
        return await exchange(request, kept);
      } catch (error) {
        if (request.reuse !== 'repeatable' || !(error instanceof TransportError) || !error.wasStale) throw error;
        const deadlineMs = request.deadlineMs - (performance.now() - sinceMs);
        return exchange({ ...request, deadlineMs }, fresh).catch((again: TransportError) => {
          throw new TransportError(again.reason, 'maybe');
        });
      }
    },
    close() {
      // What is under way ends by itself, and holds no process up afterwards.
      for (const { freeSockets } of [kept.http, kept.https])
        for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
    },
  };
}

type Agents = { readonly http: http.Agent; readonly https: https.Agent };

function agentsOf(options: http.AgentOptions): Agents {
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

function exchange(request: ExchangeRequest, agent: Agents): Promise<ExchangeResponse> {
  const { body, signal, maxResponseBytes } = request;
  const source = typeof body === 'object' ? body : undefined;
  if (signal?.aborted) {
    source?.destroy();
    return Promise.reject(new TransportError('aborted', 'no'));
  }
  const stream = open(request, agent);
  return new Promise((resolve, reject) => {
    let isConnected = false;
    let isSettled = false;
    let isStale = (): boolean => false;
    let isSent = (): boolean => true;
    const settle = (finish: () => void) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      letGo();
      source?.unpipe(stream);
      source?.destroy();
      stream.destroy();
      finish();
    };
    const fail = (reason: TransportReason, wasStale = false) =>
      settle(() => reject(new TransportError(reason, isConnected ? 'maybe' : 'no', wasStale)));
    const timer = setTimeout(() => fail('timeout'), request.deadlineMs);
    const letGo = onAbort(signal, () => fail('aborted'));

    // Stays for good: a destroyed stream may report once more, and unheard that would end the process.
    stream.on('error', (error: { code?: unknown }) => fail(reasonOf(error.code), isStale()));
    stream.once('request', (sent: ClientRequest) => {
      isStale = () => sent.reusedSocket;
      whenConnected(sent, () => {
        isConnected = true;
      });
    });
    stream.on('uploadProgress', ({ transferred }) => request.onUploadProgress?.(transferred));
    stream.once('response', ({ statusCode: status, headers }: { statusCode: number; headers: IncomingHttpHeaders }) => {
      isStale = () => false;
      // A server that answers before it has read everything (S3, for an expired URL) wants no more of it.
      if (status >= 300) source?.unpipe(stream);
      const chunks: Buffer[] = [];
      let received = 0;
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > maxResponseBytes) fail('too-large');
        else chunks.push(chunk);
      });
      stream.once('end', () => {
        // A success before everything was sent cannot be about everything.
        if (status < 300 && !isSent()) fail('other');
        else settle(() => resolve({ status, headers, body: Buffer.concat(chunks) }));
      });
    });
    if (source !== undefined) isSent = sendBody(source, stream, request.bodyBytes, () => fail('other'));
    else if (body === undefined && request.method !== 'GET') stream.end();
  });
}

function open(request: ExchangeRequest, agent: Agents): Request {
  const { method, url, headers, body, bodyBytes } = request;
  return got.stream(url, {
    method,
    agent,
    headers: {
      'user-agent': 'smileflow',
      ...headers,
      ...(bodyBytes === undefined ? {} : { 'content-length': String(bodyBytes) }),
    },
    ...(typeof body === 'string' ? { body } : {}),
    // URL would encode some characters anew (`'` becomes %27), and a signed query must arrive as it was signed.
    request: (parsed, options, callback) =>
      (parsed.protocol === 'https:' ? https : http).request(parsed, { ...options, path: targetOf(url) }, callback),
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
    retry: { limit: 0 },
  });
}

/** What stands after the host, without the fragment. */
function targetOf(url: string): string {
  const target = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] ?? '';
  return target.startsWith('/') ? target : `/${target}`;
}

/** A request on a kept-alive connection counts as sent from the start, since nothing tells when its bytes leave. */
function whenConnected(sent: ClientRequest, connected: () => void): void {
  sent.once('socket', (socket) => {
    if (!socket.connecting) connected();
    else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  });
}
