import { resolve } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { collectProblems, readWholeNumber } from '../domain/collect-problems.ts';
import { VerificationFailure } from '../domain/failure.ts';
import { isLoopback } from '../domain/loopback.ts';
import { type NotificationKey, readNotificationKeys } from '../notifications/notification-keys.ts';
import { type Partners, readPartners } from '../smile-id/partners.ts';
import { TASK_QUEUE } from '../workflows/messages.ts';

export interface WorkerConfig {
  readonly temporal: { readonly connectionOptions: NativeConnectionOptions; readonly namespace: string };
  /** Of the verifications; the same as the clients'. A worker of your own has the one that it was made with. */
  readonly taskQueue: string;
  readonly partners: Partners;
  readonly mediaDirectory: string;
  /** Public origin of the gateway; without one, verifications finish by polling alone. */
  readonly callbackBaseUrl?: string;
  /** Sign notifications; they show nothing of themselves when they are logged. */
  readonly notificationKeys: readonly NotificationKey[];
  readonly maxConcurrentActivities: number;
  /** How long a running upload may take to finish when the worker is told to stop. */
  readonly shutdownGraceMs: number;
}

/**
 * Reads `TEMPORAL_*` or temporal.toml, `SMILEFLOW_TASK_QUEUE`, `SMILE_ID_*`, `SMILEFLOW_MEDIA_DIR`,
 * `SMILEFLOW_CALLBACK_BASE_URL`, `SMILEFLOW_NOTIFICATION_KEYS`, `SMILEFLOW_MAX_CONCURRENT_ACTIVITIES` and
 * `SMILEFLOW_SHUTDOWN_GRACE_MS`.
 * @throws VerificationFailure `invalid-request` that lists everything that is wrong
 */
export function readWorkerConfig(env: Record<string, string | undefined>): WorkerConfig {
  const { attempt, failure } = collectProblems();
  const temporal = attempt(() => readTemporalConfig(env));
  const partners = attempt(() => readPartners(env));
  const callback = attempt(() => readCallbackBaseUrl(env.SMILEFLOW_CALLBACK_BASE_URL));
  const notificationKeys = attempt(() => readNotificationKeys(env));
  const maxConcurrentActivities = attempt(() =>
    readWholeNumber(env, 'SMILEFLOW_MAX_CONCURRENT_ACTIVITIES', { preset: 50, least: 1, most: 10_000 }),
  );
  const shutdownGraceMs = attempt(() =>
    readWholeNumber(env, 'SMILEFLOW_SHUTDOWN_GRACE_MS', { preset: 30_000, least: 1, most: 600_000 }),
  );
  if (
    temporal === undefined ||
    partners === undefined ||
    callback === undefined ||
    notificationKeys === undefined ||
    maxConcurrentActivities === undefined ||
    shutdownGraceMs === undefined
  )
    throw failure();
  return {
    temporal: { connectionOptions: temporal.connectionOptions, namespace: temporal.namespace ?? 'default' },
    taskQueue: env.SMILEFLOW_TASK_QUEUE || TASK_QUEUE,
    partners,
    mediaDirectory: resolve(env.SMILEFLOW_MEDIA_DIR || '.smileflow/media'),
    ...callback,
    notificationKeys,
    maxConcurrentActivities,
    shutdownGraceMs,
  };
}

function readTemporalConfig(env: Record<string, string | undefined>): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig({ overrideEnvVars: withoutUndefined(env) });
  } catch (error) {
    throw new VerificationFailure(
      'invalid-request',
      `The Temporal configuration cannot be read: ${(error as Error).message}. Check TEMPORAL_* and temporal.toml.`,
    );
  }
}

function readCallbackBaseUrl(text: string | undefined): Pick<WorkerConfig, 'callbackBaseUrl'> {
  if (text === undefined || text === '') return {};
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url !== undefined && url.href === `${url.origin}/`;
  if (!isOrigin || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) {
    throw new VerificationFailure(
      'invalid-request',
      "SMILEFLOW_CALLBACK_BASE_URL must be the gateway's public https origin without path or query, such as https://verify.example.com; plain http is for this machine only.",
    );
  }
  return { callbackBaseUrl: url.href };
}

function withoutUndefined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
