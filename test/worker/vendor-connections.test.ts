import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { lookup, openWorld, type World } from '../integration/world.ts';
import { silenceWorkers, withOwn } from './with-plugin.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  silenceWorkers();
  ({ world, close } = await openWorld({ workers: 0, callbacks: false }));
});
afterAll(() => close());

interface Front {
  /** Settles when all connections so far are closed. */
  readonly closed: () => Promise<unknown>;
  /** Keeps answers of lookups back, and settles when there is one. */
  readonly holding: (held: Promise<void>) => Promise<unknown>;
}

/** Lends a world whose Smile ID stands behind a server that never closes a connection by itself. */
async function withFront(use: (behind: World, front: Front) => Promise<void>): Promise<void> {
  const sockets: Socket[] = [];
  let held: Promise<void> | undefined;
  let begun = (): void => undefined;
  const front = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const onward = ask(world.simulator.url + url, { method, headers });
    pipeline(request, onward, () => undefined);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    if (held !== undefined && url.endsWith('id_verification')) {
      begun();
      await held;
    }
    response.writeHead(answer.statusCode ?? 0, { 'content-type': answer.headers['content-type'] });
    pipeline(answer, response, () => undefined);
  });
  front.keepAliveTimeout = 0;
  front.on('connection', (socket) => sockets.push(socket));
  await once(front.listen(0, '127.0.0.1'), 'listening');
  const { port } = front.address() as AddressInfo;
  const env = { ...world.env, SMILE_ID_BASE_URL: `http://127.0.0.1:${port}` };
  try {
    await use(
      { ...world, env },
      {
        closed: () => Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close'))),
        holding(until) {
          held = until;
          return new Promise<void>((resolve) => {
            begun = resolve;
          });
        },
      },
    );
  } finally {
    front.close();
    front.closeAllConnections();
  }
}

describe('Connections to Smile ID of workers with one plugin', () => {
  it('are closed when the last worker has stopped, so that the process can end', () =>
    withFront((behind, front) =>
      withOwn(behind, { taskQueue: 'ends' }, async ({ options, smileflow }) => {
        const worker = await Worker.create(options());
        await worker.runUntil(async () => {
          expect(await (await smileflow.start(lookup('enhanced-kyc'))).result()).toMatchObject({
            decision: 'approved',
          });
        });
        await front.closed();
      }),
    ));

  it('bear what the others ask, and pay for, when one worker stops', () =>
    withFront((behind, front) =>
      withOwn(behind, { taskQueue: 'stays' }, async ({ options, smileflow }) => {
        const stays = await Worker.create(options());
        const leaves = await Worker.create(options({ taskQueue: 'leaves' }));
        const left = leaves.run();
        await stays.runUntil(async () => {
          let goOn = (): void => undefined;
          const begun = front.holding(
            new Promise((resolve) => {
              goOn = resolve;
            }),
          );
          const handle = await smileflow.start(lookup('enhanced-kyc'));
          await begun;
          leaves.shutdown();
          await left;
          goOn();
          expect(await handle.result()).toMatchObject({ decision: 'approved' });
          // Nobody had to ask whether it was taken.
          const seen = world.simulator.journal().filter(({ jobId }) => jobId === handle.verificationId);
          expect(seen.map(({ kind }) => kind)).not.toContain('job-status');
          expect(seen.filter(({ kind }) => kind === 'direct')).toHaveLength(1);
        });
      }),
    ));
});
