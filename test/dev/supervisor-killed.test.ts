import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StackPids } from '../../dev/stack-plan.ts';
import { compileDev } from './compiled-dev.ts';
import { planStack, survivors } from './local-stack.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

let compiled: Awaited<ReturnType<typeof compileDev>>;
beforeAll(async () => {
  compiled = await compileDev();
});
afterAll(() => compiled.remove());

/** A process of its own that starts a stack, tells its pids and waits. */
const supervisor = `
  import { startStack } from './dev/start-stack.js';
  process.once('message', async (plan) => {
    const { pids } = await startStack({ ...plan, onEvent() {} });
    process.send(pids);
  });`;

describe('a supervisor that is killed', () => {
  it('leaves no process behind', () =>
    withTemporaryFolder(async (workDir) => {
      const { plan } = await planStack(compiled.folder, workDir);
      const script = join(compiled.folder, 'supervisor.js');
      await writeFile(script, supervisor);
      const child = fork(script, { execArgv: [], stdio: 'inherit' });
      const told = new Promise<StackPids>((resolve, reject) => {
        child.once('message', (pids) => resolve(pids as StackPids));
        child.once('exit', () => reject(new Error('the supervisor ended before the stack was ready')));
      });
      child.send({ ...plan, onEvent: undefined });
      const pids = Object.values(await told);
      expect(pids).toHaveLength(5);

      child.kill('SIGKILL');
      expect(await survivors(pids)).toEqual([]);
    }));
});
