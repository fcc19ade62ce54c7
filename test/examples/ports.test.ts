import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from '../integration/world.ts';
import { FIRST_KEY } from '../notifications/keys.ts';
import { runExample } from './with-example.ts';

let world: World;
let close: () => Promise<void>;
let occupant: Server;
beforeAll(async () => {
  ({ world, close } = await openWorld({ callbacks: false, workers: 0 }));
  occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
});
afterAll(async () => {
  occupant.close();
  await close();
});

describe('an example', () => {
  it.each([
    'backend-fastify.mjs',
    'callbacks-express.mjs',
    'callbacks-fastify.mjs',
    'callbacks-node.mjs',
    'receive-notifications.mjs',
  ])('%s says in one sentence that it cannot have its port', async (name) => {
    const taken = String((occupant.address() as AddressInfo).port);
    for (const port of [taken, 'abc']) {
      const env = { ...world.env, SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY, PORT: port };
      expect(await runExample(name, env, name.startsWith('receive') ? [port] : [])).toEqual({
        exitCode: 2,
        out: '',
        err: expect.stringMatching(new RegExp(`^Cannot listen on port ${port}: .*\\n$`)),
      });
    }
  });
});
