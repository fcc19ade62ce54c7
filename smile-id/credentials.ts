import { VerificationFailure } from '../domain/failure.ts';
import type { SmileIdConfig } from './config.ts';
import type { JsonObject } from './json-body.ts';
import { confirmSecKey, generateSecKey } from './legacy-sec-key.ts';
import { isGenuine, sign, timestampNow } from './signature.ts';

/** `sec-key` is the scheme of 2022 and before (PROTOCOL 2.5). */
export type Authentication = 'signature' | 'sec-key';

/** How an account proves in a body who asks, and sees in an answer who speaks. */
export interface Credentials {
  /** The members of a body that prove it; made anew for each request. */
  prove(nowMs: number): JsonObject;
  /** Whether an answer's pair of timestamp and signature was made by Smile ID. Never throws. */
  confirm(timestamp: unknown, signature: unknown): boolean;
  /** Proof of the v2 endpoints, which stands in headers (PROTOCOL 2.6). @throws VerificationFailure where there is none */
  headers(nowMs: number): Readonly<Record<string, string>>;
}

export function credentialsOf(config: SmileIdConfig, authentication: Authentication): Credentials {
  const { partnerId, verificationKeys } = config;
  const bySignature = (timestamp: unknown, signature: unknown): boolean =>
    isGenuine({ partnerId, apiKeys: verificationKeys }, timestamp, signature);
  if (authentication === 'signature')
    return {
      headers(nowMs) {
        const timestamp = timestampNow(() => nowMs);
        return {
          'SmileID-Partner-ID': partnerId,
          'SmileID-Timestamp': timestamp,
          'SmileID-Request-Signature': sign(config, timestamp),
        };
      },
      prove(nowMs) {
        const timestamp = timestampNow(() => nowMs);
        return { timestamp, signature: sign(config, timestamp) };
      },
      confirm: bySignature,
    };
  return {
    headers() {
      throw new VerificationFailure('invalid-request', 'SmartSelfie Compare takes no sec_key: use a signature for it.');
    },
    prove(nowMs) {
      const { timestamp, secKey } = generateSecKey(config, nowMs);
      return { timestamp, sec_key: secKey };
    },
    confirm: (timestamp, signature) =>
      verificationKeys.some((key) => confirmSecKey({ partnerId, apiKey: key }, timestamp, signature)),
  };
}
