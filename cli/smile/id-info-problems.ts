import type { IdField, IdInfo } from '../../domain/id-info.ts';
import { type Flags, furtherProblems } from '../words-of-options.ts';

/** What is wrong with the form of ID data, and which fields are missing, in the words of the command line. */
export async function idInfoProblems(
  idInfo: IdInfo,
  requiredFields: readonly IdField[],
  flags: Flags,
  told: readonly string[],
): Promise<string[]> {
  const { jobShape, sentenceOf } = await import('../../requests/job-shape.ts');
  const missing = requiredFields
    .filter((field) => idInfo[field] === undefined || idInfo[field] === '')
    .map((field) => `idInfo.${field} is missing`);
  const parsed = jobShape.idInfo.safeParse(idInfo);
  const ill = parsed.success
    ? []
    : parsed.error.issues.map((issue) => sentenceOf({ ...issue, path: ['idInfo', ...issue.path] }, 'ID data'));
  return furtherProblems(flags, [...missing, ...ill], told);
}
