import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { readClientConfig } from '../../client/config.ts';
import { connectSmileflow, type Smileflow } from '../../client/connect.ts';
import type { StartRequest } from '../../client/start-request.ts';
import { type Part, spawnPart } from '../../dev/spawn-part.ts';
import { startStack } from '../../dev/start-stack.ts';
import { readGatewayConfig } from '../../gateway/config.ts';
import { type RunningGateway, startGateway } from '../../gateway/start-gateway.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { freePortConfig, realTemporalCli } from '../dev/local-stack.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

export type Env = Record<string, string>;

/** The real parts, on free ports, in a folder of their own. */
export interface World {
  readonly simulator: Simulator;
  readonly smileflow: Smileflow;
  readonly temporal: Client;
  /** What a process needs to take part. */
  readonly env: Env;
  readonly gateway: RunningGateway | undefined;
  readonly directory: string;
  /** The workflows of the namespace in the Temporal Web UI. */
  readonly webUi: string;
  /** Starts a worker process from dist/ and returns when it polls. */
  startWorker(env?: Env): Promise<WorkerProcess>;
}

export interface WorkerProcess {
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until the process is gone. */
  stop(): Promise<void>;
  readonly lines: readonly string[];
}

export interface WorldOptions {
  readonly simulator?: SimulatorOptions;
  /** Without callbacks, verifications finish by polling alone. */
  readonly callbacks?: boolean;
  /** Workers that are there from the beginning. */
  readonly workers?: number;
}

export async function withWorld(options: WorldOptions, use: (world: World) => Promise<void>): Promise<void> {
  const { world, close } = await openWorld(options);
  try {
    await use(world);
  } finally {
    await close();
  }
}

/** For several tests over one world; `close` belongs into afterAll. */
export async function openWorld({ simulator: simulatorOptions, callbacks = true, workers = 1 }: WorldOptions) {
  const cleanUp: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of cleanUp.reverse()) await step();
  };
  try {
    const directory = await mkdtemp(join(tmpdir(), 'smileflow-'));
    cleanUp.push(() => rm(directory, { recursive: true, force: true }));

    const simulator = await startSimulator({ processingMs: 200, timeScale: 3_600, ...simulatorOptions });
    cleanUp.push(() => simulator.close());

    const stack = await startStack({
      config: await freePortConfig(),
      env: process.env,
      cli: await realTemporalCli(),
      packageRoot,
      workDir: directory,
      onEvent: () => undefined,
      parts: { simulator: false, gateway: false, worker: false },
    });
    cleanUp.push(() => stack.stop());

    const env: Env = {
      PATH: process.env.PATH ?? '',
      TEMPORAL_ADDRESS: stack.addresses.temporal,
      TEMPORAL_NAMESPACE: stack.addresses.namespace,
      SMILE_ID_PARTNER_ID: '085',
      SMILE_ID_API_KEY: 'a-test-api-key',
      SMILE_ID_BASE_URL: simulator.url,
      SMILEFLOW_MEDIA_DIR: join(directory, 'media'),
      SMILEFLOW_GATEWAY_PORT: '0',
      SMILEFLOW_DEAD_LETTERS: join(directory, 'dead-letters.db'),
    };
    const gateway = callbacks
      ? await startGateway({ config: readGatewayConfig(env), logger: pino({ level: 'silent' }) })
      : undefined;
    if (gateway !== undefined) {
      env.SMILEFLOW_CALLBACK_BASE_URL = gateway.url;
      cleanUp.push(() => gateway.close());
    }

    const connection = await Connection.connect({ address: stack.addresses.temporal });
    cleanUp.push(() => connection.close());
    const smileflow = await connectSmileflow(readClientConfig(env));
    cleanUp.push(() => smileflow.close());

    const startWorker = async (more: Env = {}): Promise<WorkerProcess> => {
      const worker = await spawnWorker({ ...env, ...more }, directory);
      cleanUp.push(() => worker.kill());
      return worker;
    };
    for (let count = 0; count < workers; count += 1) await startWorker();

    const temporal = new Client({ connection, namespace: stack.addresses.namespace });
    const webUi = `${stack.addresses.ui}/namespaces/${stack.addresses.namespace}/workflows`;
    const world = { simulator, smileflow, temporal, env, gateway, directory, webUi, startWorker } satisfies World;
    return { world, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function spawnWorker(env: Env, cwd: string): Promise<WorkerProcess> {
  const lines: string[] = [];
  const part: Part = await spawnPart({
    name: 'worker',
    command: [process.execPath, join(packageRoot, 'dist', 'cli', 'main.js'), 'worker'],
    env,
    cwd,
    graceMs: 20_000,
    onEvent: (event) => {
      if (event.kind === 'log') lines.push(event.line);
    },
  });
  await new Promise<void>((resolve, reject) => {
    part.onMessage(() => resolve());
    void part.exited.then(() => reject(new Error(`The worker did not start:\n${lines.join('\n')}`)));
  });
  return {
    lines,
    async kill() {
      part.kill();
      await part.exited;
    },
    stop: () => part.stop(),
  };
}

let serial = 0;

/** A registration of somebody new with the sample pictures. */
export function registration(changes: Partial<StartRequest> = {}): StartRequest & { verificationId: string } {
  serial += 1;
  return {
    product: 'smartselfie-registration',
    verificationId: `v-${process.pid}-${serial}`,
    userId: `user-${process.pid}-${serial}`,
    ...samples('registration'),
    ...changes,
  } as StartRequest & { verificationId: string };
}

export function authentication(changes: Partial<StartRequest> = {}): StartRequest & { verificationId: string } {
  return registration({ product: 'smartselfie-authentication', ...samples('authentication'), ...changes });
}

export function samples(folder: 'registration' | 'authentication'): {
  readonly selfie: string;
  readonly liveness: readonly string[];
} {
  const at = (name: string): string => join(packageRoot, 'samples', folder, name);
  return { selfie: at('selfie.jpg'), liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => at(`liveness-${n}.jpg`)) };
}

/** A request without pictures, about an ID number that Smile ID's test data approve. */
export function lookup(
  product: LookupName,
  changes: Partial<StartRequest> = {},
): StartRequest & { verificationId: string } {
  serial += 1;
  return {
    product,
    verificationId: `v-${process.pid}-${serial}`,
    userId: `user-${process.pid}-${serial}`,
    idInfo: LOOKUPS[product],
    ...changes,
  } as StartRequest & { verificationId: string };
}

type LookupName = 'enhanced-kyc' | 'basic-kyc' | 'business-verification';
const LOOKUPS = {
  'enhanced-kyc': { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' },
  'basic-kyc': { country: 'NG', idType: 'NIN_V2', idNumber: '00000000010', firstName: 'Specimen', lastName: 'Person' },
  'business-verification': {
    country: 'NG',
    idType: 'BUSINESS_REGISTRATION',
    idNumber: '0000000',
    businessType: 'co',
  },
} as const;

/** Compares the sample selfies of one person. */
export function comparison(changes: Partial<StartRequest> = {}): StartRequest & { verificationId: string } {
  return registration({
    product: 'smartselfie-compare',
    ...samples('authentication'),
    comparison: join(packageRoot, 'samples', 'registration', 'selfie.jpg'),
    comparisonType: 'PORTRAIT',
    ...changes,
  });
}

/** The simulator's journal about one job, as short words. */
export function journalOf(simulator: Simulator, jobId: string): string[] {
  return simulator
    .journal()
    .filter((entry) => entry.jobId === jobId)
    .map((entry) => ('code' in entry && entry.code !== undefined ? `${entry.kind} ${entry.code}` : entry.kind));
}
