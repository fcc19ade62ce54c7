import type { FastifyReply } from 'fastify';
import type { Exchange } from './options.ts';
import type { Simulation } from './simulation.ts';
import { spoilAnswer } from './spoil-answer.ts';

/** Lets the test hook hold or drop the answer, then sends it, spoilt if the exchange met a fault. */
export async function sendAnswer(
  reply: FastifyReply,
  simulation: Simulation,
  exchange: Exchange,
  body: unknown,
): Promise<FastifyReply> {
  try {
    await simulation.settings.hooks.beforeAnswer?.(exchange);
  } catch {
    return dropConnection(reply);
  }
  const { fault } = reply.request;
  if (fault) return spoilAnswer(reply, simulation, exchange, body, fault);
  return reply.code(exchange.httpStatus).send(body);
}

/** Cuts the line without an answer, as a crash between work and answer would. */
export function dropConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
