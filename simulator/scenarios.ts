import type { OutcomeName } from './outcomes.ts';

/** `afterMs` counts from the step before; the first step's from the end of processing. Divided by timeScale. */
export interface ScenarioStep {
  afterMs: number;
  outcome: OutcomeName;
}

/**
 * What happens to a job after its upload, or what a request is answered. The products say what an outcome is called in their codes, and are silent
 * about one that they have no code for.
 */
interface Scenario {
  /** Job types; left out: all. */
  onlyFor?: readonly number[];
  /** What a user's later jobs get instead. */
  laterJobs?: 'approve';
  steps: readonly ScenarioStep[];
  /** Of the products that answer at once: so many calls get the first step, later ones the last. */
  refusedCalls?: number;
  /** The zip is swallowed: job_status says 2314 for ever and nobody pays. */
  losesZip?: true;
  /** job_status is complete, with a text instead of a result object (PROTOCOL 9.3). */
  completesWithText?: string;
}

const reviewMs = 2 * 60 * 60 * 1000;

const validated = { afterMs: 0, outcome: 'id-validated' } as const;
const underReview = { afterMs: 0, outcome: 'under-review' } as const;

export const scenarios = {
  approve: { steps: [validated, { afterMs: 0, outcome: 'approved' }] },
  'approved-with-attention': { onlyFor: [6, 11], steps: [{ afterMs: 0, outcome: 'approved-with-attention' }] },
  reject: { steps: [validated, { afterMs: 0, outcome: 'rejected' }] },
  'reject-quality': { steps: [validated, { afterMs: 0, outcome: 'poor-quality' }] },
  'no-face': { steps: [validated, { afterMs: 0, outcome: 'no-face' }] },
  provisional: { steps: [validated, { afterMs: 0, outcome: 'provisional' }] },
  'provisional-approve': {
    steps: [validated, { afterMs: 0, outcome: 'provisional' }, { afterMs: reviewMs, outcome: 'reviewer-approved' }],
  },
  'under-review': { steps: [validated, underReview] },
  'review-approve': { steps: [validated, underReview, { afterMs: reviewMs, outcome: 'reviewer-approved' }] },
  'review-reject': { steps: [validated, underReview, { afterMs: reviewMs, outcome: 'reviewer-rejected' }] },
  'review-reject-spoof': { steps: [validated, underReview, { afterMs: reviewMs, outcome: 'reviewer-found-spoof' }] },
  'unclassified-document': { onlyFor: [6, 11], steps: [{ afterMs: 0, outcome: 'unclassified' }] },
  'unsupported-document': { onlyFor: [6, 11], steps: [{ afterMs: 0, outcome: 'unsupported-document' }] },
  'unsupported-id-type': { onlyFor: [6, 11], steps: [{ afterMs: 0, outcome: 'unsupported-id-type' }] },
  'id-not-found': { onlyFor: [1, 5, 7, 11], steps: [{ afterMs: 0, outcome: 'id-not-found' }] },
  'bad-id-number': { onlyFor: [1, 5, 7], steps: [{ afterMs: 0, outcome: 'bad-id-number' }] },
  'not-enabled': { onlyFor: [1, 5, 7], steps: [{ afterMs: 0, outcome: 'not-enabled' }] },
  'issuer-unavailable': {
    onlyFor: [1, 5, 7, 11],
    steps: [
      { afterMs: 0, outcome: 'lookup-unavailable' },
      { afterMs: 0, outcome: 'issuer-unavailable' },
    ],
  },
  'issuer-unavailable-for-a-while': {
    onlyFor: [1, 11],
    laterJobs: 'approve',
    steps: [{ afterMs: 0, outcome: 'issuer-down' }],
  },
  'issuer-recovers': {
    onlyFor: [5, 7],
    refusedCalls: 2,
    steps: [
      { afterMs: 0, outcome: 'issuer-down' },
      { afterMs: reviewMs, outcome: 'approved' },
    ],
  },
  'partial-match': { onlyFor: [5], steps: [{ afterMs: 0, outcome: 'partial-match' }] },
  'no-match': { onlyFor: [5], steps: [{ afterMs: 0, outcome: 'no-match' }] },
  'identical-pictures': { onlyFor: [3], steps: [{ afterMs: 0, outcome: 'identical-pictures' }] },
  spoof: { onlyFor: [1], steps: [validated, { afterMs: 0, outcome: 'spoof' }] },
  'strict-spoof': { onlyFor: [1], steps: [validated, { afterMs: 0, outcome: 'strict-spoof' }] },
  'no-authority-photo': { onlyFor: [1], steps: [validated, { afterMs: 0, outcome: 'no-authority-photo' }] },
  'machine-unsure': {
    onlyFor: [1],
    steps: [validated, { afterMs: 0, outcome: 'machine-unsure' }, { afterMs: reviewMs, outcome: 'reviewer-approved' }],
  },
  'review-unsure': { onlyFor: [1], steps: [validated, underReview, { afterMs: reviewMs, outcome: 'reviewer-unsure' }] },
  'review-reject-card': {
    onlyFor: [1],
    steps: [validated, underReview, { afterMs: reviewMs, outcome: 'reviewer-rejected-card' }],
  },
  'lookup-only': { onlyFor: [1], steps: [validated] },
  never: { steps: [] },
  'no-zip': { steps: [], losesZip: true },
  'unknown-code': { steps: [validated, { afterMs: 0, outcome: 'unknown' }] },
  'string-result': { steps: [], completesWithText: 'Job completed' },
  'system-error': { steps: [{ afterMs: 0, outcome: 'system-error' }] },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** The row of a scenario, seen through its interface. */
export function findScenario(name: ScenarioName): Scenario {
  return scenarios[name];
}
