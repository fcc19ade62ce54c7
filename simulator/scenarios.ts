import type { OutcomeName } from './outcomes.ts';

/** `afterMs` counts from the step before; the first step's from the end of processing. Divided by timeScale. */
export interface ScenarioStep {
  afterMs: number;
  outcome: OutcomeName;
}

/** What happens to a job after its upload. The products say what an outcome is called in their codes. */
interface Scenario {
  steps: readonly ScenarioStep[];
  /** The zip is swallowed: job_status says 2314 for ever and nobody pays. */
  losesZip?: true;
  /** job_status is complete, with a text instead of a result object (PROTOCOL 9.3). */
  completesWithText?: string;
}

const reviewMs = 2 * 60 * 60 * 1000;

export const scenarios = {
  approve: { steps: [{ afterMs: 0, outcome: 'approved' }] },
  reject: { steps: [{ afterMs: 0, outcome: 'rejected' }] },
  'reject-quality': { steps: [{ afterMs: 0, outcome: 'poor-quality' }] },
  'no-face': { steps: [{ afterMs: 0, outcome: 'no-face' }] },
  provisional: { steps: [{ afterMs: 0, outcome: 'provisional' }] },
  'provisional-approve': {
    steps: [
      { afterMs: 0, outcome: 'provisional' },
      { afterMs: reviewMs, outcome: 'reviewer-approved' },
    ],
  },
  'under-review': { steps: [{ afterMs: 0, outcome: 'under-review' }] },
  'review-approve': {
    steps: [
      { afterMs: 0, outcome: 'under-review' },
      { afterMs: reviewMs, outcome: 'reviewer-approved' },
    ],
  },
  'review-reject': {
    steps: [
      { afterMs: 0, outcome: 'under-review' },
      { afterMs: reviewMs, outcome: 'reviewer-rejected' },
    ],
  },
  'review-reject-spoof': {
    steps: [
      { afterMs: 0, outcome: 'under-review' },
      { afterMs: reviewMs, outcome: 'reviewer-found-spoof' },
    ],
  },
  never: { steps: [] },
  'no-zip': { steps: [], losesZip: true },
  'unknown-code': { steps: [{ afterMs: 0, outcome: 'unknown' }] },
  'string-result': { steps: [], completesWithText: 'Job completed' },
  'system-error': { steps: [{ afterMs: 0, outcome: 'system-error' }] },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** The row of a scenario, seen through its interface. */
export function findScenario(name: ScenarioName): Scenario {
  return scenarios[name];
}
