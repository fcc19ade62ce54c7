#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listenForInterrupts } from '../dev/listen-for-interrupts.ts';
import { runCommand } from './run-command.ts';

const { stopSignal, killSignal } = listenForInterrupts(process);
// A part of the local stack must not outlive the supervisor, however that one died.
if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  out: process.stdout,
  err: process.stderr,
  stopSignal,
  killSignal,
  announceReady: (address) => process.send?.({ kind: 'ready', address }),
  packageRoot: findPackageRoot(dirname(fileURLToPath(import.meta.url))),
});
if (process.connected) process.disconnect();

function findPackageRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(`${at}/package.json`) || at === dirname(at)) return at;
  }
}
