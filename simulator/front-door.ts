import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Journal } from './journal.ts';
import type { Timers } from './timers.ts';

/** Where connections come in. */
export interface FrontDoor {
  /** Every server that listens for the simulator, before it listens. */
  watch(server: Server): void;
  /** Breaks the connection of a request with a TCP RST, also under TLS. */
  reset(request: IncomingMessage): void;
  /**
   * Nobody listens for so long, so that new connections are refused, and idle ones are closed. Requests that are being
   * answered go on.
   */
  shut(forMs: number): void;
}

/** Until a port that somebody else took in the meantime is tried again. */
const reopenAgainMs = 100;

export function createFrontDoor(timers: Timers, journal: Journal): FrontDoor {
  const servers = new Set<Server>();
  const sockets = new Map<string, Socket>();
  let openAt = 0;

  function reopen(server: Server, address: AddressInfo): void {
    if (Date.now() < openAt) {
      timers.after(openAt - Date.now(), () => reopen(server, address));
      return;
    }
    const fail = (error: NodeJS.ErrnoException) => {
      journal.write({ kind: 'warning', message: `the port is not free again (${error.code}), trying on` });
      timers.after(reopenAgainMs, () => reopen(server, address));
    };
    server.once('error', fail);
    server.listen({ host: address.address, port: address.port }, () => server.off('error', fail));
  }

  return {
    watch(server) {
      servers.add(server);
      // The plain socket, which a TLS server shows nowhere else.
      server.on('connection', (socket: Socket) => {
        const key = keyOf(socket);
        sockets.set(key, socket);
        socket.once('close', () => sockets.delete(key));
      });
    },
    reset: ({ socket }) => void sockets.get(keyOf(socket))?.resetAndDestroy(),
    shut(forMs) {
      openAt = Math.max(openAt, Date.now() + forMs);
      for (const server of servers) {
        const address = server.address();
        if (address === null || typeof address === 'string') continue;
        server.close();
        timers.after(forMs, () => reopen(server, address));
      }
    },
  };
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
