export { type FailureKind, isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
export { readWorkerConfig, type WorkerConfig } from './config.ts';
export type { ActivityConfig } from './create-worker-activities.ts';
export { createSmileflowPlugin, type PluginOptions, type SmileflowPlugin } from './plugin.ts';
export { smileflowWorkflows } from './workflows-plugin.ts';
