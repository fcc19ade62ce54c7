import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileDev } from './compiled-dev.ts';
import { survivors } from './local-stack.ts';

let compiled: Awaited<ReturnType<typeof compileDev>>;
beforeAll(async () => {
  compiled = await compileDev();
});
afterAll(() => compiled.remove());

const leash = (...command: string[]) =>
  fork(join(compiled.folder, 'dev', 'leash', 'main.js'), command, {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
const spawned = async (child: ReturnType<typeof leash>) => (await once(child, 'message'))[0] as { pid: number };

describe('the leash', () => {
  it('ends with the code of the command', async () => {
    expect(await once(leash('sh', '-c', 'exit 9'), 'exit')).toEqual([9, null]);
  });

  it('passes a request to stop on to the command', async () => {
    const child = leash('sh', '-c', 'trap "echo asked to stop; exit 4" TERM; echo up; while :; do sleep 0.05; done');
    await once(child.stdout ?? child, 'data');
    const said = once(child.stdout ?? child, 'data');
    child.kill('SIGTERM');
    expect(String(await said)).toContain('asked to stop');
    expect(await once(child, 'exit')).toEqual([4, null]);
  });

  it('ends the command when its supervisor is gone', async () => {
    const child = leash('sleep', '60');
    const { pid } = await spawned(child);
    child.disconnect();
    await once(child, 'exit');
    expect(await survivors([pid])).toEqual([]);
  });

  it('ends by force a command that does not want to end', async () => {
    const child = leash('sh', '-c', 'trap "" TERM; echo up; while :; do sleep 0.05; done');
    const { pid } = await spawned(child);
    await once(child.stdout ?? child, 'data');
    child.disconnect();
    await once(child, 'exit');
    expect(await survivors([pid])).toEqual([]);
  });

  it('says why a command cannot be run', async () => {
    const child = leash('/no/such/program');
    const said = once(child.stderr ?? child, 'data');
    expect(await once(child, 'exit')).toEqual([127, null]);
    expect(String(await said)).toContain('ENOENT');
  });
});
