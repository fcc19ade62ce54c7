import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackAnswer } from './callback-handler.ts';
import { receiveBody } from './receive-body.ts';
import type { ReceiverLogger } from './receiver-logger.ts';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface NodeHandlerOptions {
  readonly handle: (rawBody: Buffer, path?: string) => Promise<CallbackAnswer>;
  readonly logger: ReceiverLogger;
  readonly receiveMs: number;
}

const MOUNTED_TOO_LATE =
  'Something has read the body of a callback already, so that it cannot be verified: mount the callback receiver before express.json() and other body parsers.';

/** Answers a request of node's own server, or of a framework that hands node's request on, such as Express. */
export function createNodeHandler({ handle, logger, receiveMs }: NodeHandlerOptions): NodeHandler {
  return async (request, response) => {
    const received = await receiveBody(request, receiveMs);
    if (received.kind === 'gone') return;
    if (received.kind === 'consumed') {
      logger.error({ status: 500 }, MOUNTED_TOO_LATE);
      return send(response, 500, { status: 'misconfigured' });
    }
    if (received.kind === 'refused') {
      const { status } = received;
      logger.info({ verdict: 'refused', status }, 'callback');
      // What else the sender has to say is not read.
      response.setHeader('connection', 'close');
      if (status === 405) response.setHeader('allow', 'POST');
      return send(response, status, { status: REFUSALS[status] });
    }
    const { status, body } = await handle(received.rawBody, pathOf(request));
    send(response, status, body);
  };
}

const REFUSALS = { 405: 'post it', 408: 'too slow', 413: 'too large', 415: 'not compressed, please' } as const;

/** Express cuts from `url` what a router was mounted under, and keeps the whole in `originalUrl`. */
function pathOf(request: IncomingMessage & { readonly originalUrl?: string }): string | undefined {
  return request.originalUrl ?? request.url;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}
