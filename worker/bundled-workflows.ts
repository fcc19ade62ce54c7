import { readFileSync } from 'node:fs';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { VerificationFailure } from '../domain/failure.ts';
import { PRODUCTS } from '../domain/product.ts';
import { NOTIFICATION, RESULT_CORRECTION } from '../workflows/messages.ts';

/** All of workflows/index.ts, by name. */
export const WORKFLOW_TYPES: readonly string[] = [
  ...Object.values(PRODUCTS).map(({ workflowType }) => workflowType),
  NOTIFICATION,
  RESULT_CORRECTION,
];

/**
 * A bundle cannot be added to once it is made, and a worker without our workflows would leave verifications standing.
 * @throws VerificationFailure `invalid-request` where one of our workflow types does not occur in the bundle
 */
export function refuseBundleWithoutOurs(bundle: WorkflowBundleOption): void {
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath, 'utf8');
  const missing = WORKFLOW_TYPES.filter((type) => !new RegExp(`\\b${type}\\b`).test(code));
  if (missing.length === 0) return;
  throw new VerificationFailure(
    'invalid-request',
    "Your workflowBundle was made without smileflow's workflows: make it by bundleWorkflowCode({ workflowsPath, plugins: [smileflowWorkflows] }) of smileflow/worker, or give the worker your workflowsPath instead.",
  );
}
