import { type ClientConfig, readClientConfig } from '../client/config.ts';
import { collectProblems, readWholeNumber } from '../domain/collect-problems.ts';
import { readSmileIdConfig } from '../smile-id/config.ts';
import type { VerificationKeys } from '../smile-id/signature.ts';

export interface GatewayConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly keys: VerificationKeys;
  readonly maxCallbackAgeMs: number;
  readonly client: ClientConfig;
}

const MAX_AGE_SECONDS = { preset: 900, least: 1, most: 604_800 };

/**
 * Reads `SMILEFLOW_GATEWAY_HOST`, `SMILEFLOW_GATEWAY_PORT`, `SMILEFLOW_CALLBACK_MAX_AGE_SECONDS`, `SMILE_ID_*` and what
 * the client needs.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readGatewayConfig(env: Record<string, string | undefined>): GatewayConfig {
  const { attempt, failure } = collectProblems();
  const smileId = attempt(() => readSmileIdConfig(env));
  const client = attempt(() => readClientConfig(env, { startsVerifications: false }));
  const port = attempt(() => readWholeNumber(env, 'SMILEFLOW_GATEWAY_PORT', { preset: 8401, least: 0, most: 65_535 }));
  const age = attempt(() => readWholeNumber(env, 'SMILEFLOW_CALLBACK_MAX_AGE_SECONDS', MAX_AGE_SECONDS));
  if (smileId === undefined || client === undefined || port === undefined || age === undefined) throw failure();
  return {
    host: env.SMILEFLOW_GATEWAY_HOST || '127.0.0.1',
    port,
    keys: { partnerId: smileId.partnerId, apiKeys: smileId.verificationKeys },
    maxCallbackAgeMs: age * 1000,
    client,
  };
}
