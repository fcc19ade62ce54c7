import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { VerificationHandle, VerificationStatus } from '../../client/verification-handle.ts';
import type { StateKind } from '../../domain/verification.ts';

/** The whole history as JSON text, payloads decoded, so that what is in it can be searched. */
export async function historyOf(temporal: Client, workflowId: string) {
  const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
  const json: unknown = JSON.parse(historyToJSON(history));
  const text = JSON.stringify(json, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );
  return { history, json, text };
}

/** Asks until the verification is in the state; a verification that ends in another one fails the test. */
export async function untilState(handle: VerificationHandle, kind: StateKind): Promise<VerificationStatus> {
  for (;;) {
    const status = await handle.status();
    if (status.state === kind) return status;
    if (status.until === undefined) throw new Error(`It ended as ${status.state}: ${status.sentence}`);
    await sleep(50);
  }
}

/** Asks until something keeps the verification from going on, and says what. */
export async function untilTrouble(handle: VerificationHandle): Promise<string> {
  for (;;) {
    const { trouble } = await handle.status();
    if (trouble !== undefined) return trouble.sentence;
    await sleep(50);
  }
}
