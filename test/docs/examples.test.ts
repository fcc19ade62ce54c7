import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { signedHeaders } from '../../notifications/sign-notification.ts';
import { FIRST_KEY, keyOf, SECOND_KEY } from '../notifications/keys.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const example = join(packageRoot, 'examples', 'receive-notifications.mjs');

const BODY = JSON.stringify({
  type: 'verification.ended',
  timestamp: '2026-03-01T08:00:00.000Z',
  data: { verificationId: 'v-1', product: 'basic-kyc', state: 'approved', sentence: 'Approved.' },
});

it('examples/receive-notifications.mjs prints each genuine notification once, and refuses the rest', async () => {
  const backend = spawn(process.execPath, [example, '0'], {
    env: { PATH: process.env.PATH ?? '', SMILEFLOW_NOTIFICATION_KEYS: `${FIRST_KEY},${SECOND_KEY}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface(backend.stdout)[Symbol.asyncIterator]();
    const said = async (): Promise<string> => String((await lines.next()).value);
    const url = /^listening at (.*)$/.exec(await said())?.[1] ?? '';
    const post = async (key: string, body = BODY): Promise<number> => {
      const headers = signedHeaders({ id: 'msg_1', body: BODY }, [keyOf(key)], Date.now());
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    expect(await post(FIRST_KEY)).toBe(204);
    expect(await said()).toBe('verification.ended v-1: Approved.');
    expect(await post(SECOND_KEY)).toBe(204);
    expect(await said()).toBe('double: verification.ended v-1');
    expect(await post(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)).toBe(401);
    expect(await said()).toBe('refused: no signature matches');
    expect(await post(FIRST_KEY, 'x'.repeat(70_000))).toBe(413);
  } finally {
    backend.kill();
    await once(backend, 'exit');
  }
});
