import { classifyFailure, type Endpoint } from './classify-failure.ts';
import type { SmileIdConfig } from './config.ts';
import type { Credentials } from './credentials.ts';
import type { JsonObject } from './json-body.ts';
import type { ExchangeRequest, ExchangeResponse, Reuse, Transport } from './transport.ts';
import { TransportError } from './transport-error.ts';

export interface CallOptions {
  /** Ends the call; what it had asked for may have been done all the same. */
  readonly signal?: AbortSignal | undefined;
}

/** How a call is made, whatever it asks for. */
export interface Connection {
  readonly config: SmileIdConfig;
  readonly credentials: Credentials;
  readonly clock: () => number;
  /** Throws `VerificationFailure` where no answer came, and the signal's reason where the call was aborted. */
  exchange(endpoint: Endpoint, request: ExchangeOfEndpoint): Promise<ExchangeResponse>;
  /** One JSON request to Smile ID itself. */
  post(request: JsonPost): Promise<ExchangeResponse>;
}

type ExchangeOfEndpoint = Omit<ExchangeRequest, 'reuse'>;

export interface JsonPost {
  readonly endpoint: Endpoint;
  /** Below the origin. */
  readonly path: string;
  readonly message: JsonObject;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal | undefined;
}

export interface ConnectionParts {
  readonly config: SmileIdConfig;
  readonly credentials: Credentials;
  readonly clock: () => number;
  readonly transport: Transport;
}

/** What is billed and never sent again blindly must not meet a dead connection; what an upload loses is asked about. */
const REUSE: Readonly<Record<Endpoint, Reuse>> = {
  lookup: 'never',
  compare: 'never',
  'prep-upload': 'kept',
  upload: 'kept',
  'job-status': 'repeatable',
  picture: 'repeatable',
  receipt: 'repeatable',
  services: 'repeatable',
  'web-token': 'repeatable',
  'rate-limit-reset': 'repeatable',
};

export function createConnection({ config, credentials, clock, transport }: ConnectionParts): Connection {
  async function exchange(endpoint: Endpoint, request: ExchangeOfEndpoint): Promise<ExchangeResponse> {
    try {
      return await transport.exchange({ ...request, reuse: REUSE[endpoint] });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw error instanceof TransportError ? classifyFailure({ endpoint, transport: error }) : error;
    }
  }
  return {
    config,
    credentials,
    clock,
    exchange,
    post: ({ endpoint, path, message, maxResponseBytes, signal }) =>
      exchange(endpoint, {
        method: 'POST',
        url: config.baseUrl + path,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(message),
        deadlineMs: config.requestTimeoutMs,
        maxResponseBytes,
        signal,
      }),
  };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
