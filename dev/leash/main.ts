/**
 * Runs a command that knows nothing of its supervisor, and ends it when the supervisor is gone:
 * `node leash/main.js <program> [arguments…]`, started with an IPC channel. Imports nothing of the project.
 */
import { spawn } from 'node:child_process';

const graceMs = 3_000;
const [program = '', ...args] = process.argv.slice(2);
// Before the command exists, so that no signal finds it without its leash.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => command.kill(signal));

const command = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

command.once('spawn', () => tell({ kind: 'spawned', pid: command.pid }));
command.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
command.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)));

process.once('disconnect', () => {
  command.kill('SIGTERM');
  setTimeout(() => command.kill('SIGKILL'), graceMs);
});
// The supervisor may have been killed before the line above was reached.
if (!process.connected) command.kill('SIGKILL');

function tell(message: object): void {
  if (process.connected) process.send?.(message, () => {});
}
