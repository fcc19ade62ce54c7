/**
 * What may be reported about a job, whatever the product. `enrols`: products that enrol do it on this outcome.
 * `success` is `job_success` of job_status, which is true for provisional results as well (PROTOCOL U5).
 */
export interface Outcome {
  resultType: 'SAIA' | 'DIVA' | 'SYSTEM' | 'ID Verification';
  final: boolean;
  success: boolean;
  enrols: boolean;
  /** Only what the authority said about the number: does not complete the job (PROTOCOL 10.2). */
  partial?: true;
}

const machine = { resultType: 'SAIA', final: true, success: false, enrols: false } as const;
const reviewer = { resultType: 'DIVA', final: true, success: false, enrols: false } as const;
const system = { ...machine, resultType: 'SYSTEM' } as const;
const lookup = { resultType: 'ID Verification', final: false, success: false, enrols: false, partial: true } as const;

const outcomes = {
  'id-validated': lookup,
  'lookup-unavailable': lookup,
  approved: { ...machine, success: true, enrols: true },
  'approved-with-attention': { ...machine, success: true, enrols: true },
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
  unclassified: machine,
  'unsupported-document': machine,
  'unsupported-id-type': machine,
  'id-not-found': system,
  'bad-id-number': system,
  'not-enabled': system,
  'issuer-unavailable': system,
  'issuer-down': system,
  spoof: machine,
  'strict-spoof': machine,
  'no-authority-photo': machine,
  'machine-unsure': { ...machine, final: false, success: true },
  'reviewer-unsure': reviewer,
  'reviewer-rejected-card': reviewer,
  'partial-match': { ...machine, success: true },
  'no-match': machine,
  'identical-pictures': machine,
  'id-number-blocked': system,
  'system-error': system,
  'bad-archive': machine,
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof outcomes;

/** The row of an outcome, seen through its interface. */
export function findOutcome(name: OutcomeName): Outcome {
  return outcomes[name];
}
