import { compareAnswer } from './direct-body.ts';
import { answerNow, takeRequest } from './direct-job.ts';
import type { Picture } from './job.ts';
import type { SeenIds } from './lookup-request.ts';
import { recognizePicture } from './picture-format.ts';
import { Refusal } from './refusal.ts';
import { isObject, type JsonObject } from './request-fields.ts';
import { isSameText, signTimestamp } from './signature.ts';
import type { Simulation } from './simulation.ts';

/** Headers and the whole body, as they came. */
export interface FormRequest {
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

const comparisonTypes = ['ID_PHOTO', 'PORTRAIT', 'DOCUMENT'];
const documentedFormat = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** `POST /v2/smart-selfie-compare`, PROTOCOL 12.8. Throws a Refusal. */
export async function answerCompare(
  simulation: Simulation,
  { headers, body }: FormRequest,
  seen: SeenIds,
): Promise<object & { code?: string }> {
  const partner = authorize(simulation, headers, seen);
  const form = await readForm(headers, body);
  const params = readParams(form);
  const jobId = text(form, 'job_id') ?? (typeof params.job_id === 'string' ? params.job_id : undefined);
  if (!jobId) throw missing('job_id');
  seen.jobId = jobId;
  const userId = text(form, 'user_id');
  if (!userId) throw missing('user_id');
  const selfie = await picture(form, 'selfie_image');
  const comparison = await picture(form, 'comparison_image');
  if (!comparisonTypes.includes(text(form, 'comparison_image_type') ?? '')) throw missing('comparison_image_type');
  const liveness = form.getAll('liveness_images').filter((part) => typeof part !== 'string');
  if (liveness.length < 4 || liveness.length > 8)
    throw new Refusal('2413', 'A minimum of 4 and a maximum of 8 liveness_images are required.');
  const job = takeRequest(simulation, {
    service: 'compare',
    partner,
    jobId,
    userId,
    partnerParams: { ...params, ...identical(selfie, comparison, params) },
    callbackUrl: text(form, 'callback_url'),
    mayReenrol: text(form, 'allow_new_enroll')?.toLowerCase() === 'true',
    idInfo: undefined,
    claimed: {},
    selfie,
  });
  return compareAnswer(job, answerNow(simulation, job));
}

function authorize(simulation: Simulation, headers: FormRequest['headers'], seen: SeenIds) {
  const partnerId = String(headers['smileid-partner-id'] ?? '');
  if (partnerId !== '') seen.partnerId = partnerId;
  const timestamp = String(headers['smileid-timestamp'] ?? '');
  const signature = String(headers['smileid-request-signature'] ?? '');
  const partner = simulation.findPartner(partnerId);
  if (!partner || !isSameText(signature, signTimestamp(partner.apiKey, partnerId, timestamp)))
    throw new Refusal('2205', 'You are not authorized to do that');
  if (!documentedFormat.test(timestamp)) throw new Refusal('2204');
  return partner;
}

async function readForm(headers: FormRequest['headers'], body: unknown): Promise<FormData> {
  try {
    const type = String(headers['content-type'] ?? '');
    return await new Response(body as Buffer, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refusal('2413', 'Inputs submitted are incorrect');
  }
}

function readParams(form: FormData): JsonObject {
  try {
    const params: unknown = JSON.parse(text(form, 'partner_params') ?? '');
    if (isObject(params)) return params;
  } catch {
    // Told below.
  }
  throw missing('partner_params');
}

function text(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function picture(form: FormData, name: string): Promise<Picture> {
  const part = form.get(name);
  if (part === null || typeof part === 'string') throw missing(name);
  const bytes = Buffer.from(await part.arrayBuffer());
  const mediaType = recognizePicture(bytes);
  if (!mediaType) throw new Refusal('2413', 'Inputs submitted are incorrect');
  return { bytes, mediaType };
}

/** The same picture twice is no comparison, whatever the partner wishes to see (PROTOCOL 12.8). */
function identical(selfie: Picture, comparison: Picture, params: JsonObject): JsonObject {
  const isWish = params.sandbox_scenario !== undefined || params.sandbox_result !== undefined;
  return !isWish && selfie.bytes.equals(comparison.bytes) ? { sandbox_scenario: 'identical-pictures' } : {};
}

function missing(name: string): Refusal {
  return new Refusal('2413', `${name} is required.`);
}
