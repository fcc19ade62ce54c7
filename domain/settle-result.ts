import { isNews, type JobResult } from './job-result.ts';
import type { Policy } from './policy.ts';
import { operator, park, progressed, to } from './state-change.ts';
import type { EventOf, OpenState, State, Submitting, Verification } from './verification.ts';

/** What a confirmed result makes of a verification; undefined where it brings nothing new. */
export function settle(
  v: Verification,
  state: OpenState,
  event: EventOf<'result-confirmed'>,
  nowMs: number,
): Verification | undefined {
  const { result, isContradictory, pictures, missingPictures, idData, businessData, receipt } = event;
  if (!isNews(v.results, result)) return undefined;
  const known = progressed({
    ...v,
    isSubmitted: true,
    ...(result.smileJobId === undefined ? {} : { smileJobId: result.smileJobId }),
    results: [...v.results, result],
    returnedPictures: pictures.length > 0 ? pictures : v.returnedPictures,
    missingPictures,
    ...(idData === undefined ? {} : { idData }),
    ...(businessData === undefined ? {} : { businessData }),
    ...(receipt === undefined ? {} : { receipt }),
  });
  return to(known, isContradictory ? operator(v, 'contradiction', nowMs) : stateAfter(result, known, state, nowMs));
}

/** The answer to the one request. Where its ID authority is away, the same request is made again later. */
export function settleAnswer(
  v: Verification,
  state: Submitting,
  event: EventOf<'result-confirmed'>,
  nowMs: number,
): Verification | undefined {
  const { result } = event;
  if (!isPassing(result)) return settle(v, state, event, nowMs);
  const results = isNews(v.results, result) ? [...v.results, result] : v.results;
  const resume = { ...state, mayExist: true };
  return park({ ...v, results }, { cause: 'id-authority-down', code: result.code, resume }, nowMs);
}

function isPassing({ category, isFinal }: JobResult): boolean {
  return category === 'technical' && !isFinal;
}

function stateAfter(result: JobResult, v: Verification, state: OpenState, nowMs: number): State {
  // A lookup is a part of what was asked for and decides nothing (PROTOCOL 10.2).
  if (result.authority === 'lookup' || isPassing(result)) return state;
  if (result.category === 'unknown') return operator(v, 'unknown-code', nowMs);
  if (isAcceptedByPolicy(result, v.policy)) return { kind: 'approved', sinceMs: nowMs, result };
  if (result.isFinal) {
    switch (result.category) {
      case 'approved':
        return { kind: 'approved', sinceMs: nowMs, result };
      case 'rejected':
        return { kind: 'rejected', sinceMs: nowMs, result };
      case 'technical':
      case 'user-state':
        return {
          kind: 'failed',
          sinceMs: nowMs,
          during: state.kind,
          jobMayExist: true,
          cause: result.category === 'technical' ? 'technical-result' : 'user-state',
          message: 'Smile ID could not process the job',
          code: result.code,
          result,
        };
      default:
        return operator(v, 'needs-decision', nowMs);
    }
  }
  if (result.category === 'provisional' && v.policy.provisional === 'ask-operator')
    return operator(v, 'needs-decision', nowMs);
  const waiting = state.kind === 'parked' ? state.resume : state;
  if (waiting.kind === 'awaiting-operator' || waiting.kind === 'in-vendor-review') return waiting;
  return { kind: 'in-vendor-review', sinceMs: nowMs, dueAtMs: nowMs + v.reviewMs };
}

function isAcceptedByPolicy({ category }: JobResult, { provisional, attention }: Policy): boolean {
  return (
    (category === 'provisional' && provisional === 'accept') ||
    (category === 'approved-with-attention' && attention === 'accept')
  );
}
