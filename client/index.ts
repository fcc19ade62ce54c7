export type { Correction } from '../domain/correction.ts';
export type { StatusView } from '../domain/describe.ts';
export { type FailureKind, isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
export type { Decision, Outcome } from '../domain/outcome.ts';
export { type ClientConfig, readClientConfig } from './config.ts';
export { connectSmileflow, type Smileflow, type StartedVerification } from './connect.ts';
export type { StartRequest } from './start-request.ts';
export type { Answer, VerificationHandle, VerificationStatus } from './verification-handle.ts';
