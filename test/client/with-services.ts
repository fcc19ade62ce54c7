import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const SERVICES = readFileSync(new URL('../fixtures/smile-id/services.response.json', import.meta.url));

export interface ServicesServer {
  readonly url: string;
  readonly port: number;
  /** What was asked, and with which credentials. */
  readonly asked: readonly string[];
}

/** Lends a server that stands in for Smile ID's public list, and for nothing else. */
export async function withServices(use: (server: ServicesServer) => Promise<void>, status = 200): Promise<void> {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, answer) => {
    asked.push(`${method} ${url} ${headers.authorization ?? 'without credentials'}`);
    answer.writeHead(status, { 'content-type': 'application/json' }).end(SERVICES);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await use({ url: `http://127.0.0.1:${port}`, port, asked });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
