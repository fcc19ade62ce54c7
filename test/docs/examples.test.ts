import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
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

const receiver = (keys: string, stderr: 'inherit' | 'pipe' = 'inherit') =>
  spawn(process.execPath, [example, '0'], {
    env: { PATH: process.env.PATH ?? '', SMILEFLOW_NOTIFICATION_KEYS: keys },
    stdio: ['ignore', 'pipe', stderr],
  });

it('examples/receive-notifications.mjs prints each genuine notification once, and refuses the rest', async () => {
  const backend = receiver(` ${FIRST_KEY}, ${SECOND_KEY},\n`);
  if (backend.stdout === null) throw new Error('there is no output');
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
    await breakOff(url);
    expect(await said()).toBe('broken: ECONNRESET');
    expect(await post(FIRST_KEY)).toBe(204);
  } finally {
    backend.kill();
    await once(backend, 'exit');
  }
});

it.each(['', 'secret', `${FIRST_KEY},secret`])(
  'examples/receive-notifications.mjs does not start with the keys %j',
  async (keys) => {
    const backend = receiver(keys, 'pipe');
    let said = '';
    backend.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [exitCode] = await once(backend, 'close');
    expect([exitCode, said]).toEqual([2, expect.stringMatching(/^SMILEFLOW_NOTIFICATION_KEYS: The \d\. key is not/)]);
  },
);

/** Announces more than it sends, and is gone. */
async function breakOff(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
  socket.end();
}
