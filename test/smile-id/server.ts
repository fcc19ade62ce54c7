import { createServer as createHttpServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';

/** Lends the origin of an HTTP server with this handler. */
export function withServer<T>(handler: RequestListener, use: (origin: string) => Promise<T>): Promise<T> {
  return lend(createHttpServer(handler), use);
}

/** Lends the origin of a server that speaks whatever `onSocket` speaks. */
export function withSockets<T>(onSocket: (socket: Socket) => void, use: (origin: string) => Promise<T>): Promise<T> {
  return lend(
    createNetServer((socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    }),
    use,
  );
}

async function lend<T>(server: NetServer, use: (origin: string) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
