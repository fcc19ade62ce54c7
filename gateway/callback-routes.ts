import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import { PORTAL_PATH } from './callback-address.ts';
import type { CallbackAnswer } from './callback-handler.ts';
import { isEncoded, MAX_CALLBACK_BYTES } from './receive-body.ts';
import type { ReceiverLogger } from './receiver-logger.ts';

interface CallbackRoutesOptions {
  readonly handle: (rawBody: Buffer, path?: string) => Promise<CallbackAnswer>;
  readonly logger: ReceiverLogger;
  /** Callbacks a minute; 0 for any number. */
  readonly ratePerAddress: number;
}

/**
 * The callback routes as a fastify plugin. Body parsers and limits of the server around them are left alone, and how
 * long a sender may take is that server's `requestTimeout`.
 */
export function createCallbackRoutes({ handle, logger, ratePerAddress }: CallbackRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    // The signature is checked against what was received, so nothing may parse it before.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // Before the body is read: whoever is refused here costs a few headers.
    if (ratePerAddress > 0)
      await server.register(rateLimit, {
        max: ratePerAddress,
        timeWindow: 60_000,
        hook: 'onRequest',
        addHeadersOnExceeding: {},
        addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
        onExceeded: () => logger.info({ verdict: 'limited', status: 429 }, 'callback'),
        errorResponseBuilder: () => ({ statusCode: 429, status: 'too many callbacks' }),
      });
    // Nor does the type matter, which fastify refuses before any parser where it is malformed.
    server.addHook('onRequest', async ({ raw }) => {
      raw.headers['content-type'] = 'application/json';
    });
    server.addHook('preParsing', async (request, reply) => {
      if (!isEncoded(request.headers['content-encoding'])) return;
      logger.info({ verdict: 'refused', status: 415 }, 'callback');
      return reply.code(415).header('connection', 'close').send({ status: 'not compressed, please' });
    });
    for (const url of [PORTAL_PATH, `${PORTAL_PATH}/*`])
      server.post(url, { bodyLimit: MAX_CALLBACK_BYTES }, async (request, reply) => {
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { status, body } = await handle(rawBody, request.url);
        return reply.code(status).send(body);
      });
  };
}
