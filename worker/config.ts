import { resolve } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { readSmileIdConfig, type SmileIdConfig } from '../smile-id/config.ts';

export interface WorkerConfig {
  readonly temporal: { readonly connectionOptions: NativeConnectionOptions; readonly namespace: string };
  readonly smileId: SmileIdConfig;
  readonly mediaDirectory: string;
  /** Public origin of the gateway; without one, verifications finish by polling alone. */
  readonly callbackBaseUrl?: string;
  readonly maxConcurrentActivities: number;
  /** How long a running upload may take to finish when the worker is told to stop. */
  readonly shutdownGraceMs: number;
}

/**
 * Reads `TEMPORAL_*` or temporal.toml, `SMILE_ID_*`, `SMILEFLOW_MEDIA_DIR`, `SMILEFLOW_CALLBACK_BASE_URL`,
 * `SMILEFLOW_MAX_CONCURRENT_ACTIVITIES` and `SMILEFLOW_SHUTDOWN_GRACE_MS`.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readWorkerConfig(env: Record<string, string | undefined>): WorkerConfig {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(isVerificationFailure(error) ? error.message : `${(error as Error).message}.`);
      return undefined;
    }
  };
  const temporal = attempt(() => loadClientConnectConfig({ overrideEnvVars: withoutUndefined(env) }));
  const smileId = attempt(() => readSmileIdConfig(env));
  const callbackBaseUrl = attempt(() => readCallbackBaseUrl(env.SMILEFLOW_CALLBACK_BASE_URL));
  const maxConcurrentActivities = attempt(() => readCount(env, 'SMILEFLOW_MAX_CONCURRENT_ACTIVITIES', 50));
  const shutdownGraceMs = attempt(() => readCount(env, 'SMILEFLOW_SHUTDOWN_GRACE_MS', 30_000));
  if (
    temporal === undefined ||
    smileId === undefined ||
    maxConcurrentActivities === undefined ||
    shutdownGraceMs === undefined ||
    problems.length > 0
  ) {
    throw new VerificationFailure('invalid-request', problems.join(' '));
  }
  return {
    temporal: { connectionOptions: temporal.connectionOptions, namespace: temporal.namespace ?? 'default' },
    smileId,
    mediaDirectory: resolve(env.SMILEFLOW_MEDIA_DIR ?? '.smileflow/media'),
    ...(callbackBaseUrl === undefined ? {} : { callbackBaseUrl }),
    maxConcurrentActivities,
    shutdownGraceMs,
  };
}

function readCallbackBaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new VerificationFailure(
      'invalid-request',
      "SMILEFLOW_CALLBACK_BASE_URL is not an http(s) URL: give the gateway's public address, such as https://verify.example.com.",
    );
  }
  return url.href;
}

function readCount(env: Record<string, string | undefined>, name: string, preset: number): number {
  const text = env[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new VerificationFailure('invalid-request', `${name} must be a whole number above 0.`);
}

function withoutUndefined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
