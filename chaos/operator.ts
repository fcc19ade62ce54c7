import { setTimeout as sleep } from 'node:timers/promises';
import type { Smileflow } from '../client/connect.ts';
import type { Simulator } from '../simulator/start-simulator.ts';
import type { Subject } from './population.ts';
import type { StateReader } from './states.ts';

/** A person takes a moment, in which other things may go wrong. */
const REACTION_MS = 8_000;

export interface OperatorPlan {
  readonly smileflow: Smileflow;
  readonly simulator: Simulator;
  readonly readState: StateReader;
  readonly open: () => readonly Subject[];
  readonly signal: AbortSignal;
}

/**
 * Does what the sentence of a verification asks an operator for. Whether a request whose answer was lost was taken
 * stands in the portal of Smile ID: here, in the simulator's bills.
 */
export async function actAsOperator({ smileflow, simulator, readState, open, signal }: OperatorPlan): Promise<void> {
  while (!signal.aborted && open().length > 0) {
    await sleep(2_000, undefined, { signal }).catch(() => undefined);
    const paid = new Set(simulator.bills().map(({ jobId }) => jobId));
    for (const { verificationId, kind } of open()) {
      const view = await readState(verificationId);
      if (view?.state !== 'awaiting-operator') continue;
      if (Date.now() - Date.parse(view.since) < REACTION_MS) continue;
      const handle = smileflow.open(verificationId);
      // Whoever has just been killed answers next time.
      if (view.operatorCan.includes('resume') && !paid.has(verificationId))
        await handle.resume().catch(() => undefined);
      else if (kind.operator !== undefined && view.operatorCan.includes('decide'))
        await handle
          .decide({ decision: kind.operator, by: 'chaos-operator', reason: 'what the scenario promises' })
          .catch(() => undefined);
    }
  }
}
