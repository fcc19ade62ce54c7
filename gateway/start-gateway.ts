import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyBaseLogger, type FastifyReply, LogController } from 'fastify';
import { connectSmileflowLazily, type Smileflow } from '../client/connect.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { type CallbackAnswer, createCallbackHandler } from './callback-handler.ts';
import type { GatewayConfig } from './config.ts';

/** Smile ID's callbacks reach about 1.5 MB, because pictures come in them (PROTOCOL 10.1). */
const MAX_CALLBACK_BYTES = 2 * 1024 * 1024;
const RECEIVE_MS = 15_000;
/** Longest wait for Temporal, whose client may go on with its retries beyond a deadline. */
const ANSWER_MS = 8_000;
/** Silence after which a connection is closed: longer than Temporal may take to answer. */
const IDLE_MS = 30_000;
/** What a listening socket answers with where the address or the port cannot be had. */
const LISTEN_CALLS = ['listen', 'getaddrinfo'];

export interface RunningGateway {
  readonly url: string;
  /** Finishes what has begun and takes nothing new. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly config: GatewayConfig;
  readonly logger: FastifyBaseLogger;
  readonly clock?: () => Date;
  /** A sender that takes longer is cut off, however busily it sends. */
  readonly receiveMs?: number;
  /** After this long without an answer of Temporal, the sender is asked to try again. */
  readonly answerMs?: number;
}

/** @throws VerificationFailure `invalid-request` if the port is taken or the host is none of this machine */
export async function startGateway({
  config,
  logger,
  clock = () => new Date(),
  receiveMs = RECEIVE_MS,
  answerMs = ANSWER_MS,
}: GatewayOptions): Promise<RunningGateway> {
  const smileflow = connectSmileflowLazily(config.client);
  const calls = new Set<Promise<unknown>>();
  const server = createServer(withRecordOf(calls, smileflow, answerMs), { config, logger, clock, receiveMs });
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    return {
      url,
      async close() {
        await server.close();
        // Temporal's client throws out of a timer when it is closed under a retry, and nobody waits for that retry.
        const closing = Promise.allSettled(calls).then(() => smileflow.close());
        if (calls.size === 0) await closing;
      },
    };
  } catch (error) {
    await smileflow.close();
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

type Calls = Pick<Smileflow, 'signalCallback' | 'isReachable'>;

/** Keeps in `calls` what is under way, and gives up waiting before a sender does. */
function withRecordOf(calls: Set<Promise<unknown>>, smileflow: Smileflow, answerMs: number): Calls {
  const recorded = <T>(call: Promise<T>): Promise<T> => {
    calls.add(call);
    const forget = (): boolean => calls.delete(call);
    call.then(forget, forget);
    return within(answerMs, call);
  };
  return {
    signalCallback: (signal) => recorded(smileflow.signalCallback(signal)),
    isReachable: () => recorded(smileflow.isReachable()).catch(() => false),
  };
}

async function within<T>(answerMs: number, call: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const late = sleep(answerMs, undefined, { signal: answered.signal }).then(() => {
    throw new Error('Temporal did not answer in time.');
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    answered.abort();
  }
}

function createServer(
  smileflow: Calls,
  { config, logger, clock, receiveMs }: Required<Omit<GatewayOptions, 'answerMs'>>,
) {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_CALLBACK_BYTES,
    requestTimeout: receiveMs,
    connectionTimeout: IDLE_MS,
    // Node gives the longer of the two times to the body, and by itself looks only every 30 seconds.
    http: { headersTimeout: receiveMs, requestTimeout: receiveMs, connectionsCheckingInterval: receiveMs / 10 },
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
