import { resolve } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { VerificationFailure } from '../domain/failure.ts';
import { isLoopback } from '../domain/loopback.ts';
import { partnerNamesOf } from '../domain/partner.ts';
import { readSmileIdUrl } from '../smile-id/services-reader.ts';
import { readDeploymentDefaults } from './deployment-defaults.ts';
import type { DeploymentDefaults } from './start-verification.ts';

export interface ClientConfig {
  readonly temporal: { readonly connectionOptions: ConnectionOptions; readonly namespace: string };
  /** Of the workers that carry the verifications forward; `smileflow` where it is left out. */
  readonly taskQueue?: string | undefined;
  /** The same directory as the workers'. */
  readonly mediaDirectory: string;
  /**
   * Secret of all clients of one namespace; makes fingerprints that tell nothing to whoever sees them. Whoever only
   * signals or reads does without.
   */
  readonly fingerprintKey?: string | undefined;
  /** What holds for every verification that does not say otherwise. */
  readonly defaults?: DeploymentDefaults | undefined;
  /** The partner profiles that a verification may name; any where it is left out. */
  readonly partnerNames?: readonly string[] | undefined;
  /** Origin of Smile ID, to compare ID data with what it asks for; without it that is left out. No key is needed. */
  readonly smileIdUrl?: string | undefined;
}

/** Stands in for the secret while everything runs on one machine. */
const DEVELOPMENT_FINGERPRINT_KEY = 'smileflow development fingerprint key';
const LEAST_KEY_LENGTH = 32;

/**
 * Reads `TEMPORAL_*` or temporal.toml, `SMILEFLOW_TASK_QUEUE`, `SMILEFLOW_MEDIA_DIR`, `SMILEFLOW_FINGERPRINT_KEY`, the
 * deployment's policy, and `SMILE_ID_PARTNERS` and `SMILE_ID_ENVIRONMENT` or `SMILE_ID_BASE_URL`, where they are set.
 * @throws VerificationFailure `invalid-request`
 */
export function readClientConfig(
  env: Record<string, string | undefined>,
  { startsVerifications = true }: { readonly startsVerifications?: boolean } = {},
): ClientConfig {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { connectionOptions, namespace = 'default' } = loadTemporalConfig(Object.fromEntries(defined));
  const smileIdUrl = startsVerifications ? readSmileIdUrl(env) : undefined;
  return {
    temporal: { connectionOptions, namespace },
    ...(env.SMILEFLOW_TASK_QUEUE ? { taskQueue: env.SMILEFLOW_TASK_QUEUE } : {}),
    mediaDirectory: resolve(env.SMILEFLOW_MEDIA_DIR || '.smileflow/media'),
    ...(startsVerifications
      ? {
          fingerprintKey: readFingerprintKey(env.SMILEFLOW_FINGERPRINT_KEY, addressOf(connectionOptions)),
          defaults: readDeploymentDefaults(env),
        }
      : {}),
    ...(smileIdUrl === undefined ? {} : { smileIdUrl }),
    ...(startsVerifications && env.SMILE_ID_PARTNERS ? { partnerNames: partnerNamesOf(env.SMILE_ID_PARTNERS) } : {}),
  };
}

export function addressOf({ address }: ConnectionOptions): string {
  return address ?? 'localhost:7233';
}

function loadTemporalConfig(env: Record<string, string>): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig({ overrideEnvVars: env });
  } catch (error) {
    throw new VerificationFailure(
      'invalid-request',
      `The Temporal configuration cannot be read: ${(error as Error).message}. Check TEMPORAL_* and temporal.toml.`,
    );
  }
}

function readFingerprintKey(key: string | undefined, address: string): string {
  if (key === undefined || key === '') {
    refuseDevelopmentKey(DEVELOPMENT_FINGERPRINT_KEY, address);
    return DEVELOPMENT_FINGERPRINT_KEY;
  }
  if (key.length >= LEAST_KEY_LENGTH) return key;
  throw new VerificationFailure(
    'invalid-request',
    `SMILEFLOW_FINGERPRINT_KEY is too short: it needs at least ${LEAST_KEY_LENGTH} characters.`,
  );
}

/**
 * The connection of a client that was made elsewhere may lead further than the variables say that the key was read with.
 * @param address undefined where its connection does not tell
 * @throws VerificationFailure `invalid-request`
 */
export function refuseDevelopmentKey(key: string | undefined, address: string | undefined): void {
  if (key !== DEVELOPMENT_FINGERPRINT_KEY || isLoopback(address?.replace(/:\d+$/, '') ?? '')) return;
  const evenHere =
    address === undefined
      ? ' Your client needs it on this machine, too: it has a NativeConnection, which does not tell where it leads.'
      : '';
  throw new VerificationFailure(
    'invalid-request',
    `SMILEFLOW_FINGERPRINT_KEY is missing: set it to a random text of at least 32 characters, the same for all clients.${evenHere}`,
  );
}
