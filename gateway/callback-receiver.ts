import type { Server } from 'node:http';
import type { FastifyPluginAsync } from 'fastify';
import { connectSmileflowLazily, type Smileflow } from '../client/connect.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { addressOf } from './callback-address.ts';
import { type CallbackAnswer, createCallbackHandler } from './callback-handler.ts';
import { createCallbackRoutes } from './callback-routes.ts';
import type { GatewayConfig } from './config.ts';
import type { DeadLetterStore } from './dead-letters/dead-letter.ts';
import { openDeadLetterFile } from './dead-letters/dead-letter-file.ts';
import { createNodeHandler, type NodeHandler } from './node-handler.ts';
import { RECEIVE_MS } from './receive-body.ts';
import { type ReceiverLogger, TROUBLE_ONLY } from './receiver-logger.ts';
import { prepareShutdown } from './shutdown.ts';
import { withRecordOf } from './temporal-calls.ts';

/** Longest wait for Temporal, whose client may go on with its retries beyond a deadline. */
const ANSWER_MS = 8_000;

type Config = Pick<GatewayConfig, 'partners' | 'maxCallbackAgeMs'> &
  Partial<Pick<GatewayConfig, 'client' | 'deadLetters' | 'ratePerAddress'>>;

/** What `readGatewayConfig` reads, and what a server around the receiver wants otherwise. */
export interface CallbackReceiverOptions extends Config {
  /** Instead of a client made from `client`; it stays open at `close`. */
  readonly smileflow?: Pick<Smileflow, 'signalCallback' | 'isReachable'> | undefined;
  /** Instead of a file made from `deadLetters`; it stays open at `close`. */
  readonly deadLetterStore?: DeadLetterStore | undefined;
  readonly logger?: ReceiverLogger | undefined;
  readonly clock?: (() => Date) | undefined;
  /** For `node`, `express` and `shutdownOf`: a sender that takes longer is cut off, however busily it sends. */
  readonly receiveMs?: number | undefined;
  /** After this long without an answer of Temporal, the sender is asked to try again. */
  readonly answerMs?: number | undefined;
}

/** Receives Smile ID's callbacks, in whatever server. One for a process. */
export interface CallbackReceiver {
  /**
   * What to answer to a callback: a status and a JSON body. Never rejects.
   * @param rawBody the bytes as they came; a body that was parsed and written again is another one
   * @param path of the request, which names the verification; without it, it is taken for the portal's address
   */
  handle(rawBody: Buffer, path?: string): Promise<CallbackAnswer>;
  /** A listener of node's server, to be called for POST on /callbacks/smile-id and everything below. Never rejects. */
  readonly node: NodeHandler;
  /** Middleware for Express, to be mounted at a path of its own, before `express.json()`. It passes nothing on. */
  readonly express: NodeHandler;
  /** A plugin with the routes `/callbacks/smile-id` and everything below. */
  readonly fastify: FastifyPluginAsync;
  /** Whether Temporal answers. */
  isReady(): Promise<boolean>;
  /**
   * Prepares the end of a server around the receiver; to be called when the server is made. What it returns closes the
   * server, answers what was begun, cuts off after 23 seconds (`receiveMs` and `answerMs`) whoever is not done, and closes
   * the receiver.
   * @param close of a framework that has one of its own, such as `() => app.close()` of fastify
   */
  shutdownOf(server: Server, close?: () => Promise<unknown>): () => Promise<void>;
  /** Waits for what has begun. Call it when the server has been closed; `shutdownOf` does. */
  close(): Promise<void>;
}

/**
 * What receives Smile ID's callbacks in a server of your own: verifies them, tells the verification, keeps those about unknown
 * jobs. One for a process.
 * @throws VerificationFailure `invalid-request` if the file of dead letters cannot be opened, or there is no client
 */
export function createCallbackReceiver(options: CallbackReceiverOptions): CallbackReceiver {
  const { partners, maxCallbackAgeMs: maxAgeMs, logger = TROUBLE_ONLY, ratePerAddress = 0 } = options;
  const { clock = () => new Date(), receiveMs = RECEIVE_MS, answerMs = ANSWER_MS } = options;
  const { smileflow, closeSmileflow } = smileflowOf(options);
  const { deadLetters, closeDeadLetters } = deadLettersOf(options, logger, clock);
  const calls = new Set<Promise<unknown>>();
  const { signalCallback: signal, isReachable } = withRecordOf(calls, smileflow, answerMs);
  const answerTo = createCallbackHandler({ partners, maxAgeMs, clock, deadLetters, signal });

  const begun = new Set<Promise<unknown>>();
  const handle: CallbackReceiver['handle'] = async (rawBody, path) => {
    const answering = answerTo(rawBody, addressOf(path));
    begun.add(answering);
    const answer = await answering.finally(() => begun.delete(answering));
    const { verdict, status, isSuspicious } = answer;
    logger.info({ verdict, status, ...(isSuspicious ? { isSuspicious } : {}) }, 'callback');
    return answer;
  };
  const node = createNodeHandler({ handle, logger, receiveMs });
  const end = async (): Promise<void> => {
    await Promise.allSettled(begun);
    await closeDeadLetters();
    // Temporal's client throws out of a timer when it is closed under a retry, and nobody waits for that retry.
    const closing = Promise.allSettled(calls).then(closeSmileflow);
    if (calls.size === 0) await closing;
  };
  return {
    handle,
    node,
    express: node,
    fastify: createCallbackRoutes({ handle, logger, ratePerAddress }),
    isReady: isReachable,
    shutdownOf(server, close) {
      const shutDown = prepareShutdown(server, { receiveMs, answerMs }, close);
      return () => shutDown().then(end);
    },
    close: end,
  };
}

function smileflowOf({ smileflow: given, client }: CallbackReceiverOptions) {
  if (given !== undefined) return { smileflow: given, closeSmileflow: async () => undefined };
  if (client === undefined)
    throw new VerificationFailure('invalid-request', 'A callback receiver needs a client: give smileflow or client.');
  const smileflow = connectSmileflowLazily(client);
  return { smileflow, closeSmileflow: () => smileflow.close() };
}

function deadLettersOf(
  { deadLetterStore, deadLetters: config }: CallbackReceiverOptions,
  logger: ReceiverLogger,
  clock: () => Date,
) {
  if (deadLetterStore !== undefined || config === undefined)
    return { deadLetters: deadLetterStore, closeDeadLetters: async () => undefined };
  const onDropped = (count: number): void =>
    logger.warn(
      { count },
      'The oldest dead letters made room, which nobody had delivered: look at smileflow callbacks list.',
    );
  const deadLetters = openDeadLetterFile({ ...config, clock, onDropped });
  return { deadLetters, closeDeadLetters: () => deadLetters.close() };
}
