import { classifyFailure } from './classify-failure.ts';
import type { CallOptions, Connection } from './connection.ts';
import { objectOf } from './object-answer.ts';
import { readFlag } from './vendor-fields.ts';

export interface BlockedIdNumber {
  /** Two letters, ISO 3166-1. */
  readonly country: string;
  readonly idType: string;
  readonly idNumber: string;
}

/**
 * Lifts the block that 30 requests about one ID number, each within three days of the one before, lead to (PROTOCOL 12.7,
 * 18). Resolves once Smile ID has said so; repeating it is harmless.
 */
export async function resetIdNumberLimit(
  { config, credentials, clock, post }: Connection,
  { country, idType, idNumber }: BlockedIdNumber,
  { signal }: CallOptions = {},
): Promise<void> {
  const answer = await post({
    endpoint: 'rate-limit-reset',
    path: '/v1/id_number_rate_limit_reset',
    message: {
      ...credentials.prove(clock()),
      partner_id: config.partnerId,
      country,
      id_type: idType,
      id_number: idNumber,
    },
    maxResponseBytes: 1_000_000,
    signal,
  });
  // A text in the published sample.
  if (readFlag(objectOf('rate-limit-reset', answer).success) !== true)
    throw classifyFailure({ endpoint: 'rate-limit-reset', status: answer.status, flaw: 'incomplete' });
}
