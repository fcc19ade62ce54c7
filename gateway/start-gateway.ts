import Fastify, { type FastifyBaseLogger, type FastifyReply, LogController } from 'fastify';
import { connectSmileflowLazily, type Smileflow } from '../client/connect.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { type CallbackAnswer, createCallbackHandler } from './callback-handler.ts';
import type { GatewayConfig } from './config.ts';

/** Smile ID's callbacks reach about 1.5 MB, because pictures come in them (PROTOCOL 10.1). */
const MAX_CALLBACK_BYTES = 2 * 1024 * 1024;
const RECEIVE_MS = 15_000;

export interface RunningGateway {
  readonly url: string;
  /** Finishes what has begun and takes nothing new. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly logger: FastifyBaseLogger;
  readonly clock?: () => Date;
}

/** @throws VerificationFailure `invalid-request` if the port is taken */
export async function startGateway({
  config,
  logger,
  clock = () => new Date(),
}: GatewayOptions): Promise<RunningGateway> {
  const smileflow = connectSmileflowLazily(config.client);
  const server = createServer(smileflow, config, logger, clock);
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    return {
      url,
      async close() {
        await server.close();
        await smileflow.close();
      },
    };
  } catch (error) {
    await smileflow.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new VerificationFailure(
      'invalid-request',
      `The gateway cannot use port ${config.port} (${code}): free it or set SMILEFLOW_GATEWAY_PORT.`,
    );
  }
}

function createServer(smileflow: Smileflow, config: GatewayConfig, logger: FastifyBaseLogger, clock: () => Date) {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_CALLBACK_BYTES,
    requestTimeout: RECEIVE_MS,
    connectionTimeout: 2 * RECEIVE_MS,
  });
  // The signature is checked against what was received, so nothing may parse it before.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const handle = createCallbackHandler({
    keys: config.keys,
    maxAgeMs: config.maxCallbackAgeMs,
    clock,
    signal: (signal) => smileflow.signalCallback(signal),
  });
  const reply = async (to: FastifyReply, { status, body, verdict }: CallbackAnswer) => {
    logger.info({ verdict, status }, 'callback');
    return to.code(status).send(body);
  };
  const bodyOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

  server.post('/callbacks/smile-id', async (request, to) => reply(to, await handle(bodyOf(request.body))));
  server.post<{ Params: { verificationId: string } }>('/callbacks/smile-id/:verificationId', async (request, to) =>
    reply(to, await handle(bodyOf(request.body), request.params.verificationId)),
  );
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, to) =>
    (await smileflow.isReachable()) ? { status: 'ready' } : to.code(503).send({ status: 'temporal is away' }),
  );
  return server;
}
