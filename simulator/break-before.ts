import type { FastifyReply } from 'fastify';
import type { Endpoint } from './endpoints.ts';
import type { ChosenFault } from './fault-kinds.ts';
import { s3Refusals } from './s3-refusal.ts';
import type { Simulation } from './simulation.ts';

const refusalMs = 1000;

/** Ends the exchange if its fault comes before anything is processed; undefined: it goes on, for now. */
export function breakBefore(
  reply: FastifyReply,
  simulation: Simulation,
  endpoint: Endpoint,
  { fault, forMs, httpStatus }: ChosenFault,
): FastifyReply | undefined {
  switch (fault) {
    case 'refused':
      simulation.door.shut(forMs ?? refusalMs);
      return resetConnection(reply, simulation);
    case 'reset-before':
      return resetConnection(reply, simulation);
    case 'server-error':
      return answerAtTheEdge(reply, endpoint, httpStatus);
    case 'too-many-requests':
      return answerAtTheEdge(reply, endpoint, 429);
    default:
      return undefined;
  }
}

/** TCP RST, no answer. */
export function resetConnection(reply: FastifyReply, { door }: Simulation): FastifyReply {
  reply.hijack();
  door.reset(reply.request.raw);
  return reply;
}

/** What is said by the machines in front of the service: the API gateway's JSON (PROTOCOL 5.3), or S3's XML (6). */
export function answerAtTheEdge(
  reply: FastifyReply,
  endpoint: Endpoint,
  httpStatus: 429 | 500 | 502 | 503 | undefined,
): FastifyReply {
  if (endpoint === 'upload' || endpoint === 'picture') {
    const refusal = httpStatus === 429 ? 'tooManyRequests' : httpStatus === 500 ? 'internalError' : 'slowDown';
    const { httpStatus: status, xml } = s3Refusals[refusal]();
    return reply.code(status).type('application/xml').send(xml);
  }
  const message = httpStatus === 429 ? 'Too Many Requests' : 'Internal server error';
  return reply
    .code(httpStatus ?? 500)
    .type('application/json')
    .send({ message });
}
