import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import { parseQuirks } from '../../simulator/parse-quirks.ts';
import type { SimulatorQuirks } from '../../simulator/quirks.ts';
import type { Context } from '../context.ts';
import { createLogger } from '../create-logger.ts';
import { EXIT } from '../exit-codes.ts';
import { readFaultPlan } from '../read-fault-plan.ts';
import type { Run } from '../run-command.ts';
import { readSimulatedPartners } from '../simulated-partners.ts';
import { stopped } from '../stopped.ts';

interface SimulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly timeScale?: number;
  readonly faults?: string;
  readonly quirk?: readonly string[];
  readonly partner?: readonly string[];
}

export function addSimulatorCommand(program: Command, context: Context, run: Run): void {
  program
    .command('simulator')
    .description("Run Smile ID's sandbox on this machine, in memory.")
    .option('--port <number>', 'port; 0 takes a free one', wholeNumber, 8400)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--tls-cert <file>', 'PEM certificate; serves HTTPS')
    .option('--tls-key <file>', 'PEM key of the certificate')
    .option('--time-scale <factor>', 'compress time: 3600 turns an hour of review into a second', positive)
    .option('--faults <file>', 'JSON of what goes wrong, by rule; see docs/simulator.md')
    .option('--quirk <name=value>', "what Smile ID's documents leave open; repeatable", collect)
    .option('--partner <id=key>', 'a further partner; repeatable', collect)
    .action((options: SimulatorCommandOptions) =>
      run(async () => {
        const { env } = context;
        const logger = createLogger('simulator', context);
        const tls = await readTls(options);
        const timeScale = options.timeScale ?? readTimeScale(env.SMILEFLOW_SIMULATOR_TIME_SCALE);
        const partners = readSimulatedPartners(env, options.partner ?? []);
        const quirks = readQuirks(options.quirk ?? []);
        const faultFile = options.faults || env.SMILEFLOW_SIMULATOR_FAULTS;
        const faults = faultFile ? await readFaultPlan(faultFile) : undefined;
        const { host, port } = options;
        const { startSimulator } = await import('../../simulator/start-simulator.ts');
        const simulator = await startSimulator({
          host,
          port,
          timeScale,
          partners,
          quirks,
          logger,
          ...(faults === undefined ? {} : { faults }),
          ...(tls === undefined ? {} : { tls }),
        }).catch((error: NodeJS.ErrnoException) => {
          throw refusalOf(error, options) ?? error;
        });
        const partnerIds = partners.map(({ partnerId }) => partnerId);
        logger.info({ url: simulator.url, partnerIds, timeScale }, 'simulator ready');
        context.announceReady(simulator.url);
        await stopped(context);
        await simulator.close();
        return EXIT.ok;
      }),
    );
}

/** What the person at the keyboard can put right; undefined for anything else. */
function refusalOf({ code = '', syscall }: NodeJS.ErrnoException, { host, port }: SimulatorCommandOptions) {
  if (code === 'EADDRINUSE' || code === 'EACCES')
    return new VerificationFailure(
      'invalid-request',
      `The simulator cannot use port ${port} (${code}): free it or give another --port.`,
    );
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return new VerificationFailure(
      'invalid-request',
      `The simulator cannot listen on ${host} (${code}): give an address of this machine as --host.`,
    );
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_TLS'))
    return new VerificationFailure(
      'invalid-request',
      '--tls-cert and --tls-key are no pair of certificate and key: give both as PEM files.',
    );
  return undefined;
}

async function readTls({ tlsCert, tlsKey }: SimulatorCommandOptions) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new VerificationFailure('invalid-request', 'For HTTPS give both --tls-cert and --tls-key.');
  const [cert, key] = await Promise.all([tlsCert, tlsKey].map(readPem));
  return { cert: cert as Buffer, key: key as Buffer };
}

async function readPem(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new VerificationFailure('invalid-request', `${path} cannot be read (${error.code}): check the path.`);
  });
}

function readQuirks(texts: readonly string[]): Partial<SimulatorQuirks> {
  try {
    return parseQuirks(texts);
  } catch (error) {
    throw new VerificationFailure('invalid-request', `The simulator has no such quirks: ${(error as Error).message}.`);
  }
}

function collect(text: string, others: readonly string[] = []): readonly string[] {
  return [...others, text];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}

function readTimeScale(text = ''): number {
  if (text === '') return 1;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new VerificationFailure('invalid-request', 'SMILEFLOW_SIMULATOR_TIME_SCALE must be a number above 0.');
}
