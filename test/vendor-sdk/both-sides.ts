import type { SimulatorOptions } from '../../simulator/options.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { createSmileId, type SmileId } from '../../smile-id/smile-id.ts';
import { PARTNER } from '../smile-id/fixture.ts';
import { withCertificate } from './certificate.ts';
import type { Outcome } from './program-run.ts';
import { type Front, type FrontOptions, withFront } from './recording-front.ts';
import { startVendor, type VendorRun, type VendorTask } from './vendor-process.ts';

type Call = Omit<VendorTask, 'className' | 'made'>;

export interface Vendor {
  /** One call of a class that was made for the simulator; its outcome. */
  call(className: VendorTask['className'], method: string, ...given: readonly unknown[]): Promise<Outcome>;
  /** The same without waiting for an end. */
  start(className: VendorTask['className'], call: Call): VendorRun;
  /** The call as the process gets it. */
  taskOf(className: VendorTask['className'], call: Call): VendorTask;
}

export interface BothSides {
  readonly vendor: Vendor;
  readonly ours: SmileId;
  /** Between both sides and the simulator: what either has sent. */
  readonly front: Front;
  readonly simulator: Simulator;
  /** Whom a process has to trust. */
  readonly caFile: string;
}

/** How both sides meet. */
export interface Circumstances extends SimulatorOptions {
  /** What is answered instead of the simulator. */
  readonly answer?: FrontOptions['answer'];
  /** Of our side. */
  readonly requestTimeoutMs?: number;
}

/** The environment of an application that uses our side. */
export function environmentFor(url: string) {
  return { SMILE_ID_PARTNER_ID: PARTNER.partnerId, SMILE_ID_API_KEY: PARTNER.apiKey, SMILE_ID_BASE_URL: url };
}

/** Lends the vendor's package and our library, both clients of one simulator: the one over TLS, since it insists. */
export function withBothSides(
  { answer, requestTimeoutMs = 10_000, ...options }: Circumstances,
  use: (sides: BothSides) => Promise<void>,
): Promise<void> {
  return withCertificate((tls) =>
    withFront({ tls, answer: answerCallbacks(answer) }, async (front, passOnTo) => {
      const simulator = await startSimulator({ processingMs: 0, publicUrl: front.url, ...options });
      passOnTo(simulator.url);
      const ours = createSmileId({ ...readSmileIdConfig(environmentFor(front.url)), requestTimeoutMs });
      try {
        const place = { origin: front.secureUrl, callbackUrl: `${front.url}/callbacks`, caFile: tls.caFile };
        await withVendor(place, (vendor) => use({ vendor, ours, front, simulator, caFile: tls.caFile }));
      } finally {
        ours.close();
        await simulator.close();
      }
    }),
  );
}

function answerCallbacks(answer: FrontOptions['answer']): FrontOptions['answer'] {
  return (request) => (request.path === '/callbacks' ? { status: 200 } : answer?.(request));
}

interface Place {
  /** Of an https server. */
  readonly origin: string;
  readonly callbackUrl: string;
  readonly caFile: string;
}

/** Lends the vendor's package, whose processes end with the loan. */
export async function withVendor<T>(
  { origin, callbackUrl, caFile }: Place,
  use: (vendor: Vendor) => Promise<T>,
): Promise<T> {
  const { partnerId, apiKey } = PARTNER;
  const url = `${origin}/v1`;
  const made: { readonly [C in VendorTask['className']]: readonly unknown[] } = {
    WebApi: [partnerId, callbackUrl, apiKey, url],
    IDApi: [partnerId, apiKey, url],
    Utilities: [partnerId, apiKey, url],
    Signature: [partnerId, apiKey],
  };
  const runs: VendorRun[] = [];
  const taskOf: Vendor['taskOf'] = (className, call) => ({ className, made: made[className], ...call });
  const start: Vendor['start'] = (className, call) => {
    const run = startVendor(taskOf(className, call), caFile);
    runs.push(run);
    return run;
  };
  try {
    const call: Vendor['call'] = (className, method, ...given) => start(className, { method, given }).outcome;
    return await use({ call, start, taskOf });
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
  }
}
