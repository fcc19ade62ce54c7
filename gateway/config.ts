import { type ClientConfig, readClientConfig } from '../client/config.ts';
import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
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

const DEFAULT_MAX_AGE_SECONDS = 900;

/**
 * Reads `SMILEFLOW_GATEWAY_HOST`, `SMILEFLOW_GATEWAY_PORT`, `SMILEFLOW_CALLBACK_MAX_AGE_SECONDS`, `SMILE_ID_*` and what
 * the client needs.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readGatewayConfig(env: Record<string, string | undefined>): GatewayConfig {
  const problems: string[] = [];
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isVerificationFailure(error)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const smileId = collect(() => readSmileIdConfig(env));
  const client = collect(() => readClientConfig(env));
  const port = collect(() => readNumber(env, 'SMILEFLOW_GATEWAY_PORT', 8401, 0, 65_535));
  const age = collect(() => readNumber(env, 'SMILEFLOW_CALLBACK_MAX_AGE_SECONDS', DEFAULT_MAX_AGE_SECONDS, 1, 604_800));
  if (smileId === undefined || client === undefined || port === undefined || age === undefined)
    throw new VerificationFailure('invalid-request', problems.join(' '), { problems });
  return {
    host: env.SMILEFLOW_GATEWAY_HOST || '127.0.0.1',
    port,
    keys: { partnerId: smileId.partnerId, apiKeys: smileId.verificationKeys },
    maxCallbackAgeMs: age * 1000,
    client,
  };
}

function readNumber(
  env: Record<string, string | undefined>,
  name: string,
  preset: number,
  least: number,
  most: number,
): number {
  const text = env[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new VerificationFailure('invalid-request', `${name} must be a whole number from ${least} to ${most}.`);
}
