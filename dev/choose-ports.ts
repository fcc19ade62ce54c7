import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { DevError } from './dev-error.ts';

export interface WantedPort {
  /** The key in temporal-dev.yml, like `temporal.uiPort`. */
  key: string;
  host: string;
  /** 0 for any free one. */
  port: number;
  purpose: string;
}

/**
 * Makes sure that every port can be had, before anything is started.
 * @returns the ports in the same order, with free ones in place of 0
 * @throws DevError that names all ports that are taken
 */
export async function choosePorts(wanted: WantedPort[]): Promise<number[]> {
  const held: Server[] = [];
  const taken: string[] = [];
  const ports: number[] = [];
  // All are held until the last is known, so that no port is given away twice.
  for (const { key, host, port, purpose } of wanted) {
    const server = await (port === 0 ? holdAny(host) : hold(host, port));
    if (typeof server === 'string') taken.push(`  port ${port} for ${purpose} (${key}): ${server}\n`);
    else {
      held.push(server);
      ports.push((server.address() as { port: number }).port);
    }
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  if (taken.length === 0) return ports;
  throw new DevError(
    `The local stack cannot have ${taken.length === 1 ? 'a port' : 'some ports'} that it needs:\n${taken.join('')}`,
    'Stop what uses them (perhaps another local stack), or change the keys in temporal-dev.yml; 0 takes any free port.',
  );
}

/**
 * Below those that systems give to outgoing connections (Linux from 32,768, others from 49,152): one of them could be given away
 * between now and the start of the part that needs it.
 */
const FIRST_PORT = 10_000;
const LAST_PORT = 32_767;
const TRIES = 20;

async function holdAny(host: string): Promise<Server | string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const server = await hold(host, randomInt(FIRST_PORT, LAST_PORT + 1));
    if (typeof server !== 'string') return server;
  }
  return hold(host, 0);
}

function hold(host: string, port: number): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(reasons[code ?? ''] ?? `refused with ${code}`));
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program listens on it',
  EACCES: 'this user may not listen on it',
  EADDRNOTAVAIL: 'its host is not an address of this machine',
  ENOTFOUND: 'its host is not known',
};
