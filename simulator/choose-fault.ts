import type { FaultCall } from './fault-book.ts';
import { type ChosenFault, isFault, targetsOf } from './fault-kinds.ts';
import type { Simulation } from './simulation.ts';

/** Whether anybody could choose one. */
export function mayFail({ faults, settings }: Simulation): boolean {
  return settings.hooks.chooseFault !== undefined || !faults.isEmpty();
}

/** The fault that the call meets, by the hook or else by a rule, already in the journal. Never throws. */
export async function chooseFault(
  simulation: Simulation,
  call: FaultCall,
  partnerId?: string,
): Promise<ChosenFault | undefined> {
  const chosen = (await askHook(simulation, call)) ?? simulation.faults.choose(call);
  if (!chosen) return undefined;
  const { endpoint, jobId } = call;
  simulation.journal.write({
    kind: 'fault',
    fault: chosen.fault,
    endpoint,
    ...(jobId === undefined ? {} : { jobId }),
    ...(partnerId === undefined ? {} : { partnerId }),
  });
  return chosen;
}

async function askHook({ settings, journal }: Simulation, call: FaultCall): Promise<ChosenFault | undefined> {
  try {
    const chosen = await settings.hooks.chooseFault?.(call);
    if (!chosen || (isFault(chosen.fault) && targetsOf(chosen.fault).includes(call.endpoint))) return chosen;
    journal.write({ kind: 'warning', message: `chooseFault: ${chosen.fault} does not happen to ${call.endpoint}` });
  } catch (error) {
    journal.write({ kind: 'warning', message: `chooseFault: ${String(error)}` });
  }
  return undefined;
}
