import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../cli/command.ts';
import { countSignals } from '../gateway/count-signals.ts';
import { signed, signedCallback } from '../gateway/sign.ts';
import { openWorld, registration, type World } from '../integration/world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  // A signal is in the history whether somebody works on it or not.
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
});
afterAll(() => close());

/** Runs an example as its first line says, and lends its address. */
async function withExample(name: string, use: (url: string) => Promise<void>): Promise<number | null> {
  const example = spawn(process.execPath, [`examples/${name}`], {
    cwd: packageRoot,
    env: { ...world.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(example, 'exit');
  try {
    const [line] = (await once(createInterface({ input: example.stdout }), 'line')) as [string];
    await use(line.replace('listening on ', ''));
  } finally {
    example.kill('SIGTERM');
  }
  const [exitCode] = await exited;
  return exitCode;
}

async function silentAt(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
}

describe('an example', () => {
  it.each(['callbacks-node.mjs', 'callbacks-express.mjs', 'callbacks-fastify.mjs'])(
    '%s passes a genuine callback on, refuses a forgery, and stops when it is told to',
    async (name) => {
      const handle = await world.smileflow.start(registration());
      const { verificationId: id } = handle;
      const exitCode = await withExample(name, async (url) => {
        const post = async (body: Buffer, path: string) => {
          const response = await fetch(`${url}/callbacks/smile-id${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: new Uint8Array(body),
          });
          return [response.status, await response.text()];
        };
        expect(await post(signedCallback(id), `/${id}`)).toEqual([200, '{"status":"received"}']);
        expect(await post(signedCallback(id, {}, Date.now()), '')).toEqual([200, '{"status":"received"}']);
        const forgery = signed(JSON.parse(signedCallback(id).toString()), Date.now(), { apiKey: 'another-key' });
        expect(await post(forgery, `/${id}`)).toEqual([401, '{"status":"not authorised"}']);
        // It does not wait at its end for whoever says nothing.
        await silentAt(url);
        expect((await post(signedCallback(id), '/another'))[0]).toBe(404);
      });
      expect(exitCode).toBe(0);
      expect(await countSignals(world.temporal, handle.workflowId)).toBe(1);
    },
  );
});
