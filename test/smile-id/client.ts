import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { createSmileIdClient, type SmileIdClient } from '../../smile-id/smile-id-client.ts';
import { PARTNER } from './fixture.ts';
import { withServer } from './server.ts';

export const NOW = Date.UTC(2025, 4, 23, 11, 49, 58, 0);

export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export async function withClient<T>(
  origin: string,
  use: (client: SmileIdClient) => Promise<T>,
  change: { readonly requestTimeoutMs?: number; readonly apiKeys?: string } = {},
): Promise<T> {
  const env = {
    SMILE_ID_PARTNER_ID: '085',
    SMILE_ID_API_KEY: change.apiKeys ?? PARTNER.apiKey,
    SMILE_ID_BASE_URL: origin,
  };
  const requestTimeoutMs = change.requestTimeoutMs ?? 2_000;
  const config = { ...readSmileIdConfig(env), requestTimeoutMs, uploadTimeoutMs: requestTimeoutMs };
  const client = createSmileIdClient({ config, clock: () => NOW });
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/** Lends a client of a server that answers everything with one message, and what that server saw. */
export function withAnswer<T>(
  status: number,
  answer: unknown,
  use: (client: SmileIdClient, seen: Seen[], origin: string) => Promise<T>,
  change: { readonly apiKeys?: string } = {},
): Promise<T> {
  const seen: Seen[] = [];
  const handler: RequestListener = async (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: await buffer(request) });
    const isRaw = typeof answer === 'string' || Buffer.isBuffer(answer);
    response.writeHead(status).end(isRaw ? answer : JSON.stringify(answer));
  };
  return withServer(handler, (origin) => withClient(origin, (client) => use(client, seen, origin), change));
}
