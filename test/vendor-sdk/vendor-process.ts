import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const VENDOR_PROGRAM = new URL('run-vendor.mjs', import.meta.url);

export type Outcome =
  // biome-ignore lint/suspicious/noExplicitAny: what the package gives back is looked into, not typed
  | { readonly kind: 'resolved'; readonly value: any }
  | { readonly kind: 'rejected'; readonly name: string; readonly message: string; readonly logged: string };

export interface VendorTask {
  readonly className: 'WebApi' | 'IDApi' | 'Signature' | 'Utilities';
  /** What the constructor and the method take, as JSON knows it. */
  readonly made: readonly unknown[];
  readonly method: string;
  readonly given: readonly unknown[];
  /** How many times faster than the world's its clock goes. Default: as fast. */
  readonly hurry?: number;
}

export interface VendorRun {
  readonly outcome: Promise<Outcome>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/**
 * Calls the vendor's package in a process of its own, because it polls for ever and insists on https.
 * @param caFile whom it trusts besides the well-known authorities
 */
export function startVendor(task: VendorTask, caFile = ''): VendorRun {
  const child = spawn(process.execPath, [fileURLToPath(VENDOR_PROGRAM)], {
    env: { ...process.env, ...(caFile === '' ? {} : { NODE_EXTRA_CA_CERTS: caFile }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let hasEnded = false;
  const outcome = outcomeOf(child).finally(() => {
    hasEnded = true;
  });
  // Who only looks whether it has ended does not wait for it.
  outcome.catch(() => {});
  child.stdin.end(JSON.stringify({ hurry: 1, ...task }));
  return {
    outcome,
    hasEnded: () => hasEnded,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function outcomeOf({ stdout, stderr }: ChildProcess): Promise<Outcome> {
  if (stdout === null || stderr === null) throw new Error('The process has no pipes.');
  const [printed, complaint] = await Promise.all([text(stdout), text(stderr)]);
  if (printed === '') throw new Error(`The vendor's package printed nothing. ${complaint}`);
  return JSON.parse(printed) as Outcome;
}
