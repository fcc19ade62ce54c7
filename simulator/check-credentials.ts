import type { PartnerOptions } from './options.ts';
import type { SimulatorQuirks } from './quirks.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import type { JsonObject } from './request-fields.ts';
import { isSecKey } from './sec-key.ts';
import type { Scheme } from './sign-answer.ts';
import { isSameText, signTimestamp } from './signature.ts';

/** An endpoint's own numbers for the same refusals: the prefix differs, PROTOCOL 2.6 and 11. */
export interface CredentialCodes {
  unauthorized: RefusalCode;
  missing: RefusalCode;
  wrongType: RefusalCode;
}

const documentedFormat = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Checks timestamp and signature (or legacy sec_key) of a request body, PROTOCOL 2, and says which of them it was.
 *
 * The timestamp is HMAC input as received and is never parsed, but for the quirks that say so; a JSON number counts as
 * its decimal text (2.3). Throws a Refusal.
 */
export function checkCredentials(
  body: JsonObject,
  partner: PartnerOptions | undefined,
  codes: CredentialCodes,
  quirks: SimulatorQuirks,
): Scheme {
  const timestamp = readTimestamp(body, codes);
  const scheme = partner && provenBy(body, partner, timestamp);
  if (!scheme) throw new Refusal(codes.unauthorized);
  // 2304 already means "job not found", so that a wrong format is 2204 on job_status as well.
  if (quirks.strictTimestampFormat && !documentedFormat.test(timestamp)) throw new Refusal('2204');
  if (quirks.maxSkewMs !== null && !isWithin(timestamp, quirks.maxSkewMs)) throw new Refusal(codes.unauthorized);
  return scheme;
}

function readTimestamp(body: JsonObject, codes: CredentialCodes): string {
  const { timestamp } = body;
  if (timestamp === undefined || timestamp === null || timestamp === '') throw new Refusal(codes.missing);
  if (typeof timestamp !== 'string' && typeof timestamp !== 'number') throw new Refusal(codes.wrongType);
  return String(timestamp);
}

function provenBy(body: JsonObject, partner: PartnerOptions, timestamp: string): Scheme | undefined {
  const { signature, sec_key: secKey } = body;
  if (typeof signature === 'string') {
    return isSameText(signature, signTimestamp(partner.apiKey, partner.partnerId, timestamp)) ? 'hmac' : undefined;
  }
  return typeof secKey === 'string' && isSecKey(secKey, partner, timestamp) ? 'sec-key' : undefined;
}

/** Legacy timestamps are epoch seconds or milliseconds (2.3); ten digits are seconds until the year 2286. */
function isWithin(timestamp: string, skewMs: number): boolean {
  const isEpoch = /^\d+$/.test(timestamp);
  const sentAt = isEpoch ? Number(timestamp) * (timestamp.length <= 10 ? 1000 : 1) : Date.parse(timestamp);
  return Math.abs(Date.now() - sentAt) <= skewMs;
}
