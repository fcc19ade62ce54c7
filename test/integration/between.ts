import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What something between a worker and Smile ID answers: instead of asking, or after Smile ID has done its part. */
export interface Interference {
  readonly when: 'before' | 'after';
  readonly status: number;
  readonly body?: string;
}

export interface PassingCall {
  readonly path: string;
  readonly body: string;
}

/** A proxy as they stand between companies and the world, which has answers of its own. */
export async function startBetween(target: string, interfere: (call: PassingCall) => Interference | undefined) {
  const server = createServer(async (request, response) => {
    // Of a worker or a simulator that ended meanwhile nothing more comes.
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const interference = interfere({ path: request.url ?? '', body: body.toString('utf8') });
    const answer = ({ status, body: page = '<html>An answer of its own</html>' }: Interference): void => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(page);
    };
    if (interference?.when === 'before') return answer(interference);
    const { host, ...headers } = request.headers;
    const passed = send(`${target}${request.url}`, { method: request.method, headers }, async (answered) => {
      const content = await buffer(answered).catch(() => undefined);
      if (content === undefined) return void response.destroy();
      if (interference !== undefined) return answer(interference);
      response.writeHead(answered.statusCode ?? 500, answered.headers).end(content);
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
