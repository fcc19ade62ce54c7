import type { JobResult } from '../../domain/job-result.ts';
import type { JobReport } from '../../smile-id/job-report.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

const EXIT_OF_CATEGORY: { readonly [C in JobResult['category']]: ExitCode } = {
  approved: EXIT.ok,
  'approved-with-attention': EXIT.needsPerson,
  provisional: EXIT.notEnded,
  'under-review': EXIT.notEnded,
  rejected: EXIT.rejected,
  'needs-decision': EXIT.needsPerson,
  // No table knows the code: it never approves, and never rejects a person.
  unknown: EXIT.needsPerson,
  technical: EXIT.failed,
  'user-state': EXIT.failed,
};

/** `ok` for an approval that leaves nothing open, and for nothing else. */
export function exitOfReport({ status, result, isContradictory }: JobReport): ExitCode {
  if (status !== 'final' || result === undefined) return EXIT.notEnded;
  return isContradictory ? EXIT.needsPerson : EXIT_OF_CATEGORY[result.category];
}
