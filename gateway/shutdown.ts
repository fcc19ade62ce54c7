import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ShutdownLimits {
  /** How long a sender may go on with a request that it has begun. */
  readonly receiveMs: number;
  /** How long what was received may take to be answered. */
  readonly answerMs: number;
}

interface Connection {
  /** Requests of which at least the headers came and that are not answered yet. */
  readonly exchanges: Map<ServerResponse, IncomingMessage>;
  /** Bytes when nothing was under way last: more of them are a request that has begun. */
  bytesAtRest: number;
}

const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Prepares the end of a server; to be called before it listens. Node's own `close` waits for every connection, also for
 * one that never says a word, and stops the clock that enforces the limits of slow senders.
 * @param close stops listening, and returns once all connections are gone
 * @returns what ends the server: it answers what was begun and takes no longer than both limits, whatever senders do
 */
export function prepareShutdown(
  server: Server,
  { receiveMs, answerMs }: ShutdownLimits,
  close: () => Promise<unknown> = () => closeServer(server),
): () => Promise<void> {
  const sockets = new Set<Socket>();
  const connections = new Map<Socket, Connection>();
  let isDraining = false;

  const endIfAtRest = (socket: Socket, { exchanges, bytesAtRest }: Connection): void => {
    if (exchanges.size === 0 && socket.bytesRead <= bytesAtRest) socket.destroy();
  };
  // Of TLS both are told: the connection, and once keys are exchanged, the socket that requests come from.
  server.on('connection', (socket: Socket) => {
    if (isDraining) return socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.set(socket, { exchanges: new Map(), bytesAtRest: socket.bytesRead });
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    const connection = connections.get(request.socket);
    if (connection === undefined) return;
    const { socket } = request;
    connection.exchanges.set(response, request);
    if (isDraining) sayLast(response);
    request.once('end', () => {
      connection.bytesAtRest = socket.bytesRead;
    });
    response.once('close', () => {
      connection.exchanges.delete(response);
      if (isDraining) endIfAtRest(socket, connection);
    });
  });

  const endWhatIsTooSlow = (): void => {
    for (const [socket, { exchanges }] of connections) {
      const begun = [...exchanges];
      if (begun.length > 0 && begun.every(([, request]) => request.complete)) continue;
      if (begun.every(([response]) => !response.headersSent)) socket.write(TOO_SLOW);
      socket.destroy();
    }
  };
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  return async () => {
    isDraining = true;
    const timers = [setTimeout(endWhatIsTooSlow, receiveMs), setTimeout(endAll, receiveMs + answerMs)];
    const closed = close();
    for (const [socket, connection] of connections) {
      for (const response of connection.exchanges.keys()) sayLast(response);
      endIfAtRest(socket, connection);
    }
    await closed;
    for (const timer of timers) clearTimeout(timer);
  };
}

/** The connection ends with this answer. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function closeServer(server: Server): Promise<void> {
  // An error would say that it listens no more.
  return new Promise((resolve) => server.close(() => resolve()));
}
