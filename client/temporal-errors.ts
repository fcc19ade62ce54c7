import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { VerificationFailure } from '../domain/failure.ts';

/** gRPC status codes that matter here (https://grpc.io/docs/guides/status-codes/). */
const GRPC = { DEADLINE_EXCEEDED: 4, NOT_FOUND: 5, FAILED_PRECONDITION: 9, UNAVAILABLE: 14 } as const;

export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || grpcCode(error) === GRPC.NOT_FOUND;
}

/** True where no worker answered a query or an update. */
export function isUnanswered(error: unknown): boolean {
  const code = grpcCode(error);
  // An update that was to start its workflow, too, is cancelled at its deadline (1 CANCELLED).
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return code === GRPC.DEADLINE_EXCEEDED || code === GRPC.FAILED_PRECONDITION;
}

/** The failure to report for an error of a Temporal call, or the error itself if it is nothing a user can act on. */
export function toFailure(error: unknown, verificationId: string, address: string): unknown {
  if (isNamespaceMissing(error)) {
    return new VerificationFailure(
      'unavailable',
      `Temporal at ${address} has no such namespace: create it or set TEMPORAL_NAMESPACE.`,
    );
  }
  if (isNotFound(error)) return notFound(verificationId);
  if (grpcCode(error) === GRPC.UNAVAILABLE) return unreachable(address);
  if (isUnanswered(error))
    return new VerificationFailure('unavailable', 'No worker answered: start one (smileflow worker) and try again.');
  return error;
}

function notFound(verificationId: string): VerificationFailure {
  return new VerificationFailure(
    'not-found',
    `There is no verification ${verificationId}: check the id, the namespace and how long ended ones are kept.`,
  );
}

export function unreachable(address: string): VerificationFailure {
  return new VerificationFailure(
    'unavailable',
    `Temporal cannot be reached at ${address}: start it (npm start) or set TEMPORAL_ADDRESS.`,
  );
}

/** The SDK has a class of its own for it in some calls, and a plain NOT_FOUND in others. */
export function isNamespaceMissing(error: unknown): boolean {
  for (let at = error; at !== null && typeof at === 'object'; at = (at as { cause?: unknown }).cause) {
    const { name, message } = at as Error;
    if (name === 'NamespaceNotFoundError' || /^(5 NOT_FOUND: )?Namespace .* is not found/.test(message)) return true;
  }
  return false;
}

function grpcCode(error: unknown): number | undefined {
  for (let at = error; at !== null && typeof at === 'object'; at = (at as { cause?: unknown }).cause) {
    if (isGrpcServiceError(at)) return at.code;
  }
  return undefined;
}
