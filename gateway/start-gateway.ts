import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { VerificationFailure } from '../domain/failure.ts';
import { type CallbackReceiver, createCallbackReceiver } from './callback-receiver.ts';
import type { GatewayConfig } from './config.ts';
import type { DeadLetterStore } from './dead-letters/dead-letter.ts';
import { RECEIVE_MS } from './receive-body.ts';

/** Silence after which a connection is closed: longer than Temporal may take to answer. */
const IDLE_MS = 30_000;
/** What a listening socket answers with where the address or the port cannot be had. */
const LISTEN_CALLS = ['listen', 'getaddrinfo'];

export interface RunningGateway {
  readonly url: string;
  /** Finishes what has begun and takes nothing new; whoever is not done after `receiveMs` and `answerMs` is cut off. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly logger: FastifyBaseLogger;
  readonly clock?: (() => Date) | undefined;
  /** Instead of the configured file. */
  readonly deadLetterStore?: DeadLetterStore | undefined;
  /** A sender that takes longer is cut off, however busily it sends. */
  readonly receiveMs?: number | undefined;
  /** After this long without an answer of Temporal, the sender is asked to try again. */
  readonly answerMs?: number | undefined;
}

/**
 * @throws VerificationFailure `invalid-request` if the port is taken, the host is none of this machine, or the file of
 * dead letters cannot be opened
 */
export async function startGateway({
  config,
  logger,
  receiveMs = RECEIVE_MS,
  ...more
}: GatewayOptions): Promise<RunningGateway> {
  const receiver = createCallbackReceiver({ ...config, logger, receiveMs, ...more });
  let isDraining = false;
  const server = createServer(receiver, { config, logger, receiveMs, isDraining: () => isDraining });
  const shutDown = receiver.shutdownOf(server.server, () => server.close());
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    return {
      url,
      async close() {
        isDraining = true;
        logger.info('gateway draining');
        await shutDown();
      },
    };
  } catch (error) {
    await receiver.close();
    const { code, syscall = '' } = error as NodeJS.ErrnoException;
    if (!LISTEN_CALLS.includes(syscall)) throw error;
    throw new VerificationFailure(
      'invalid-request',
      code === 'EADDRINUSE' || code === 'EACCES'
        ? `The gateway cannot use port ${config.port} (${code}): free it or set SMILEFLOW_GATEWAY_PORT.`
        : `The gateway cannot listen on its address (${code}): set SMILEFLOW_GATEWAY_HOST to one of this machine.`,
    );
  }
}

interface ServerOptions {
  readonly config: GatewayConfig;
  readonly logger: FastifyBaseLogger;
  readonly receiveMs: number;
  readonly isDraining: () => boolean;
}

function createServer(receiver: CallbackReceiver, { config, logger, receiveMs, isDraining }: ServerOptions) {
  const { trustedProxies } = config;
  const server = Fastify({
    loggerInstance: withoutContents(logger),
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: receiveMs,
    connectionTimeout: IDLE_MS,
    trustProxy: typeof trustedProxies === 'boolean' ? trustedProxies : [...trustedProxies],
    // A request whose first bytes came before the end is answered as ever, and its connection closed.
    return503OnClosing: false,
    // Node gives the longer of the two times to the body, and by itself looks only every 30 seconds.
    http: { headersTimeout: receiveMs, requestTimeout: receiveMs, connectionsCheckingInterval: receiveMs / 10 },
  });
  server.register(receiver.fastify);
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, to) => {
    if (isDraining()) return to.code(503).send({ status: 'draining' });
    return (await receiver.isReady()) ? { status: 'ready' } : to.code(503).send({ status: 'temporal is away' });
  });
  return server;
}

/** What node could not parse hangs on its error with all bytes, and a callback's are personal: errors keep their code. */
function withoutContents(logger: FastifyBaseLogger): FastifyBaseLogger {
  const err = ({ name, code }: NodeJS.ErrnoException) => ({ type: name, ...(code === undefined ? {} : { code }) });
  return logger.child({}, { serializers: { err, error: err } });
}
