import type { CallbackSignal, SignalOutcome } from '../client/signal-callback.ts';
import { verificationIdOfJob } from '../domain/identifiers.ts';
import { parseCallback, projectCallback } from '../smile-id/callback.ts';
import type { Partners } from '../smile-id/partners.ts';
import { ANYBODY, type CallbackAddress } from './callback-address.ts';
import { ageOf } from './callback-age.ts';
import { claimOf, requestIdOf } from './callback-request.ts';
import { signerOf } from './callback-signer.ts';
import { type DeadLetterStore, deadLetterOf } from './dead-letters/dead-letter.ts';
import { digestOf } from './digest.ts';
import { createSignatureMemory } from './signature-memory.ts';

export interface CallbackAnswer {
  readonly status: 200 | 400 | 401 | 404 | 503;
  readonly body: { readonly status: string };
  /** For a log line and a counter; quotes nothing of the callback. */
  readonly verdict: Verdict;
  /** Its signature came before, with another body about the same job. Logged, not refused. */
  readonly isSuspicious?: true;
}

type Verdict =
  | 'stored'
  | 'ended'
  | 'dead-letter'
  | 'unknown'
  | 'malformed'
  | 'forged'
  | 'stale'
  | 'misdirected'
  | 'temporal-away'
  | 'dead-letters-away';

export interface CallbackHandlerOptions {
  readonly partners: Partners;
  /** Stores the signal durably in Temporal; throws while Temporal is away. */
  readonly signal: (signal: CallbackSignal) => Promise<SignalOutcome>;
  /** Keeps what is about an unknown job; without it such a callback is answered 404. */
  readonly deadLetters?: Pick<DeadLetterStore, 'keep'> | undefined;
  /** How old, or how far ahead of our clock, a callback's signature may be. */
  readonly maxAgeMs: number;
  readonly clock: () => Date;
}

export type CallbackHandler = (rawBody: Buffer, address?: CallbackAddress) => Promise<CallbackAnswer>;

/**
 * What to answer to a callback. 200 is said only once Temporal holds the signal, or the store of dead letters the
 * letter, so that whoever sent it may forget it. The signature does not cover the body (PROTOCOL 2.1): what is passed on
 * is a hint that makes the verification read the result itself.
 */
export function createCallbackHandler(options: CallbackHandlerOptions): CallbackHandler {
  const { partners, signal, deadLetters, maxAgeMs, clock } = options;
  const signatures = createSignatureMemory();

  const pass = async (jobId: string, claim: CallbackSignal['claim'], signedAtMs: number): Promise<CallbackAnswer> => {
    const verificationId = verificationIdOfJob(jobId);
    if (verificationId !== undefined) {
      try {
        const outcome = await signal({ verificationId, claim, requestId: requestIdOf(verificationId, claim) });
        if (outcome !== 'unknown') return answer(200, outcome);
      } catch {
        return answer(503, 'temporal-away');
      }
    }
    if (deadLetters === undefined) return answer(404, 'unknown');
    try {
      await deadLetters.keep(deadLetterOf(jobId, claim, signedAtMs));
      return answer(200, 'dead-letter');
    } catch {
      return answer(503, 'dead-letters-away');
    }
  };

  return async (rawBody, address = ANYBODY) => {
    const callback = parseCallback(rawBody);
    if (callback.kind === 'malformed') return answer(400, 'malformed');
    const signedBy = signerOf(partners, callback, address);
    if (signedBy === undefined) return answer(401, 'forged');
    const nowMs = clock().getTime();
    const age = ageOf(callback.timestamp, nowMs);
    if (age === undefined || Math.abs(age) > maxAgeMs) return answer(401, 'stale');

    const { jobId } = callback;
    if (address.kind === 'nobody') return answer(404, 'misdirected');
    if (address.kind === 'verification' && address.verificationId !== jobId) return answer(404, 'misdirected');
    const claim = claimOf(projectCallback(callback), signedBy);
    const isSuspicious = signatures.isSuspicious(digestOf([signedBy, jobId]), callback, rawBody);
    return { ...(await pass(jobId, claim, nowMs - age)), ...(isSuspicious ? { isSuspicious } : {}) };
  };
}

/** Whoever forges learns nothing: not which part was wrong, and not whether the job exists. */
function answer(status: CallbackAnswer['status'], verdict: Verdict): CallbackAnswer {
  return { status, body: { status: BODIES[status] }, verdict };
}

const BODIES: { readonly [S in CallbackAnswer['status']]: string } = {
  200: 'received',
  400: 'not a callback',
  401: 'not authorised',
  404: 'not found',
  503: 'try again',
};
