import type { FaultCall } from '../simulator/fault-book.ts';
import type { ChosenFault } from '../simulator/fault-kinds.ts';
import type { Coverage } from './coverage.ts';
import {
  type CallFault,
  type ChaosFault,
  type ChaosState,
  callbackFaults,
  callFaults,
  isCell,
  isOpenKind,
} from './matrix.ts';
import type { Subject } from './population.ts';
import type { Random } from './random.ts';
import type { StateReader } from './states.ts';

/** Which call makes which state go on. */
const STATES_OF: { readonly [endpoint: string]: readonly ChaosState[] } = {
  'prep-upload': ['preparing'],
  upload: ['uploading'],
  'id-verification': ['submitting'],
  'async-id-verification': ['submitting'],
  'basic-kyc': ['submitting'],
  'business-verification': ['submitting'],
  compare: ['submitting'],
  'job-status': ['awaiting-result', 'in-vendor-review', 'awaiting-operator'],
  callback: ['awaiting-result', 'in-vendor-review', 'awaiting-operator'],
};

/** In these, job_status is asked whether an earlier attempt has arrived: disturbed as well, and no cell of its own. */
const RECONCILING: readonly ChaosState[] = ['preparing', 'uploading'];

/** Their answers are no JSON, or carry no signature, so that there is nothing to spoil. */
const IMPOSSIBLE: { readonly [endpoint: string]: readonly ChaosFault[] } = {
  compare: ['wrong-signature'],
  'async-id-verification': ['wrong-signature'],
};

/** How long a fault lasts. Shorter than every time limit of the worker, so that a run does not only wait. */
const FAULT_MS = 2_000;
const MOST_FAULTS_OF_ONE = 4;
/** How likely a call is disturbed: one that can hit a cell for the first time, and any other. */
const LIKELY = 0.8;
const RARE = 0.15;
/** This one parks a verification for half a minute. */
const SLOW: readonly ChaosFault[] = ['too-many-requests'];

export interface DirectorPlan {
  readonly subjects: readonly Subject[];
  readonly random: Random;
  readonly coverage: Coverage;
  readonly readState: StateReader;
  /** Kills a process now that somebody is in this state; undefined where it is not the time. */
  readonly sabotage: (state: ChaosState, verificationId: string) => Promise<void> | undefined;
}

/** Decides, call by call, what goes wrong: first what has not gone wrong yet in the state of the caller. */
export function createDirector({ subjects, random, coverage, readState, sabotage }: DirectorPlan) {
  const faultsOf = new Map(subjects.map(({ verificationId }) => [verificationId, 0]));

  const faultsFor = (call: FaultCall, state: ChaosState): ChaosFault[] =>
    [...(call.endpoint === 'callback' ? callbackFaults : callFaults)].filter(
      (fault) => isCell(fault, state) && !IMPOSSIBLE[call.endpoint]?.includes(fault),
    );

  return async (call: FaultCall): Promise<ChosenFault | undefined> => {
    const { endpoint, jobId = '' } = call;
    const before = faultsOf.get(jobId);
    const states = STATES_OF[endpoint];
    if (before === undefined || states === undefined || before >= MOST_FAULTS_OF_ONE) return undefined;
    const couldBeNew = states.some((state) => faultsFor(call, state).some((fault) => !coverage.isHit(fault, state)));
    if (random.next() > (couldBeNew ? LIKELY : RARE)) return undefined;

    const state = (await readState(jobId))?.state;
    if (state === undefined || !isOpenKind(state)) return undefined;
    if (endpoint === 'job-status' && RECONCILING.includes(state)) {
      faultsOf.set(jobId, before + 1);
      return { fault: random.pick(faultsFor(call, 'awaiting-result')) as CallFault, forMs: FAULT_MS };
    }
    if (!states.includes(state)) return undefined;
    const killing = endpoint === 'callback' ? undefined : sabotage(state, jobId);
    if (killing !== undefined) {
      faultsOf.set(jobId, before + 1);
      await killing;
      return undefined;
    }
    const possible = faultsFor(call, state);
    const unseen = possible.filter((fault) => !coverage.isHit(fault, state));
    if (couldBeNew && unseen.length === 0 && random.next() > RARE) return undefined;
    const fault = random.pick(unseen.length > 0 ? unseen : possible.filter((each) => !SLOW.includes(each)));
    faultsOf.set(jobId, before + 1);
    coverage.hit(fault, state);
    return { fault: fault as CallFault, forMs: FAULT_MS };
  };
}
