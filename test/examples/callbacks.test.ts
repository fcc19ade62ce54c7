import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countSignals } from '../gateway/count-signals.ts';
import { signed, signedCallback } from '../gateway/sign.ts';
import { openWorld, registration, type World } from '../integration/world.ts';
import { withExample } from './with-example.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  // A signal is in the history whether somebody works on it or not.
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
});
afterAll(() => close());

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
      const exitCode = await withExample(name, world.env, async ({ firstLine }) => {
        const url = firstLine.replace('listening on ', '');
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

  it.each(['callbacks-express.mjs', 'callbacks-fastify.mjs'])(
    '%s answers orders that are no JSON with a sentence, and no stack',
    async (name) => {
      await withExample(name, world.env, async ({ firstLine }) => {
        const post = async (type: string | undefined, body?: string) => {
          const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
          const init = { method: 'POST', headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
          const response = await fetch(`${firstLine.replace('listening on ', '')}/orders`, init);
          return [response.status, await response.text()] as const;
        };
        expect(await post('application/json', '{"item":1}')).toEqual([200, '{"received":["item"]}']);
        for (const [type, body] of [
          [undefined, undefined],
          ['application/x-www-form-urlencoded', 'item=1'],
          ['text/plain', 'item'],
          ['application/json', '{'],
          ['application/json', 'null'],
        ] as const) {
          const [status, text] = await post(type, body);
          expect([type, body, status, text]).toEqual([
            type,
            body,
            expect.any(Number),
            expect.stringMatching(/^\{.*\}$/),
          ]);
          expect([400, 415]).toContain(status);
        }
      });
    },
  );
});
