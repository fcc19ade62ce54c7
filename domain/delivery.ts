import type { Notification, NotificationType } from './notification.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Pauses before each attempt to deliver a notification, as Svix documents them (https://docs.svix.com/retries): the
 * last one comes after more than a day.
 */
export const DELIVERY_PAUSES_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** Attempts of earlier runs that a redelivery keeps; older ones are forgotten. */
export const MOST_EARLIER_ATTEMPTS = 50;

/** How one attempt went. Holds nothing that the receiver said but its status. */
export type Attempted = {
  /** ISO 8601, UTC: when it began. */
  readonly at: string;
  readonly durationMs: number;
} & (
  | { readonly kind: 'answered'; readonly status: number }
  /** `reason` in words, such as "connection refused". */
  | { readonly kind: 'failed'; readonly reason: string }
);

export type DeliveryAttempt = Attempted & { readonly number: number };

export type DeliveryState = 'trying' | 'delivered' | 'undelivered';

/** What has become of a notification. */
export interface Delivery {
  readonly type: NotificationType;
  /** When it happened. */
  readonly timestamp: string;
  /** Origin of the URL: a path or a query may be a secret. */
  readonly receiver: string;
  readonly state: DeliveryState;
  /** Oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
  /** While it is being tried and no attempt is under way. */
  readonly nextAttemptAt?: string;
}

/** What an attempt means: 410 says that the receiver is gone for good, and anything but 2xx that it has not taken it. */
export function verdictOf(attempt: Attempted): 'delivered' | 'gone' | 'try-again' {
  if (attempt.kind === 'failed') return 'try-again';
  if (attempt.status === 410) return 'gone';
  return attempt.status >= 200 && attempt.status < 300 ? 'delivered' : 'try-again';
}

export function deliveryOf(
  url: string,
  { type, timestamp }: Notification,
  { state, attempts, nextAttemptAtMs }: Pick<Delivery, 'state' | 'attempts'> & { readonly nextAttemptAtMs?: number },
): Delivery {
  return {
    type,
    timestamp,
    receiver: originOf(url),
    state,
    attempts,
    ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAt: new Date(nextAttemptAtMs).toISOString() }),
  };
}

/** One record out of several, which may repeat each other: oldest first, numbered anew. */
export function mergeAttempts(records: readonly (readonly Attempted[])[]): readonly DeliveryAttempt[] {
  // No two attempts of one notification begin at once: the next one waits for the end of the one before.
  const byBeginning = new Map(records.flat().map((attempt) => [attempt.at, attempt]));
  return [...byBeginning.values()]
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map((attempt, index) => ({ ...attempt, number: index + 1 }));
}

/** One sentence for people. */
export function sentenceOf({ type, receiver, state, attempts, nextAttemptAt }: Delivery): string {
  const last = attempts.at(-1);
  const count = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  const outcome =
    last === undefined
      ? 'no attempt has ended'
      : `${count}, the last at ${last.at}: ${last.kind === 'answered' ? `HTTP ${last.status}` : last.reason}`;
  const next = nextAttemptAt === undefined ? '' : `; next attempt at ${nextAttemptAt}`;
  return `${type} to ${receiver}: ${state}, ${outcome}${next}.`;
}

/** Empty where that is not certain: rather nothing than a part of a secret. */
function originOf(url: string): string {
  return /^https?:\/\/[^/\\?#@]+(?=[/\\?#]|$)/i.exec(url)?.[0] ?? '';
}
