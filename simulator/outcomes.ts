/**
 * What may be reported about a job, whatever the product. `enrols`: products that enrol do it on this outcome.
 * `success` is `job_success` of job_status, which is true for provisional results as well (PROTOCOL U5).
 */
export interface Outcome {
  resultType: 'SAIA' | 'DIVA' | 'SYSTEM';
  final: boolean;
  success: boolean;
  enrols: boolean;
}

const machine = { resultType: 'SAIA', final: true, success: false, enrols: false } as const;
const reviewer = { resultType: 'DIVA', final: true, success: false, enrols: false } as const;

export const outcomes = {
  approved: { ...machine, success: true, enrols: true },
  rejected: machine,
  'poor-quality': machine,
  'no-face': machine,
  provisional: { ...machine, final: false, success: true },
  'under-review': { ...machine, final: false, success: true },
  'reviewer-approved': { ...reviewer, success: true, enrols: true },
  'reviewer-rejected': reviewer,
  'reviewer-found-spoof': reviewer,
  // Looks like an approval in everything but its code, which is in no table: who trusts the flags approves a stranger.
  unknown: { ...machine, success: true },
  'system-error': { ...machine, resultType: 'SYSTEM' },
  'bad-archive': machine,
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof outcomes;
