import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { StartRequest } from '../../client/start-request.ts';
import type { VerificationHandle } from '../../client/verification-handle.ts';
import { isVerificationFailure } from '../../domain/failure.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { CallbackClaim } from '../../domain/verification.ts';
import { untilState } from './observe.ts';
import { openWorld, registration, type World } from './world.ts';

/** What may reach a verification from outside. `result` is what Smile ID says when it is asked. */
const MESSAGES = ['callback', 'result', 'decision', 'cancel'] as const;
type Message = (typeof MESSAGES)[number];

interface Situation {
  readonly name: 'awaiting-result' | 'awaiting-operator';
  readonly request: Partial<StartRequest>;
  /** How many readings with a result pass before Smile ID's answers are held. */
  readonly readingsBefore: number;
  /** Under a genuine signature, and the opposite of what Smile ID decided. */
  readonly claim: CallbackClaim;
  readonly decision: 'approve' | 'reject';
  /** How each message ends a verification that it reaches first; one that is missing here ends none. */
  readonly ends: { readonly [M in Message]?: Partial<Outcome> };
}

const SITUATIONS: readonly Situation[] = [
  {
    name: 'awaiting-result',
    request: { partnerParams: { sandbox_scenario: 'reject' } },
    readingsBefore: 0,
    claim: { code: '0840', fromReviewer: false, declaredFinal: true },
    decision: 'approve',
    ends: { result: { decision: 'rejected', decidedBy: 'machine' }, cancel: { decision: 'cancelled' } },
  },
  {
    name: 'awaiting-operator',
    request: { partnerParams: { sandbox_scenario: 'provisional-approve' }, policy: { provisional: 'ask-operator' } },
    readingsBefore: 1,
    claim: { code: '1241', fromReviewer: true, declaredFinal: true },
    decision: 'reject',
    ends: {
      result: { decision: 'approved', decidedBy: 'reviewer' },
      decision: { decision: 'rejected', decidedBy: 'operator' },
      cancel: { decision: 'cancelled' },
    },
  },
];

/** Readings of a job that wait until the test lets them be answered. */
const gates = new Map<string, { readingsBefore: number; readonly opened: Promise<void>; readonly open: () => void }>();

function hold(jobId: string, readingsBefore: number): void {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  gates.set(jobId, { readingsBefore, opened, open });
}

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  const isReported = (jobId: string): boolean =>
    world.simulator.journal().some((entry) => entry.kind === 'result' && entry.jobId === jobId);
  ({ world, close } = await openWorld({
    // The test sends them.
    callbacks: false,
    simulator: {
      timeScale: 600,
      hooks: {
        async chooseFault({ endpoint, jobId = '' }) {
          const gate = gates.get(jobId);
          if (endpoint !== 'job-status' || gate === undefined) return undefined;
          if (gate.readingsBefore > 0) {
            if (isReported(jobId)) gate.readingsBefore -= 1;
            return undefined;
          }
          await gate.opened;
          return undefined;
        },
      },
    },
  }));
});
afterAll(() => close());

it.each(SITUATIONS.map((situation) => [situation.name, situation] as const))(
  'ends in the same way in every order of callback, result, decision and cancel: %s',
  async (_, situation) => {
    const orders = permutations(MESSAGES);
    expect(orders).toHaveLength(24);
    const endings = await Promise.all(orders.map((order) => live(situation, order)));
    expect(endings).toEqual(
      orders.map((order) => ({
        order: order.join(', '),
        ...situation.ends[order.find((message) => situation.ends[message] !== undefined) ?? 'cancel'],
        paidRuns: 1,
        believed: [],
      })),
    );
  },
  180_000,
);

/** One verification that the messages reach in this order, and how it ended. */
async function live(situation: Situation, order: readonly Message[]) {
  const request = registration(situation.request);
  const { verificationId } = request;
  hold(verificationId, situation.readingsBefore);
  const handle = await world.smileflow.start(request);
  await untilState(handle, situation.name);
  await world.simulator.nextJournalEntry(
    (entry) => entry.kind === 'result' && entry.jobId === verificationId && entry.final,
    { timeoutMs: 60_000, afterSeq: 0 },
  );

  const reached: Message[] = [];
  for (const message of order) {
    await send[message](situation, handle);
    reached.push(message);
    // What ends it is waited for, so that the next message finds it ended.
    if (reached.some((each) => situation.ends[each] !== undefined)) await handle.result();
  }
  const { decision, decidedBy } = await handle.result();
  const job = world.simulator.jobs().find(({ jobId }) => jobId === verificationId);
  const claimed = situation.claim.code;
  const believed = (await handle.corrections()).filter(({ result }) => result.code === claimed);
  return {
    order: order.join(', '),
    decision,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    paidRuns: job?.paidRuns,
    believed,
  };
}

const send: { readonly [M in Message]: (situation: Situation, handle: VerificationHandle) => Promise<unknown> } = {
  callback: ({ claim }, { verificationId }) =>
    world.smileflow.signalCallback({ verificationId, claim, requestId: `${verificationId} ${claim.code}` }),
  result: async (_, { verificationId }) => gates.get(verificationId)?.open(),
  decision: ({ decision }, handle) =>
    unlessRefused(handle.decide({ decision, by: 'operator-1', reason: 'a test of orders' })),
  cancel: (_, handle) => unlessRefused(handle.cancel()),
};

/** Too late, or not the time for it: the answer is a refusal, and nothing changes. */
async function unlessRefused(update: Promise<unknown>): Promise<void> {
  await update.catch((error: unknown) => {
    if (!isVerificationFailure(error) || !['already-ended', 'invalid-request'].includes(error.kind)) throw error;
  });
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
