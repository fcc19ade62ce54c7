import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { createSmileIdClient, type SmileIdClient } from '../../smile-id/smile-id-client.ts';
import { PARTNER } from './fixture.ts';
import { withServer } from './server.ts';

export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly text: string;
}

interface ClientChange {
  readonly requestTimeoutMs?: number;
  readonly apiKeys?: string;
}

/** Lends clients whose clock stands still. */
export function clientsAt(nowMs: number) {
  async function withClient<T>(
    origin: string,
    use: (client: SmileIdClient) => Promise<T>,
    { requestTimeoutMs = 2_000, apiKeys = PARTNER.apiKey }: ClientChange = {},
  ): Promise<T> {
    const env = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: apiKeys, SMILE_ID_BASE_URL: origin };
    const config = { ...readSmileIdConfig(env), requestTimeoutMs };
    const client = createSmileIdClient({ config, clock: () => nowMs });
    try {
      return await use(client);
    } finally {
      client.close();
    }
  }

  /** A client of a server that answers everything with one message, and what that server saw. */
  function withAnswer<T>(
    status: number,
    answer: unknown,
    use: (client: SmileIdClient, seen: Seen[], origin: string) => Promise<T>,
    change: ClientChange = {},
  ): Promise<T> {
    const seen: Seen[] = [];
    const handler: RequestListener = async (request, response) => {
      const { method, url, headers } = request;
      const body = await buffer(request);
      seen.push({ method, url, headers, body, text: body.toString() });
      const isRaw = typeof answer === 'string' || Buffer.isBuffer(answer);
      response.writeHead(status).end(isRaw ? answer : JSON.stringify(answer));
    };
    return withServer(handler, (origin) => withClient(origin, (client) => use(client, seen, origin), change));
  }

  return { withClient, withAnswer };
}
