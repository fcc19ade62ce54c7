import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { Refusal } from './refusal.ts';
import { parseBody, requiredText } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

const codes: CredentialCodes = { unauthorized: '2405', missing: '2413', wrongType: '2404' };

/** The products of the hosted web integration, old names included, and their job types (PROTOCOL 3, 12.6). */
const jobTypes = new Map<string, number | undefined>([
  ['authentication', 2],
  ['smartselfie', 4],
  ['basic_kyc', 5],
  ['enhanced_kyc', 5],
  ['identity_verification', 5],
  ['biometric_kyc', 1],
  ['ekyc_smartselfie', 1],
  ['doc_verification', 6],
  ['document_verification', 6],
  ['enhanced_document_verification', 11],
  ['e_signature', undefined], // an API of its own, without a job type
]);

/** `POST /v1/token`, PROTOCOL 12.6. Throws a Refusal. `seen` is told the ids as soon as they are known. */
export function grantToken(
  simulation: Simulation,
  rawBody: unknown,
  seen: { partnerId?: string; jobId?: string },
): { success: true; token: string; code?: never } {
  const body = parseBody(rawBody, '2403', '2404');
  const text = (key: string) => requiredText(body, key, '2413', '2404');
  const partnerId = text('partner_id');
  seen.partnerId = partnerId;
  checkCredentials(body, simulation.findPartner(partnerId), codes, simulation.settings.quirks);
  const jobId = text('job_id');
  seen.jobId = jobId;
  const userId = text('user_id');
  const product = text('product');
  const callbackUrl = text('callback_url');
  if (!jobTypes.has(product)) throw new Refusal('2217');
  const issuedAt = Math.floor(Date.now() / 1000);
  const token = simulation.tokens.issue(partnerId, {
    partner_params: { user_id: userId, job_id: jobId, job_type: jobTypes.get(product) ?? body.job_type },
    callback_url: callbackUrl,
    iat: issuedAt,
    exp: issuedAt + Math.round(simulation.settings.webTokenLifeMs / 1000),
  });
  return { success: true, token };
}
