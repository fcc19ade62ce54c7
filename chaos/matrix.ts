import { isTerminalKind, type OpenState, STATE_KINDS, type StateKind } from '../domain/verification.ts';

export type ChaosState = OpenState['kind'];

/** The states in which something can go wrong: all that are open. */
export const CHAOS_STATES: readonly ChaosState[] = STATE_KINDS.filter(isOpenKind);

export function isOpenKind(kind: StateKind): kind is ChaosState {
  return !isTerminalKind(kind);
}

/** While these last, job_status is read and callbacks come. */
const READING = ['awaiting-result', 'in-vendor-review', 'awaiting-operator'] as const;
const ASKING = ['preparing', 'submitting', ...READING] as const;
const CALLING = ['preparing', 'uploading', 'submitting', ...READING] as const;

/** What happens to a call that the worker makes. */
const CALL_FAULTS = {
  refused: CALLING,
  'reset-before': CALLING,
  'reset-after': CALLING,
  'answer-lost': CALLING,
  'server-error': CALLING,
  'server-error-after': CALLING,
  'stalled-body': ASKING,
  'malformed-json': ASKING,
  'too-many-requests': ASKING,
  'wrong-signature': ['submitting', ...READING],
  'expired-url': ['preparing', 'uploading'],
  'cut-upload': ['uploading'],
} as const;

/** What happens to a callback that Smile ID sends. */
const CALLBACK_FAULTS = {
  lost: READING,
  doubled: READING,
  delayed: READING,
  reordered: READING,
  forged: READING,
  altered: READING,
  foreign: READING,
} as const;

/** Which process is killed. */
const KILLS = {
  'worker-killed': CHAOS_STATES,
  'gateway-killed': READING,
  'temporal-killed': CHAOS_STATES,
} as const;

/** Every fault, and the states in which it can happen. A full run hits each of these cells. */
export const MATRIX = { ...CALL_FAULTS, ...CALLBACK_FAULTS, ...KILLS } satisfies {
  readonly [fault: string]: readonly ChaosState[];
};

export type CallFault = keyof typeof CALL_FAULTS;
export type CallbackFault = keyof typeof CALLBACK_FAULTS;
export type ChaosFault = keyof typeof MATRIX;

export const callFaults = Object.keys(CALL_FAULTS) as readonly CallFault[];
export const callbackFaults = Object.keys(CALLBACK_FAULTS) as readonly CallbackFault[];
export const chaosFaults = Object.keys(MATRIX) as readonly ChaosFault[];

export function isCell(fault: ChaosFault, state: ChaosState): boolean {
  return (MATRIX[fault] as readonly ChaosState[]).includes(state);
}
