import { createHash } from 'node:crypto';
import type { CallbackSignal, SignalOutcome } from '../client/signal-callback.ts';
import { verificationIdOfJob } from '../domain/identifiers.ts';
import { type CallbackProjection, parseCallback, projectCallback } from '../smile-id/callback.ts';
import { isGenuine, type VerificationKeys } from '../smile-id/signature.ts';
import { ageOf } from './callback-age.ts';

export interface CallbackAnswer {
  readonly status: 200 | 400 | 401 | 404 | 503;
  readonly body: { readonly status: string };
  /** For a log line and a counter; quotes nothing of the callback. */
  readonly verdict: 'stored' | 'ended' | 'unknown' | 'malformed' | 'forged' | 'stale' | 'misdirected' | 'temporal-away';
}

export interface CallbackHandlerOptions {
  readonly keys: VerificationKeys;
  /** Stores the signal durably in Temporal; throws while Temporal is away. */
  readonly signal: (signal: CallbackSignal) => Promise<SignalOutcome>;
  /** How old, or how far ahead of our clock, a callback's signature may be. */
  readonly maxAgeMs: number;
  readonly clock: () => Date;
}

export type CallbackHandler = (rawBody: Buffer, addressedTo?: string) => Promise<CallbackAnswer>;

/**
 * What to answer to a callback. 200 is said only once Temporal holds the signal, so that whoever sent it may forget it.
 * The signature does not cover the body (PROTOCOL 2.1): what is passed on is a hint that makes the verification read
 * the result itself.
 * @returns a handler of (raw body, the verification id of the URL it was sent to, where the URL has one)
 */
export function createCallbackHandler({ keys, signal, maxAgeMs, clock }: CallbackHandlerOptions): CallbackHandler {
  return async (rawBody, addressedTo) => {
    const callback = parseCallback(rawBody);
    if (callback.kind === 'malformed') return answer(400, 'malformed');
    if (!isGenuine(keys, callback.timestamp, callback.signature)) return answer(401, 'forged');
    const age = ageOf(callback.timestamp, clock().getTime());
    if (age === undefined || Math.abs(age) > maxAgeMs) return answer(401, 'stale');

    const projection = projectCallback(callback);
    const verificationId = verificationIdOfJob(projection.jobId);
    if (verificationId === undefined) return answer(404, 'unknown');
    if (addressedTo !== undefined && addressedTo !== verificationId) return answer(404, 'misdirected');
    try {
      const claim = claimOf(projection);
      const outcome = await signal({ verificationId, claim, requestId: requestIdOf(verificationId, claim) });
      return answer(outcome === 'unknown' ? 404 : 200, outcome);
    } catch {
      return answer(503, 'temporal-away');
    }
  };
}

/** Ten digits as issued (PROTOCOL 5.2). Anything else is not worth a place in a history. */
const SMILE_JOB_ID = /^\d{1,20}$/;

function claimOf({ code, smileJobId, fromReviewer, declaredFinal }: CallbackProjection): CallbackSignal['claim'] {
  return {
    code,
    fromReviewer,
    ...(smileJobId !== undefined && SMILE_JOB_ID.test(smileJobId) ? { smileJobId } : {}),
    ...(declaredFinal === undefined ? {} : { declaredFinal }),
  };
}

/** The same content gives the same id, however often and however freshly signed it is delivered. */
function requestIdOf(verificationId: string, claim: CallbackSignal['claim']): string {
  const { code, smileJobId = '', fromReviewer, declaredFinal = null } = claim;
  const content = JSON.stringify([verificationId, smileJobId, code, fromReviewer, declaredFinal]);
  return createHash('sha256').update(content).digest('hex');
}

/** Whoever forges learns nothing: not which part was wrong, and not whether the job exists. */
function answer(status: CallbackAnswer['status'], verdict: CallbackAnswer['verdict']): CallbackAnswer {
  return { status, body: { status: BODIES[status] }, verdict };
}

const BODIES: { readonly [S in CallbackAnswer['status']]: string } = {
  200: 'received',
  400: 'not a callback',
  401: 'not authorised',
  404: 'not found',
  503: 'try again',
};
