import type { Client } from '@temporalio/client';
import type { StatusView } from '../domain/describe.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import { MESSAGES } from '../workflows/messages.ts';

const ANSWER_MS = 2_000;

/** Reads what a verification is doing now; undefined where nobody answers, because something has just been killed. */
export type StateReader = (verificationId: string) => Promise<StatusView | undefined>;

export function createStateReader(temporal: Client): StateReader {
  return async (verificationId) => {
    try {
      return await temporal.withDeadline(Date.now() + ANSWER_MS, () =>
        temporal.workflow.getHandle(workflowIdOf(verificationId)).query<StatusView>(MESSAGES.status),
      );
    } catch {
      return undefined;
    }
  };
}
