import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What becomes of the connections that stand: answered with RST, as of a NAT that forgot them, or not answered any more. */
type Fate = 'reset' | 'silence';

export interface ForgetfulProxy {
  readonly url: string;
  /** How many connections were opened so far. */
  opened(): number;
  /** Forgets every connection that stands now; nobody is told until the next byte is sent. */
  forget(fate: Fate): void;
}

/**
 * Lends what stands between a client and the server at `origin`, and passes bytes on.
 * @param closeAfterMs closes a connection that long after bytes of the server
 */
export async function withForgetfulProxy<T>(
  origin: string,
  use: (proxy: ForgetfulProxy) => Promise<T>,
  closeAfterMs?: number,
): Promise<T> {
  const { port, hostname } = new URL(origin);
  const sockets = new Set<Socket>();
  const forgetters = new Set<(fate: Fate) => void>();
  let opened = 0;
  const server = createServer((client) => {
    opened += 1;
    let fate: Fate | undefined;
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket.on('error', () => {}));
      socket.once('close', () => {
        sockets.delete(socket);
        if (fate !== undefined) return;
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (fate === 'reset') client.resetAndDestroy();
      else if (fate === undefined) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      client.write(bytes);
      if (closeAfterMs !== undefined) setTimeout(() => client.destroy(), closeAfterMs);
    });
    forgetters.add((chosen) => {
      fate = chosen;
      upstream.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      opened: () => opened,
      forget(fate) {
        for (const forget of forgetters) forget(fate);
        forgetters.clear();
      },
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
