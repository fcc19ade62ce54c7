import { once } from 'node:events';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyNotification } from '../../notifications/verify-notification.ts';

/** Longer than the first pause of the schedule, and shorter than a test may take. */
const PATIENCE_MS = 30_000;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A backend over real sockets. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What it answers from now on; null: it never answers. */
  answer(status: number | null): void;
  /** Resolves with everything as soon as so much has come; fails where it does not come in time. */
  until(count: number): Promise<readonly Received[]>;
}

export async function withReceiver(use: (receiver: Receiver) => Promise<void>): Promise<void> {
  const received: Received[] = [];
  let status: number | null = 200;
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ headers: request.headers, body });
    server.emit('received');
    if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end('an answer that nobody keeps');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-path?key=secret-query`,
      received,
      answer: (next) => {
        status = next;
      },
      async until(count) {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        while (received.length < count) await once(server, 'received', { signal });
        return received;
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The bodies, each with a signature that was verified. */
export function verified(received: readonly Received[], key: string) {
  return received.map(({ headers, body }) => {
    const result = verifyNotification(body, headers, key);
    if (result.kind === 'refused') throw new Error(`A notification is refused: ${result.reason}.`);
    return result;
  });
}
