import type { FastifyReply } from 'fastify';
import { answerAtTheEdge, resetConnection } from './break-before.ts';
import type { ChosenFault } from './fault-kinds.ts';
import { forgeProof } from './forge-proof.ts';
import type { Exchange } from './options.ts';
import { isObject } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

const silenceMs = 30_000;
const jsonType = 'application/json; charset=utf-8';

/** Sends the answer to what was processed as its fault has it. */
export function spoilAnswer(
  reply: FastifyReply,
  simulation: Simulation,
  { endpoint, httpStatus }: Exchange,
  body: unknown,
  { fault, forMs = silenceMs, httpStatus: edgeStatus }: ChosenFault,
): FastifyReply {
  switch (fault) {
    case 'reset-after':
      return resetConnection(reply, simulation);
    case 'server-error-after':
      return answerAtTheEdge(reply, endpoint, edgeStatus);
    case 'answer-lost':
      reply.hijack();
      return fallSilent(reply, simulation, forMs);
    case 'stalled-body':
      return stall(reply, simulation, httpStatus, toBytes(body), forMs);
    case 'malformed-json':
      return reply
        .code(200)
        .type(jsonType)
        .send(firstHalf(toBytes(body)));
    case 'wrong-signature':
      return reply.code(httpStatus).type(jsonType).send(forgeSignature(body));
    default:
      return reply.code(httpStatus).send(body);
  }
}

function stall(reply: FastifyReply, simulation: Simulation, httpStatus: number, bytes: Buffer, forMs: number) {
  if (!reply.hasHeader('content-type')) reply.type(jsonType);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(httpStatus, { 'content-length': bytes.length }).write(firstHalf(bytes));
  return fallSilent(reply, simulation, forMs);
}

/** Until the caller goes, or so long. */
function fallSilent(reply: FastifyReply, { timers }: Simulation, forMs: number): FastifyReply {
  timers.after(forMs, () => reply.raw.destroy());
  return reply;
}

function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function toBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The receipt's link carries the signature as well, which would otherwise give the right one away. */
function forgeSignature(body: unknown): string {
  const text = JSON.stringify(body);
  if (!isObject(body) || typeof body.signature !== 'string') return text;
  return text.replaceAll(body.signature, forgeProof(String(body.timestamp)).signature);
}
