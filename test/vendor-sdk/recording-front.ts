import { EventEmitter, once } from 'node:events';
import http, { type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Certificate } from './certificate.ts';

export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** What is answered instead of asking further; `silence`: never anything. */
export type OwnAnswer = { readonly status: number; readonly body?: object | string } | 'silence' | undefined;

export interface Front {
  readonly url: string;
  /** The same over TLS. */
  readonly secureUrl: string;
  /** All requests that have arrived in whole, or those to a path; upload URLs all count as `/videos`. */
  seen(path?: string): readonly SeenRequest[];
  /** Resolves when so many requests to a path have been seen. */
  haveSeen(path: string, count: number): Promise<void>;
}

export interface FrontOptions {
  readonly tls: Certificate;
  readonly answer?: ((request: SeenRequest) => OwnAnswer) | undefined;
}

/** Lends a server that writes down every request, and passes it on to `behind`, whose origin is known once it has started. */
export async function withFront<T>(
  { tls, answer = () => undefined }: FrontOptions,
  use: (front: Front, passOnTo: (origin: string) => void) => Promise<T>,
): Promise<T> {
  const requests: SeenRequest[] = [];
  const arrivals = new EventEmitter();
  let behind = '';
  const listener: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request).catch(() => undefined);
    // Broken off while it was sent: nothing to pass on.
    if (body === undefined) return;
    const seen = { method, path: url.replace(/\?.*$/, ''), headers, body, text: body.toString() };
    requests.push(seen);
    arrivals.emit('request');
    const own = answer(seen);
    if (own === 'silence') return;
    if (own === undefined) passOn(`${behind}${url}`, seen, response);
    else response.writeHead(own.status).end(typeof own.body === 'object' ? JSON.stringify(own.body) : own.body);
  };
  const servers = [http.createServer(listener), https.createServer(tls, listener)] as const;
  const seen = (path?: string) =>
    requests.filter((request) => path === undefined || request.path === path || request.path.startsWith(`${path}/`));
  try {
    await Promise.all(servers.map(listen));
    const [url, secureUrl] = [`http://127.0.0.1:${portOf(servers[0])}`, `https://127.0.0.1:${portOf(servers[1])}`];
    const haveSeen = async (path: string, count: number) => {
      while (seen(path).length < count) await once(arrivals, 'request');
    };
    return await use({ url, secureUrl, seen, haveSeen }, (origin) => {
      behind = origin;
    });
  } finally {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

function passOn(url: string, { method, headers, body }: SeenRequest, response: ServerResponse): void {
  const onward = http.request(url, { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
