import type { CallbackSignal, SignalOutcome } from '../../client/signal-callback.ts';
import { verificationIdOfJob } from '../../domain/identifiers.ts';
import { requestIdOf } from '../callback-request.ts';
import { digestOf } from '../digest.ts';

type Claim = CallbackSignal['claim'];

/** A genuine callback about a job that nobody here knows. Holds nothing of the body but the claim. */
export interface DeadLetter {
  /** Follows from the content: the same content again is the same letter. */
  readonly id: string;
  /** The job's id, where it can be that of a verification; otherwise it may be anything, and only its hash is kept. */
  readonly verificationId?: string;
  readonly jobIdHash?: string;
  readonly claim: Claim;
  readonly signedAtMs: number;
}

export interface Redelivery {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly outcome: SignalOutcome;
}

export interface StoredDeadLetter extends Omit<DeadLetter, 'signedAtMs'> {
  /** ISO 8601, UTC, as the other times; when the latest copy was signed. */
  readonly signedAt: string;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** How often the same content came. */
  readonly count: number;
  /** Oldest first. */
  readonly redeliveries: readonly Redelivery[];
}

/** Where callbacks about unknown jobs are kept. Give another one to the receiver if a file does not suit. */
export interface DeadLetterStore {
  /** Returns once the letter is durable: only then is the sender told that it was received. */
  keep(letter: DeadLetter): Promise<void>;
  close(): Promise<void>;
}

export function deadLetterOf(jobId: string, claim: Claim, signedAtMs: number): DeadLetter {
  const verificationId = verificationIdOfJob(jobId);
  const jobIdHash = digestOf([jobId]).slice(0, 16);
  return {
    id: requestIdOf(jobId, claim).slice(0, 16),
    ...(verificationId === undefined ? { jobIdHash } : { verificationId }),
    claim,
    signedAtMs,
  };
}

/** Whether a verification has it, so that nobody needs to deliver it again. */
export function isDelivered({ redeliveries }: Pick<StoredDeadLetter, 'redeliveries'>): boolean {
  return redeliveries.some(({ outcome }) => outcome !== 'unknown');
}
