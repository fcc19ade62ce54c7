import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { FIRST_KEY } from '../notifications/keys.ts';
import { verified, withReceiver } from '../notifications/with-receiver.ts';
import { historyOf, untilState } from './observe.ts';
import { openWorld, registration, type World } from './world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0, simulator: { processingMs: 1_500 } }));
  await world.startWorker({ SMILEFLOW_NOTIFICATION_KEYS: FIRST_KEY });
});
afterAll(() => close());

/** As an operator does it in the Web UI: back to before somebody cancelled it, and without the cancellation. */
async function resetToBeforeCancel({ workflowId }: VerificationHandle): Promise<void> {
  const { history } = await historyOf(world.temporal, workflowId);
  const events = history.events ?? [];
  const cancelled = events.findIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
  // The task that took the cancellation has itself completed just before.
  const before = events
    .slice(0, cancelled - 1)
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .at(-1);
  if (!before?.eventId) throw new Error('There is nothing to go back to.');
  await world.temporal.workflowService.resetWorkflowExecution({
    namespace: world.temporal.options.namespace,
    workflowExecution: { workflowId },
    reason: 'a test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: before.eventId,
    // SIGNAL and UPDATE.
    resetReapplyExcludeTypes: [1, 2],
  });
}

async function cancelledAndReset(notifyUrl: string, isTold: () => Promise<unknown>): Promise<VerificationHandle> {
  const handle = await world.smileflow.start(
    registration({ notifyUrl, partnerParams: { sandbox_scenario: 'approve' } }),
  );
  await untilState(handle, 'awaiting-result');
  await handle.cancel();
  expect((await handle.result()).decision).toBe('cancelled');
  await isTold();
  await resetToBeforeCancel(handle);
  expect((await handle.result()).decision).toBe('approved');
  return handle;
}

describe('A backend hears the end of a verification that was reset in Temporal', () => {
  it.each([
    ['is delivered', 200],
    ['is being tried still', 500],
  ])('under an id of its own, where its earlier end %s', (_, status) =>
    withReceiver(async (receiver) => {
      receiver.answer(status);
      const handle = await cancelledAndReset(receiver.url, () => receiver.until(1));
      receiver.answer(200);
      const isApproved = () =>
        verified(receiver.received, FIRST_KEY).some(({ notification: { data } }) => data.decision === 'approved');
      for (let count = 1; !isApproved(); count += 1) await receiver.until(count);
      const idOf = (decision: string) =>
        new Set(
          verified(receiver.received, FIRST_KEY).flatMap(({ id, notification: { data } }) =>
            data.decision === decision ? [id] : [],
          ),
        );
      expect([idOf('cancelled').size, idOf('approved').size]).toEqual([1, 1]);
      expect(idOf('approved')).not.toEqual(idOf('cancelled'));
      // Neither record hides the other one.
      const all = await handle.notifications();
      expect(all.map(({ key, type }) => `${key} ${type}`)).toEqual(['1 verification.ended', '2 verification.ended']);
      expect(all[0]?.timestamp).not.toBe(all[1]?.timestamp);
    }),
  );
});
