#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listenForInterrupts } from '../dev/listen-for-interrupts.ts';
import { EXIT } from './exit-codes.ts';
import { runCommand } from './run-command.ts';

const { stopSignal, killSignal } = listenForInterrupts(process);
// After the command's own listeners, which end what they have started.
killSignal.addEventListener('abort', () => setImmediate(() => process.exit(EXIT.interrupted)));
// A part of the local stack must not outlive the supervisor, however that one died.
if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Whoever read the output (`| head -1`) has enough of it; that is no reason to leave the work undone.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  out: process.stdout,
  err: process.stderr,
  stopSignal,
  killSignal,
  announceReady: (address) => process.send?.({ kind: 'ready', address }),
  packageRoot: findPackageRoot(dirname(fileURLToPath(import.meta.url))),
});
if (process.connected) process.disconnect();
// Not left to the event loop: a call that nobody waits for any more may go on for many seconds.
process.stdout.write('', (error) => {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== undefined && code !== 'EPIPE') {
    process.stderr.write(`smileflow: the output could not be written (${code}).\n`);
    process.exitCode ||= EXIT.unexpected;
  }
  process.exit();
});

function findPackageRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(`${at}/package.json`) || at === dirname(at)) return at;
  }
}
