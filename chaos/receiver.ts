import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verifyNotification } from '../client/index.ts';
import type { Notification } from '../domain/notification.ts';
import type { Random } from './random.ts';

/** How likely the first delivery of a notification is refused, and how likely its answer is lost. */
const REFUSED = 0.1;
const UNANSWERED = 0.1;

/** A backend that is notified, with its own troubles. */
export interface Receiver {
  readonly url: string;
  /** What it was told of the end of a verification, each told thing once, however often it came. */
  endsOf(verificationId: string): readonly (Notification['data']['decision'] | undefined)[];
  /** Deliveries that were not genuine. */
  forged(): number;
  deliveries(): number;
  close(): Promise<void>;
}

export async function startReceiver(keys: string, random: Random): Promise<Receiver> {
  const ends = new Map<string, Map<string, Notification['data']['decision'] | undefined>>();
  const seen = new Set<string>();
  let forged = 0;
  let deliveries = 0;
  const server = createServer(async (request, response) => {
    const rawBody = await buffer(request).catch(() => undefined);
    if (rawBody === undefined) return;
    const verified = verifyNotification(rawBody, request.headers, keys.split(','));
    if (verified.kind === 'refused') {
      forged += 1;
      response.writeHead(401).end();
      return;
    }
    deliveries += 1;
    const { id, notification } = verified;
    const luck = seen.has(id) ? 1 : random.next();
    seen.add(id);
    if (luck < REFUSED) {
      response.writeHead(500).end();
      return;
    }
    const { verificationId, decision } = notification.data;
    if (notification.type === 'verification.ended') {
      const told = ends.get(verificationId) ?? new Map();
      ends.set(verificationId, told.set(id, decision));
    }
    if (luck < REFUSED + UNANSWERED) request.socket.destroy();
    else response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notifications`,
    endsOf: (verificationId) => [...(ends.get(verificationId)?.values() ?? [])],
    forged: () => forged,
    deliveries: () => deliveries,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
