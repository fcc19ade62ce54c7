import { type Outcome, type ProgramRun, startProgram } from './program-run.ts';

export const VENDOR_PROGRAM = new URL('run-vendor.mjs', import.meta.url);

export interface VendorTask {
  readonly className: 'WebApi' | 'IDApi' | 'Signature' | 'Utilities';
  /** What the constructor and the method take, as JSON knows it. */
  readonly made: readonly unknown[];
  readonly method: string;
  readonly given: readonly unknown[];
  /** How many times faster than the world's its clock goes. Default: as fast. */
  readonly hurry?: number;
}

export type VendorRun = ProgramRun<Outcome>;

/**
 * Calls the vendor's package in a process of its own, because it polls for ever and insists on https.
 * @param caFile whom it trusts besides the well-known authorities
 */
export function startVendor(task: VendorTask, caFile = ''): VendorRun {
  const env: Record<string, string> = caFile === '' ? {} : { NODE_EXTRA_CA_CERTS: caFile };
  return startProgram({ command: process.execPath, file: VENDOR_PROGRAM, env }, { hurry: 1, ...task });
}
