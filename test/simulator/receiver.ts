import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

// biome-ignore lint/suspicious/noExplicitAny: bodies are compared with recorded ones, not typed
type Received = { headers: http.IncomingHttpHeaders; body: any };

/** Lends a receiver that answers with these statuses in turn, the last one for ever; null: never answers. */
export async function withReceiver(
  statuses: (number | null)[],
  use: (receiver: { url: string; next(): Promise<Received>; received: Received[] }) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  let read = 0;
  const server = http.createServer(async (request, response) => {
    // Of a simulator that is closed meanwhile nothing more comes, and what came is no callback.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const status = statuses[Math.min(received.length, statuses.length - 1)] ?? null;
    received.push({ headers: request.headers, body: JSON.parse(body) });
    server.emit('callback');
    if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/smile?secret=1`;
  async function next(): Promise<Received> {
    while (received.length <= read) await once(server, 'callback');
    read += 1;
    return received[read - 1] as Received;
  }
  try {
    await use({ url, next, received });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
