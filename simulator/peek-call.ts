import type { FastifyRequest } from 'fastify';
import type { Endpoint } from './endpoints.ts';
import { isObject, type JsonObject } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

/** Whose call it is and about which job. */
interface Peeked {
  jobId?: string;
  partnerId?: string;
}

/**
 * Reads that from a call that is not judged yet and may be anything. What cannot be read is left out.
 * Never throws, and takes nothing from the call.
 */
export function peekCall(simulation: Simulation, request: FastifyRequest, endpoint: Endpoint): Peeked {
  const { body, headers } = request;
  if (endpoint === 'upload' || endpoint === 'picture') return idsOf(simulation.jobs.findByRef(param(request, 'refId')));
  if (endpoint === 'receipt') {
    const [partnerId, smileJobId] = [param(request, 'partnerId'), param(request, 'smileJobId')];
    return idsOf(simulation.jobs.all().find((job) => job.partnerId === partnerId && job.smileJobId === smileJobId));
  }
  if (endpoint === 'compare') return peekForm(body, headers['smileid-partner-id']);
  const fields = parse(Buffer.isBuffer(body) ? body.toString('utf8') : body);
  return texts(parse(fields.partner_params).job_id ?? fields.job_id, fields.smile_client_id ?? fields.partner_id);
}

/** The form's own part, or the one in its partner_params (PROTOCOL 12.8). */
function peekForm(body: unknown, partnerId: unknown): Peeked {
  const form = Buffer.isBuffer(body) ? body.toString('latin1') : '';
  return texts(part(form, 'job_id') ?? parse(part(form, 'partner_params')).job_id, partnerId);
}

function part(form: string, name: string): string | undefined {
  const at = form.indexOf(`name="${name}"`);
  const [, value] = at < 0 ? [] : (/^[\s\S]{0,500}?\r\n\r\n([^\r]*)\r\n/.exec(form.slice(at, at + 20_000)) ?? []);
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'latin1').toString('utf8');
}

function parse(text: unknown): JsonObject {
  try {
    const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function param({ params }: FastifyRequest, name: string): string {
  return isObject(params) ? String(params[name]) : '';
}

function idsOf(job: { jobId: string; partnerId: string } | undefined): Peeked {
  return job ? { jobId: job.jobId, partnerId: job.partnerId } : {};
}

function texts(jobId: unknown, partnerId: unknown): Peeked {
  return {
    ...(typeof jobId === 'string' && jobId !== '' ? { jobId } : {}),
    ...(typeof partnerId === 'string' && partnerId !== '' ? { partnerId } : {}),
  };
}
