import { meaningOf, type Remedy, type ResultCategory } from './result-codes.ts';
import type { FieldMatches, ResultMessage } from './result-message.ts';

/** Who stands behind a result, from the least to the greatest authority (PROTOCOL 10.5). */
export const AUTHORITIES = ['lookup', 'provisional', 'machine', 'reviewer'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** A result of a Smile ID job, interpreted for its product. */
export interface JobResult {
  /** Smile ID's `ResultCode`, four characters. What it means depends on the product: decide by `category`. */
  readonly code: string;
  /** For people; at most 200 characters. */
  readonly text: string;
  /** `unknown` for a code that no table lists. */
  readonly category: ResultCategory | 'unknown';
  /** What the person or the caller should do next. */
  readonly remedy: Remedy;
  /** Who stands behind it. */
  readonly authority: Authority;
  readonly isFinal: boolean;
  /** 0 to 100; deprecated by Smile ID, decide nothing by it. */
  readonly confidence?: number;
  /** Smile ID's number of the job, ten digits. */
  readonly smileJobId?: string;
  /** Basic KYC: how the caller's data agree with the authority's, in Smile ID's words. */
  readonly fieldMatches?: FieldMatches;
}

/** The part of a result by which two deliveries of it are recognised as one. */
export type ResultKey = Pick<JobResult, 'code' | 'authority' | 'isFinal'>;

export function interpretResult(jobType: number, message: ResultMessage): JobResult {
  const meaning = meaningOf(jobType, message.code, message.text);
  const category = meaning?.category ?? 'unknown';
  const undecided = category === 'provisional' || category === 'under-review';
  const isLookup = meaning?.isLookup === true;
  const isFinal = !undecided && !isLookup && meaning?.passes !== true && message.declaredFinal !== false;
  return {
    code: message.code,
    text: message.text,
    category,
    remedy: meaning?.remedy ?? 'none',
    authority: isLookup ? 'lookup' : authorityOf(message, isFinal),
    isFinal,
    ...(message.confidence === undefined ? {} : { confidence: message.confidence }),
    ...(message.smileJobId === undefined ? {} : { smileJobId: message.smileJobId }),
    ...(message.fieldMatches === undefined ? {} : { fieldMatches: message.fieldMatches }),
  };
}

function authorityOf({ fromReviewer }: ResultMessage, isFinal: boolean): Authority {
  if (!isFinal) return 'provisional';
  return fromReviewer ? 'reviewer' : 'machine';
}

export interface JudgedResults {
  /** The result of the highest authority; among equals the newest. */
  readonly result: JobResult;
  /** Two reviewer results that do not agree: a person has to look. */
  readonly isContradictory: boolean;
}

/** `results` newest first, at least one. */
export function judgeResults(results: readonly [JobResult, ...JobResult[]]): JudgedResults {
  const highest = Math.max(...results.map(rankOf));
  const top = results.filter((result) => rankOf(result) === highest);
  const result = top[0] ?? results[0];
  const isContradictory =
    result.authority === 'reviewer' && top.some((other) => other.isFinal && other.category !== result.category);
  return { result, isContradictory };
}

/** False for what is known already and for what a higher authority has overruled. */
export function isNews(known: readonly ResultKey[], result: ResultKey): boolean {
  return known.every((other) => rankOf(other) <= rankOf(result) && keyOf(other) !== keyOf(result));
}

function rankOf(result: ResultKey): number {
  return AUTHORITIES.indexOf(result.authority);
}

function keyOf({ code, authority, isFinal }: ResultKey): string {
  return `${code} ${authority} ${isFinal}`;
}
