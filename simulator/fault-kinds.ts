import { type Endpoint, endpoints } from './endpoints.ts';

/** What may go wrong with an exchange. What each does is told in docs/simulator.md. */
export const httpFaults = [
  'refused',
  'reset-before',
  'reset-after',
  'answer-lost',
  'stalled-body',
  'server-error',
  'server-error-after',
  'too-many-requests',
  'malformed-json',
  'wrong-signature',
  'expired-url',
  'cut-upload',
] as const;

/** What may go wrong with a callback. */
export const callbackFaults = ['lost', 'doubled', 'delayed', 'reordered', 'forged', 'altered', 'foreign'] as const;

export type HttpFault = (typeof httpFaults)[number];
export type CallbackFault = (typeof callbackFaults)[number];
export type Fault = HttpFault | CallbackFault;

/** Where a fault may happen: an exchange that a partner begins, or a callback. */
export type FaultTarget = Endpoint | 'callback';

export const faultTargets: readonly FaultTarget[] = [...endpoints, 'callback'];

/** A fault that was chosen for a call. `forMs` and `httpStatus` mean something for some faults only. */
export interface ChosenFault {
  fault: Fault;
  /** How long a refusal, a silence or a delay lasts. */
  forMs?: number;
  /** Of `server-error` and `server-error-after`. Default 500, at S3 503. */
  httpStatus?: 500 | 502 | 503;
}

const withBody = endpoints.filter((endpoint) => endpoint !== 'upload');
const withJson = withBody.filter((endpoint) => endpoint !== 'picture' && endpoint !== 'receipt');

/** Faults that cannot happen everywhere: an upload is answered without a body, and few answers are signed (PROTOCOL 2.4). */
const targetsOfSome: Partial<Record<Fault, readonly FaultTarget[]>> = {
  'stalled-body': withBody,
  'malformed-json': withJson,
  'wrong-signature': ['job-status', 'id-verification', 'basic-kyc', 'business-verification'],
  'expired-url': ['prep-upload', 'upload'],
  'cut-upload': ['upload'],
};

/** Where a fault may happen at all. */
export function targetsOf(fault: Fault): readonly FaultTarget[] {
  if (isCallbackFault(fault)) return ['callback'];
  return targetsOfSome[fault] ?? endpoints;
}

export function isFault(name: unknown): name is Fault {
  return [...httpFaults, ...callbackFaults].some((known) => known === name);
}

export function isCallbackFault(fault: Fault): fault is CallbackFault {
  return callbackFaults.some((known) => known === fault);
}
