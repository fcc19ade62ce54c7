import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before a server that can then be away and back again, at the same address. */
export async function startTcpProxy(target: string) {
  const [host = '', targetPort] = target.split(':');
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;

  const connectBoth = (near: Socket): void => {
    const far = connect({ host, port: Number(targetPort) });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  };
  const open = async (): Promise<void> => {
    const listening = createServer(connectBoth);
    await new Promise<void>((resolve) => listening.listen({ host: '127.0.0.1', port }, resolve));
    ({ port } = listening.address() as AddressInfo);
    server = listening;
  };
  /** Connections break, and new ones are refused. */
  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  return { address: `127.0.0.1:${port}`, open, close };
}
