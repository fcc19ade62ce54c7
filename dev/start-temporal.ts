import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { notStarted } from './await-ready.ts';
import { DevError } from './dev-error.ts';
import { prepareNamespace } from './prepare-namespace.ts';
import { type Command, type Part, spawnPart } from './spawn-part.ts';
import type { OnStackEvent } from './stack-events.ts';
import type { StackConfig } from './stack-schema.ts';
import { serverArguments } from './temporal-arguments.ts';

interface TemporalPlan {
  config: StackConfig;
  cliPath: string;
  leash: Command;
  port: number;
  uiPort: number;
  /** host:port */
  address: string;
  database: string;
  env: NodeJS.ProcessEnv;
  workDir: string;
  onEvent: OnStackEvent;
  /** Is given the process as soon as there is one, so that it can be stopped while it is still starting. */
  onPart: (part: Part) => void;
}

const patienceMs = 60_000;

/**
 * Starts the server and waits until its namespace can be used as temporal-dev.yml describes it.
 * @returns the pid of the server itself, which is a child of the part
 */
export async function startTemporal(plan: TemporalPlan): Promise<number | undefined> {
  const { config, cliPath, leash, database, env, onEvent } = plan;
  const startedAt = Date.now();
  const isNew = !existsSync(database);
  await mkdir(dirname(database), { recursive: true });
  const part = await spawnPart({
    name: 'temporal',
    command: [...leash, cliPath, ...serverArguments(config, plan)],
    env,
    cwd: plan.workDir,
    graceMs: 10_000,
    onEvent,
  });
  plan.onPart(part);
  let serverPid: number | undefined;
  part.onMessage((message) => {
    const { kind, pid } = message as { kind?: unknown; pid?: number };
    if (kind === 'spawned') serverPid = pid;
  });

  const over = new AbortController();
  const preparing = async () => {
    await untilPortIsOpen(config.temporal.host, plan.port, over.signal);
    await prepareNamespace({ config, cliPath, env, isNew, address: plan.address, over: over.signal });
    const complaint = part.lastLines().find((line) => line.includes('SQL logic error'));
    if (complaint) throw unreadable(database, complaint);
  };
  const failing = part.exited.then(({ code, signal }) => {
    const complaint = part.lastLines().findLast((line) => /sql|database|schema/i.test(line));
    if (!isNew && complaint) throw unreadable(database, complaint);
    throw notStarted(part, `server ended with ${signal ?? `code ${code}`} before it was ready`);
  });
  const silent = setTimeout(() => over.abort(), patienceMs);
  try {
    await Promise.race([preparing(), failing]);
    if (over.signal.aborted) throw notStarted(part, `server was not usable after ${patienceMs / 1000} seconds`);
  } finally {
    clearTimeout(silent);
    over.abort();
  }
  onEvent({ kind: 'ready', part: 'temporal', address: plan.address, afterMs: Date.now() - startedAt });
  return serverPid;
}

/** Asking by gRPC before the port is open would cost a second of back-off. */
async function untilPortIsOpen(host: string, port: number, over: AbortSignal): Promise<void> {
  while (!over.aborted && !(await isPortOpen(host, port))) await sleep(50);
}

function isPortOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function unreadable(database: string, complaint: string): DevError {
  return new DevError(
    `The Temporal server cannot use the database ${database}: ${complaint.replace(/^Error: /, '')}.`,
    'Move the file away to start with an empty one, or set TEMPORAL_CLI_PATH to the Temporal CLI that wrote it.',
  );
}
