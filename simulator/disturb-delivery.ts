import { type Proof, toCallbackBody } from './callback-body.ts';
import { type CallbackFault, type ChosenFault, isCallbackFault } from './fault-kinds.ts';
import { forgeProof } from './forge-proof.ts';
import type { Job, JobResult } from './job.ts';
import { findOutcome } from './outcomes.ts';
import { type Letter, postOnce } from './post-letter.ts';
import type { Simulation } from './simulation.ts';

/** A callback that is about to be sent. `send` does it, retries included. */
interface Delivery {
  simulation: Simulation;
  job: Job;
  result: JobResult;
  letter: Letter;
  send: () => Promise<void>;
}

const delayMs = 5000;

/** Delivers as the fault has it. What a fault adds is posted once, whatever the answer. */
export async function disturbDelivery(delivery: Delivery, { fault, forMs = delayMs }: ChosenFault): Promise<void> {
  if (isCallbackFault(fault)) await ways[fault](delivery, forMs);
  else await delivery.send();
}

const ways: Record<CallbackFault, (delivery: Delivery, forMs: number) => unknown> = {
  lost: () => {},
  doubled: ({ send }) => send().then(send),
  delayed: ({ simulation, send }, forMs) => simulation.timers.after(forMs, () => void send()),
  reordered: ({ simulation, job, send }, forMs) => simulation.heldCallbacks.hold(job, forMs, () => void send()),
  forged: (delivery) => sendForged(delivery).then(delivery.send),
  altered: sendAltered,
  foreign: (delivery) => sendForeign(delivery).then(delivery.send),
};

/** Who believes what it says without a look at the signature decides the opposite. */
function sendForged({ simulation, job, result, letter }: Delivery): Promise<boolean> {
  return postExtra(simulation, letter, 'forged', job, oppositeOf(job, result), forgeProof(undefined, job.partnerId));
}

/** The right one first, then its signature once more, which covers no body (PROTOCOL 2.1), over the opposite. */
async function sendAltered({ simulation, job, result, letter, send }: Delivery): Promise<void> {
  await send();
  if (letter.text !== undefined)
    await postExtra(simulation, letter, 'altered', job, oppositeOf(job, result), proofOf(letter.text));
}

function proofOf(text: string): Proof {
  const { timestamp, signature } = JSON.parse(text) as Proof;
  return { timestamp, signature };
}

/** Genuinely signed, about a job that does not belong to this address. */
function sendForeign({ simulation, job, result, letter }: Delivery): Promise<boolean> {
  const { partnerId } = job;
  const other = simulation.jobs.all().findLast((each) => each !== job && each.partnerId === partnerId);
  const ids = other ?? { jobId: `unknown-${job.refId.slice(-8)}`, userId: job.userId, smileJobId: '9999999999' };
  const { jobId, userId, smileJobId } = ids;
  const partnerParams = { ...job.partnerParams, job_id: jobId, user_id: userId };
  const foreign = { ...job, jobId, userId, smileJobId, partnerParams };
  return postExtra(simulation, letter, 'foreign', foreign, result, proofOf(letter.write()));
}

function postExtra(
  simulation: Simulation,
  { url, partnerId, jobId }: Letter,
  fault: CallbackFault,
  job: Job,
  result: JobResult,
  proof: Proof,
): Promise<boolean> {
  const write = () => JSON.stringify(toCallbackBody(simulation, job, result, proof));
  return postOnce(simulation, { url, partnerId, jobId, resultCode: result.row.code, write, fault });
}

/** A final approval becomes a rejection, everything else a final approval. */
function oppositeOf({ product }: Job, { row, outcome }: JobResult): JobResult {
  const name = outcome.final && outcome.success ? 'rejected' : 'approved';
  return { row: product.results[name] ?? row, outcome: findOutcome(name), reportedAt: new Date() };
}
