import type { SimulatorQuirks } from './quirks.ts';

export type QuirkValues = readonly unknown[] | 'milliseconds' | 'milliseconds or null';

/** What each quirk may be. */
export const quirkValues: Record<keyof SimulatorQuirks, QuirkValues> = {
  strictTimestampFormat: [true, false],
  maxSkewMs: 'milliseconds or null',
  strictContentType: [true, false],
  legacyHashOn2314: [true, false],
  zipLagMs: 'milliseconds',
  alwaysFinal: [true, false],
  finalityInCallbacks: [true, false],
  reviewerResultInJobStatus: [true, false],
  resultWhileProcessing: ['string', 'absent'],
  historyScope: ['job', 'user'],
  retryKnowsProcessed: [true, false],
  repeatedDirectJob: ['answered', 'refused'],
  directJobsInJobStatus: [true, false],
  secondPut: ['ignored', 'processed-again'],
  retryKeepsSmileJobId: [true, false],
  resignRedeliveries: [true, false],
  compareNoFaceStatus: [200, 400],
  provisionalIsComplete: [true, false],
  jobIdScope: ['partner', 'user'],
  archiveErrors: ['result', 'callback-only', 'none'],
  numericErrorCodes: [true, false],
};

export function isAllowed(value: unknown, allowed: QuirkValues): boolean {
  if (typeof allowed !== 'string') return allowed.includes(value);
  if (value === null) return allowed === 'milliseconds or null';
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function wordsOfAllowed(allowed: QuirkValues): string {
  return typeof allowed === 'string' ? `a number of ${allowed}` : allowed.join(' or ');
}
