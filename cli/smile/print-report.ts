import type { JobReport } from '../../smile-id/job-report.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { printableJson } from '../printable.ts';
import { exitOfReport } from './exit-of-report.ts';
import { textOfReport } from './text-of-report.ts';

/** @param answer what is printed as JSON, the report or what holds it */
export function printReport(
  context: Context,
  jobId: string,
  report: JobReport,
  json: boolean,
  answer: object = report,
): ExitCode {
  context.out.write(json ? printableJson(answer) : textOfReport(jobId, report));
  return exitOfReport(report);
}
