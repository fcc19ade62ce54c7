import { inspect } from 'node:util';
import { VerificationFailure } from '../domain/failure.ts';
import { isLoopback } from '../domain/loopback.ts';

/** One account at Smile ID, and where it is reached (PROTOCOL 1, 2). */
export interface SmileIdConfig {
  /** With its leading zeros: `085`, never `85`. */
  readonly partnerId: string;
  /** Signs requests. */
  readonly apiKey: string;
  /** Verify answers and callbacks; the signing key is among them. */
  readonly verificationKeys: readonly string[];
  /** Origin, without path and without a slash at its end. */
  readonly baseUrl: string;
  readonly environment: 'sandbox' | 'production' | 'custom';
  /** For everything but pictures, from connecting to the last byte received: 30,000 as it is read. */
  readonly requestTimeoutMs: number;
  /** The same for what carries pictures: 240,000. */
  readonly uploadTimeoutMs: number;
}

type Environment = Record<string, string | undefined>;

/** PROTOCOL 1. */
const ORIGINS = {
  sandbox: 'https://testapi.smileidentity.com',
  production: 'https://api.smileidentity.com',
} as const;

/**
 * Reads `SMILE_ID_PARTNER_ID`, `SMILE_ID_API_KEY` and either `SMILE_ID_ENVIRONMENT` (`sandbox`, `production`) or
 * `SMILE_ID_BASE_URL`. Several keys, with commas or line breaks between them, while one is being rotated: the first signs, all
 * verify. The result shows no key when it is logged or serialised.
 * @throws VerificationFailure `invalid-request` with all `problems`, none of which quotes a value
 */
export function readSmileIdConfig(env: Environment): SmileIdConfig {
  const problems: string[] = [];
  const partnerId = readPartnerId(env, problems);
  const keys = readKeys(env, problems);
  const target = readTarget(env, problems);
  if (problems.length > 0 || keys[0] === undefined || target === undefined) {
    throw new VerificationFailure('invalid-request', `Smile ID is not configured: ${problems.join('; ')}.`, {
      problems,
    });
  }
  const config: SmileIdConfig = {
    partnerId,
    apiKey: keys[0],
    verificationKeys: keys,
    ...target,
    requestTimeoutMs: 30_000,
    uploadTimeoutMs: 240_000,
  };
  return { ...config, ...withoutKeys };
}

/** Enumerable on purpose: a copy made with `{...config}` keeps its keys hidden, too. */
const withoutKeys = {
  toJSON(this: SmileIdConfig) {
    const { partnerId, baseUrl, environment, requestTimeoutMs, uploadTimeoutMs } = this;
    return { partnerId, baseUrl, environment, requestTimeoutMs, uploadTimeoutMs };
  },
  [inspect.custom](this: SmileIdConfig & { toJSON(): object }) {
    return this.toJSON();
  },
};

function readPartnerId(env: Environment, problems: string[]): string {
  const partnerId = env.SMILE_ID_PARTNER_ID ?? '';
  if (partnerId === '') problems.push('SMILE_ID_PARTNER_ID is not set: copy it from the portal with its leading zeros');
  else if (!/^\d+$/.test(partnerId))
    problems.push('SMILE_ID_PARTNER_ID is not made of digits only: copy it from the portal with its leading zeros');
  return partnerId;
}

function readKeys(env: Environment, problems: string[]): string[] {
  const text = env.SMILE_ID_API_KEY ?? '';
  const keys = text.split(/[ \t]*[,\r\n]+[ \t]*/).filter((key) => key !== '');
  if (keys.length === 0) problems.push('SMILE_ID_API_KEY is not set: copy the key of the same environment');
  else if (keys.some((key) => /\s/.test(key)))
    problems.push('SMILE_ID_API_KEY has a stray space: remove it, and put a comma or a line break between two keys');
  else if (keys.some((key) => /[^\x21-\x7e]/.test(key)))
    problems.push('SMILE_ID_API_KEY has characters that no key has: copy it from the portal, as plain text');
  else if (keys.some((key) => /^["']|["']$/.test(key)))
    problems.push('SMILE_ID_API_KEY has quotation marks around a key: remove them');
  return keys;
}

function readTarget(env: Environment, problems: string[]): Pick<SmileIdConfig, 'baseUrl' | 'environment'> | undefined {
  const environment = env.SMILE_ID_ENVIRONMENT ?? '';
  const baseUrl = env.SMILE_ID_BASE_URL ?? '';
  if (environment !== '' && baseUrl !== '') {
    problems.push('SMILE_ID_ENVIRONMENT and SMILE_ID_BASE_URL are both set: keep one of them');
    return undefined;
  }
  if (baseUrl !== '') return readBaseUrl(baseUrl, problems);
  if (environment === 'sandbox' || environment === 'production') return { baseUrl: ORIGINS[environment], environment };
  problems.push(
    environment === ''
      ? 'neither SMILE_ID_ENVIRONMENT nor SMILE_ID_BASE_URL is set: set SMILE_ID_ENVIRONMENT to sandbox or production, or SMILE_ID_BASE_URL for a local server'
      : 'SMILE_ID_ENVIRONMENT is neither sandbox nor production: set one of the two',
  );
  return undefined;
}

function readBaseUrl(text: string, problems: string[]): Pick<SmileIdConfig, 'baseUrl' | 'environment'> | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    problems.push('SMILE_ID_BASE_URL is no http or https URL: give an origin such as http://127.0.0.1:8090');
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    problems.push('SMILE_ID_BASE_URL carries credentials, a query or a fragment: give the origin only');
  } else if (!/^(\/v1)?\/?$/.test(url.pathname)) {
    problems.push('SMILE_ID_BASE_URL has a path other than /v1: give the origin only');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.push('SMILE_ID_BASE_URL is plain http to another machine, which shows pictures to the network: use https');
  } else {
    return { baseUrl: url.origin, environment: 'custom' };
  }
  return undefined;
}
