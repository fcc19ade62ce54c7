import type { FastifyReply } from 'fastify';
import type { Exchange } from './options.ts';
import type { Simulation } from './simulation.ts';

/** Lets the test hook hold or drop the answer, then sends it. */
export async function sendAnswer(
  reply: FastifyReply,
  { settings }: Simulation,
  exchange: Exchange,
  body: unknown,
): Promise<FastifyReply> {
  try {
    await settings.hooks.beforeAnswer?.(exchange);
  } catch {
    return dropConnection(reply);
  }
  return reply.code(exchange.httpStatus).send(body);
}

/** Cuts the line without an answer, as a crash between work and answer would. */
export function dropConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
