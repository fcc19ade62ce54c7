import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { Refusal } from './refusal.ts';
import { parseBody, requiredText } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

const codes: CredentialCodes = { unauthorized: '2405', missing: '2413', wrongType: '2413' };

/** `POST /v1/id_number_rate_limit_reset`, PROTOCOL 12.7. Throws a Refusal. `success` is a text. */
export function resetRateLimit(
  simulation: Simulation,
  rawBody: unknown,
  seen: { partnerId?: string },
): { message: string; success: 'true'; code?: never } {
  const body = parseBody(rawBody, '2413', '2413');
  const partnerId = requiredText(body, 'partner_id', '2413', '2413');
  seen.partnerId = partnerId;
  const partner = simulation.findPartner(partnerId);
  checkCredentials(body, partner, codes, simulation.settings.quirks);
  if (!partner) throw new Refusal('2405');
  simulation.idNumberLimit.reset(partnerId, {
    country: requiredText(body, 'country', '2413', '2413'),
    id_type: requiredText(body, 'id_type', '2413', '2413'),
    id_number: requiredText(body, 'id_number', '2413', '2413'),
  });
  return { message: 'Rate limit reset successful', success: 'true' };
}
