import { type ClientConfig, readClientConfig } from '../client/config.ts';
import { collectProblems, readWholeNumber } from '../domain/collect-problems.ts';
import { type Partners, readPartners } from '../smile-id/partners.ts';
import { type DeadLetterConfig, readDeadLetterConfig } from './dead-letters/config.ts';
import { readTrustedProxies } from './trusted-proxies.ts';

export interface GatewayConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Whose signatures count. */
  readonly partners: Partners;
  readonly maxCallbackAgeMs: number;
  /** Undefined where callbacks about unknown jobs are not kept, but answered 404. */
  readonly deadLetters: DeadLetterConfig | undefined;
  /** Callbacks a minute from one address; 0 for any number. */
  readonly ratePerAddress: number;
  readonly trustedProxies: boolean | readonly string[];
  readonly client: ClientConfig;
}

const PORT = { preset: 8401, least: 0, most: 65_535 };
const MAX_AGE_SECONDS = { preset: 900, least: 1, most: 604_800 };
const RATE = { preset: 0, least: 0, most: 1_000_000 };

/**
 * Reads `SMILEFLOW_GATEWAY_HOST`, `SMILEFLOW_GATEWAY_PORT`, `SMILEFLOW_CALLBACK_MAX_AGE_SECONDS`,
 * `SMILEFLOW_CALLBACK_RATE_PER_ADDRESS`, `SMILEFLOW_TRUST_PROXY`, `SMILEFLOW_DEAD_LETTERS*`, `SMILE_ID_*` and what the
 * client needs.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readGatewayConfig(env: Record<string, string | undefined>): GatewayConfig {
  const { attempt, failure } = collectProblems();
  const partners = attempt(() => readPartners(env));
  const client = attempt(() => readClientConfig(env, { startsVerifications: false }));
  const port = attempt(() => readWholeNumber(env, 'SMILEFLOW_GATEWAY_PORT', PORT));
  const age = attempt(() => readWholeNumber(env, 'SMILEFLOW_CALLBACK_MAX_AGE_SECONDS', MAX_AGE_SECONDS));
  const ratePerAddress = attempt(() => readWholeNumber(env, 'SMILEFLOW_CALLBACK_RATE_PER_ADDRESS', RATE));
  const trustedProxies = attempt(() => readTrustedProxies(env.SMILEFLOW_TRUST_PROXY));
  const deadLetters = attempt(() => ({ config: readDeadLetterConfig(env) }));
  if (
    partners === undefined ||
    client === undefined ||
    port === undefined ||
    age === undefined ||
    ratePerAddress === undefined ||
    trustedProxies === undefined ||
    deadLetters === undefined
  )
    throw failure();
  return {
    host: env.SMILEFLOW_GATEWAY_HOST || '127.0.0.1',
    port,
    partners,
    maxCallbackAgeMs: age * 1000,
    deadLetters: deadLetters.config,
    ratePerAddress,
    trustedProxies,
    client,
  };
}
