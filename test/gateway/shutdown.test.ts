import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, registration, type World } from '../integration/world.ts';
import { countSignals } from './count-signals.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { signedCallback } from './sign.ts';
import { startTcpProxy } from './tcp-proxy.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
});
afterAll(() => close());

/** A connection on which requests are written by hand. */
async function dial({ url }: GatewayProcess) {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(Buffer.concat(received).toString()));
  });
  return { socket, ended };
}

async function untilRefused(gateway: GatewayProcess): Promise<void> {
  for (;;) {
    const refused = await dial(gateway).then(
      ({ socket }) => !socket.destroy(),
      (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
    );
    if (refused) return;
  }
}

describe('a gateway that is told to stop', () => {
  it('stores and answers what was begun, takes nothing new, says so, and ends with 0', async () => {
    const handle = await world.smileflow.start(registration());
    const gateway = await startGatewayProcess(world);
    const body = signedCallback(handle.verificationId);
    const [begun, asking] = await Promise.all([dial(gateway), dial(gateway)]);
    begun.socket.write(`POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`);
    begun.socket.write(body.subarray(0, 10));
    // Both are under way when another one has been answered, which came after them.
    asking.socket.write('GET /health/ready HTTP/1.1\r\nHost: a\r\n');
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);

    gateway.child.kill('SIGTERM');
    await gateway.said('gateway draining');
    await untilRefused(gateway);
    asking.socket.write('\r\n');
    const ready = await asking.ended;
    expect(ready).toMatch(/^HTTP\/1\.1 503 /);
    expect(ready).toContain('{"status":"draining"}');
    expect(await countSignals(world.temporal, handle.workflowId)).toBe(0);

    begun.socket.write(body.subarray(10));
    expect(await begun.ended).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n\{"status":"received"\}$/s);
    expect(await countSignals(world.temporal, handle.workflowId)).toBe(1);
    expect(await gateway.ended).toMatchObject({ exitCode: 0, err: '' });
  });

  it('asks the sender to try again where Temporal does not take what was begun', async () => {
    const temporal = await startTcpProxy(world.env.TEMPORAL_ADDRESS as string);
    const gateway = await startGatewayProcess(world, { TEMPORAL_ADDRESS: temporal.address });
    const post = () => {
      const body = new Uint8Array(signedCallback('held'));
      return fetch(`${gateway.url}/callbacks/smile-id`, { method: 'POST', body });
    };
    expect((await post()).status).toBe(200);
    await temporal.close();
    const begun = dial(gateway);
    const body = signedCallback('held', { ResultCode: '0841' });
    (await begun).socket.write(
      `POST /callbacks/smile-id HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    // Answered after it, so that it is under way.
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    gateway.child.kill('SIGTERM');
    expect(await (await begun).ended).toMatch(/^HTTP\/1\.1 503 .*\r\n\r\n\{"status":"try again"\}$/s);
    expect(await gateway.ended).toMatchObject({ exitCode: 0, err: '' });
  });

  it('forgets nothing that it has acknowledged', async () => {
    const gateway = await startGatewayProcess(world);
    const handles = await Promise.all(Array.from({ length: 10 }, () => world.smileflow.start(registration())));
    const answers = handles.map(async ({ verificationId, workflowId }) => {
      const body = new Uint8Array(signedCallback(verificationId));
      const answer = await fetch(`${gateway.url}/callbacks/smile-id`, { method: 'POST', body }).catch(() => undefined);
      return { workflowId, isAcknowledged: answer?.status === 200 };
    });
    await Promise.any(answers);
    gateway.child.kill('SIGTERM');
    for (const { workflowId, isAcknowledged } of await Promise.all(answers))
      if (isAcknowledged) expect(await countSignals(world.temporal, workflowId)).toBe(1);
    expect((await gateway.ended).exitCode).toBe(0);
  });
});
