import { PARTNER } from '../smile-id/fixture.ts';
import { type Outcome, type ProgramRun, startProgram } from './program-run.ts';
import type { PythonPackage } from './python-package.ts';

const PROGRAM = new URL('run-vendor.py', import.meta.url);

type ClassName = 'WebApi' | 'IdApi' | 'BusinessVerification' | 'Utilities' | 'Signature';

/** The method and what it takes, as JSON knows it. */
export type PythonCall = readonly [method: string, ...given: unknown[]];

interface Haste {
  /** How many times shorter its pauses are. Default: not shorter. */
  readonly hurry?: number;
}

export interface PythonVendor {
  /** One call of an object that was made for the simulator; its outcome. */
  call(className: ClassName, ...call: PythonCall): Promise<Outcome>;
  /** Calls of one object, one after the other; their outcomes. */
  calls(className: ClassName, calls: readonly PythonCall[], haste?: Haste): Promise<readonly Outcome[]>;
  /** The same without waiting for an end. */
  start(className: ClassName, calls: readonly PythonCall[], haste?: Haste): ProgramRun<readonly Outcome[]>;
}

interface Place {
  /** Of a server, which may speak plain http. */
  readonly origin: string;
  readonly callbackUrl: string;
}

/** Lends the vendor's Python package, whose processes end with the loan. */
export async function withPythonVendor<T>(
  { python, folder }: PythonPackage,
  { origin, callbackUrl }: Place,
  use: (vendor: PythonVendor) => Promise<T>,
): Promise<T> {
  const { partnerId, apiKey } = PARTNER;
  const account = [partnerId, apiKey, `${origin}/v1`];
  const made: { readonly [C in ClassName]: readonly string[] } = {
    WebApi: [partnerId, callbackUrl, apiKey, `${origin}/v1`],
    IdApi: account,
    BusinessVerification: account,
    Utilities: account,
    Signature: [partnerId, apiKey],
  };
  // A proxy that this machine may need elsewhere does not know its own servers.
  const program = { command: python, file: PROGRAM, env: { PYTHONPATH: folder, no_proxy: '127.0.0.1' } };
  const runs: ProgramRun<readonly Outcome[]>[] = [];
  const start: PythonVendor['start'] = (className, calls, { hurry = 1 } = {}) => {
    const asked = calls.map(([method, ...given]) => ({ method, given }));
    const run = startProgram<readonly Outcome[]>(program, { className, made: made[className], calls: asked, hurry });
    runs.push(run);
    return run;
  };
  const calls: PythonVendor['calls'] = (...given) => start(...given).outcome;
  const call: PythonVendor['call'] = async (className, ...one) => {
    const [outcome] = await calls(className, [one]);
    if (outcome === undefined) throw new Error('A call had no outcome.');
    return outcome;
  };
  try {
    return await use({ call, calls, start });
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
  }
}
