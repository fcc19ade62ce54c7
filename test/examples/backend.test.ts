import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../cli/command.ts';
import { openWorld, type World } from '../integration/world.ts';
import { FIRST_KEY, SECOND_KEY } from '../notifications/keys.ts';
import { runExample, withExample } from './with-example.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0 }));
  await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
});
afterAll(() => close());

const picture = async (name: string): Promise<Blob> =>
  new Blob([new Uint8Array(await readFile(join(packageRoot, 'samples', 'registration', name)))]);

async function form(fields: Record<string, string>): Promise<FormData> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('selfie', await picture('selfie.jpg'), 'selfie.jpg');
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) data.append('liveness', await picture(`liveness-${number}.jpg`));
  return data;
}

describe('examples/backend-fastify.mjs', () => {
  it('starts a verification with uploaded pictures once, is told of its end, and shows it', async () => {
    const env = { ...world.env, SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY };
    const exitCode = await withExample('backend-fastify.mjs', env, async ({ firstLine, said }) => {
      const url = firstLine.replace('listening on ', '');
      const post = async (fields: Record<string, string>) => {
        const response = await fetch(`${url}/verifications`, { method: 'POST', body: await form(fields) });
        return [response.status, await response.json()];
      };
      const get = async (id: string) => {
        const response = await fetch(`${url}/verifications/${id}`);
        return [response.status, await response.json()];
      };
      const started = { verificationId: 'signup-1', warnings: [] };
      expect(await post({ id: 'signup-1', userId: 'u1' })).toEqual([202, started]);
      expect(await post({ id: 'signup-1', userId: 'u1' })).toEqual([200, started]);
      await said('verification.ended signup-1');
      expect(await get('signup-1')).toEqual([
        200,
        expect.objectContaining({ state: 'approved', outcome: expect.objectContaining({ decision: 'approved' }) }),
      ]);

      expect(await post({ id: 'signup-1', userId: 'another' })).toEqual([409, expect.anything()]);
      expect(await post({ id: 'no id', userId: 'u1' })).toEqual([
        400,
        expect.objectContaining({ problems: [expect.stringContaining('verificationId')] }),
      ]);
      expect(await get('nobody')).toEqual([
        404,
        expect.objectContaining({ error: expect.stringContaining('no verification nobody') }),
      ]);
      const forged = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
      expect((await fetch(`${url}/notifications`, forged)).status).toBe(401);
    });
    expect(exitCode).toBe(0);
  });

  it('tells whoever sends something else what to send, and lives on', async () => {
    const env = { ...world.env, SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY };
    await withExample('backend-fastify.mjs', env, async ({ firstLine }) => {
      const url = firstLine.replace('listening on ', '');
      const post = async (path: string, type: string | undefined, body?: string) => {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        // Bytes bring no content type of their own.
        const init = { method: 'POST', headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
        const response = await fetch(`${url}${path}`, init);
        const { error } = (await response.json()) as { error?: string };
        return [type, body, response.status, error];
      };
      const others = [
        ['application/json', '{"id":"signup-1"}'],
        ['application/json', '{'],
        ['text/plain', 'id=signup-1'],
        ['application/x-www-form-urlencoded', 'id=signup-1'],
        [undefined, undefined],
        [undefined, 'id=signup-1'],
        ['application/json', undefined],
        ['multipart/form-data; boundary=x', undefined],
        ['multipart/form-data; boundary=x', 'no part'],
        ['multipart/form-data', '--x--'],
      ] as const;
      for (const [type, body] of others) {
        const asked = [
          type,
          body,
          400,
          expect.stringMatching(/^Send multipart\/form-data with id, userId, selfie .*\.$/),
        ];
        expect(await post('/verifications', type, body)).toEqual(asked);
        const refused = [
          type,
          body,
          401,
          expect.stringMatching(/^This is no notification .*: a header .* is missing\.$/),
        ];
        expect(await post('/notifications', type, body)).toEqual(refused);
      }
      const empty = await fetch(`${url}/verifications`, { method: 'POST', body: new FormData() });
      expect([empty.status, await empty.json()]).toEqual([
        400,
        expect.objectContaining({ problems: expect.arrayContaining([expect.stringMatching(/^selfie /)]) }),
      ]);
    });
  });

  it('says in one sentence what is wrong with its configuration', async () => {
    const run = (changes: Record<string, string>) =>
      runExample('backend-fastify.mjs', { ...world.env, SMILEFLOW_NOTIFICATION_KEYS: SECOND_KEY, ...changes });
    for (const [changes, sentence] of [
      [{ SMILEFLOW_NOTIFICATION_KEYS: 'secret' }, /^The 1\. key is not.*\n$/],
      [{ SMILEFLOW_FINGERPRINT_KEY: 'short' }, /^SMILEFLOW_FINGERPRINT_KEY is too short.*\n$/],
      [{ PUBLIC_URL: 'nowhere' }, /PUBLIC_URL is no URL\.\n$/],
      [{ PUBLIC_URL: 'http://backend.example.com' }, /PUBLIC_URL must be https.*\n$/],
      [{ TEMPORAL_ADDRESS: '127.0.0.1:1' }, /^Temporal cannot be reached at 127\.0\.0\.1:1.*\n$/],
    ] as const)
      expect(await run(changes)).toEqual({ exitCode: 2, out: '', err: expect.stringMatching(sentence) });
  });
});
