import { resolve } from 'node:path';
import type { StackConfig } from './stack-schema.ts';

/** What a stopping worker may finish; it is killed some seconds later. */
export const workerGraceMs = 12_000;

export interface LocalAddresses {
  /** host:port */
  temporal: string;
  /** URL */
  simulator: string;
  /** URL */
  gateway: string;
}

/**
 * What of the caller's environment a local part may see: nothing that could point it at the real Smile ID, a real
 * partner's key, or another Temporal. How much is logged stays the caller's choice.
 */
export function withoutProjectVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => name === 'SMILEFLOW_LOG_LEVEL' || !/^(SMILE_ID|TEMPORAL|SMILEFLOW)_/.test(name),
    ),
  );
}

const account = ({ simulator }: StackConfig) => ({
  SMILE_ID_PARTNER_ID: simulator.partnerId,
  SMILE_ID_API_KEY: simulator.apiKey,
});

/**
 * A file that is not there stands in for ~/.config/temporalio/temporal.toml, whose default profile may hold the key of
 * another server. (The SDK takes a missing file as no settings, but fails on an empty one.)
 */
const temporal = ({ namespace }: StackConfig, address: string, workDir: string) => ({
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
  TEMPORAL_CONFIG_FILE: resolve(workDir, '.smileflow', 'no-temporal.toml'),
});

export const simulatorEnvironment = (config: StackConfig) => ({
  ...account(config),
  SMILEFLOW_SIMULATOR_TIME_SCALE: String(config.simulator.timeScale),
});

export const gatewayEnvironment = (
  config: StackConfig,
  addresses: Omit<LocalAddresses, 'gateway'>,
  workDir: string,
) => ({
  ...account(config),
  ...temporal(config, addresses.temporal, workDir),
  SMILEFLOW_GATEWAY_PORT: String(config.gateway.port),
  SMILEFLOW_DEAD_LETTERS: resolve(workDir, '.smileflow', 'dead-letters.db'),
  SMILE_ID_BASE_URL: addresses.simulator,
});

/** Also holds what a client of the local stack needs. */
export const workerEnvironment = (config: StackConfig, addresses: LocalAddresses, workDir: string) => ({
  ...account(config),
  ...temporal(config, addresses.temporal, workDir),
  SMILE_ID_BASE_URL: addresses.simulator,
  SMILEFLOW_CALLBACK_BASE_URL: addresses.gateway,
  SMILEFLOW_MEDIA_DIR: resolve(workDir, config.media.directory),
  SMILEFLOW_NOTIFICATION_KEYS: config.worker.notificationKeys ?? '',
  SMILEFLOW_MAX_CONCURRENT_ACTIVITIES: String(config.worker.maxConcurrentActivities),
  SMILEFLOW_SHUTDOWN_GRACE_MS: String(workerGraceMs),
});
