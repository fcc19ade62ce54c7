import { isVerificationFailure } from '../domain/failure.ts';
import { jobIdOf } from '../domain/identifiers.ts';
import { interpretResult, isNews, type JobResult, judgeResults } from '../domain/job-result.ts';
import { CONFIRMATION_TRIES, pauseBeforeNextRead } from '../domain/polling.ts';
import { PRODUCTS } from '../domain/product.ts';
import type { EventOf } from '../domain/verification.ts';
import type { JobReading } from '../smile-id/job-status-message.ts';
import type { Attempt } from './attempt.ts';
import type { Activities, PollJobStatusInput } from './contract.ts';
import type { Dependencies } from './dependencies.ts';
import { giveUpOn, uselessnessOf } from './give-up-on.ts';
import { storeReturned } from './store-returned.ts';
import { notYet, toEvent, tryAgain } from './temporal-failure.ts';

/** A pause that would pass the end of the wait is cut so that one last read falls before it. */
const LAST_READ_MARGIN_MS = 1_000;

/** The least pause after a read that failed. */
const TROUBLE_PAUSE_MS = 5_000;

export async function pollJobStatus(
  dependencies: Dependencies,
  input: PollJobStatusInput,
  attempt: Attempt,
): ReturnType<Activities['pollJobStatus']> {
  const { smileId, clock, random } = dependencies;
  const now = clock().getTime();
  if (now < input.notBeforeMs) throw notYet('Giving Smile ID a moment before the first read.', input.notBeforeMs - now);

  const pauseMs = (): number => {
    const wanted = pauseBeforeNextRead(input.pace, now - input.sinceMs, random());
    const left = input.untilMs - now - LAST_READ_MARGIN_MS;
    return left > 0 ? Math.min(wanted, left) : wanted;
  };

  try {
    const job = { jobId: jobIdOf(input.verificationId), userId: input.userId };
    const reading = await smileId.readJobStatus(job, { signal: attempt.signal });
    const event = await newsIn(reading, dependencies, input, attempt);
    if (event !== undefined) return event;
    if (input.claim !== undefined && attempt.number >= CONFIRMATION_TRIES)
      return { kind: 'claim-unconfirmed', claim: input.claim };
    throw notYet(`${WHAT_SMILE_ID_SAYS[reading.kind]} Read ${attempt.number}.`, pauseMs());
  } catch (error) {
    if (!isVerificationFailure(error)) throw error;
    const reason = uselessnessOf(error);
    if (reason !== undefined)
      return giveUpOn(error, reason, attempt, { isLastWord: input.givesUpOnUntrusted, pauseMs: pauseMs() });
    if (error.kind === 'unavailable' || error.kind === 'outcome-unknown')
      throw tryAgain(error, Math.max(TROUBLE_PAUSE_MS, pauseMs()));
    // While a person decides, and because of a callback, nothing is parked: that would take the decision away from them.
    if (input.sitsOutBlocks ?? (!input.givesUpOnUntrusted && input.claim === undefined))
      throw tryAgain(error, Math.max(TROUBLE_PAUSE_MS, pauseMs()));
    return toEvent(error);
  }
}

const WHAT_SMILE_ID_SAYS: { readonly [K in JobReading['kind']]: string } = {
  'no-zip': 'Not yet: Smile ID has not looked at the pictures.',
  'no-zip-unverified': 'Not yet: Smile ID seems not to have looked at the pictures.',
  processing: 'Not yet: Smile ID is working on it.',
  reported: 'Not yet: Smile ID reports nothing new.',
};

async function newsIn(
  reading: JobReading,
  dependencies: Dependencies,
  { product, known, verificationId }: PollJobStatusInput,
  attempt: Attempt,
): Promise<EventOf<'result-confirmed'> | undefined> {
  if (reading.kind !== 'reported') return undefined;
  const results = reading.messages.map((message) => interpretResult(PRODUCTS[product].jobType, message));
  if (!isNotEmpty(results)) return undefined;
  const { result, isContradictory } = judgeResults(results);
  if (!isNews(known, result)) return undefined;
  const stored = result.isFinal
    ? await storeReturned(dependencies, verificationId, reading, attempt)
    : { pictures: [], missingPictures: 0 };
  // The lookup tells most about the ID, and it is never the result of the highest authority (PROTOCOL 10.2).
  const idData = Object.assign({}, ...reading.messages.toReversed().map((message) => message.idData));
  const businessData = reading.messages.find((message) => message.businessData !== undefined)?.businessData;
  return {
    kind: 'result-confirmed',
    result,
    isContradictory,
    ...stored,
    ...(Object.keys(idData).length === 0 ? {} : { idData }),
    ...(businessData === undefined ? {} : { businessData }),
  };
}

function isNotEmpty(results: readonly JobResult[]): results is readonly [JobResult, ...JobResult[]] {
  return results.length > 0;
}
