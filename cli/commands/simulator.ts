import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { VerificationFailure } from '../../domain/failure.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import type { Context } from '../context.ts';
import { createLogger } from '../create-logger.ts';
import { EXIT } from '../exit-codes.ts';
import type { Run } from '../run-command.ts';
import { stopped } from '../stopped.ts';

interface SimulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly timeScale?: number;
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
    .action((options: SimulatorCommandOptions) =>
      run(async () => {
        const { env } = context;
        const logger = createLogger('simulator', context);
        const tls = await readTls(options);
        const timeScale = options.timeScale ?? (Number(env.SMILEFLOW_SIMULATOR_TIME_SCALE) || 1);
        const partner = {
          partnerId: env.SMILE_ID_PARTNER_ID || '085',
          apiKey: env.SMILE_ID_API_KEY || 'a-test-api-key',
        };
        const { host, port } = options;
        const simulator = await startSimulator({
          host,
          port,
          timeScale,
          partners: [partner],
          logger,
          ...(tls === undefined ? {} : { tls }),
        }).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
          throw new VerificationFailure(
            'invalid-request',
            `The simulator cannot use port ${port} (${error.code}): free it or give another --port.`,
          );
        });
        logger.info({ url: simulator.url, partnerId: partner.partnerId, timeScale }, 'simulator ready');
        context.announceReady(simulator.url);
        await stopped(context);
        await simulator.close();
        return EXIT.ok;
      }),
    );
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

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}
