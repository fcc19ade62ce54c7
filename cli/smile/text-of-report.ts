import type { BusinessPerson } from '../../domain/business-data.ts';
import type { Authority, JobResult } from '../../domain/job-result.ts';
import { REMEDY_SENTENCES } from '../../domain/result-codes.ts';
import type { JobReport } from '../../smile-id/job-report.ts';
import { textOfRows, wordsOf } from './rows.ts';

const BY: { readonly [A in Authority]: string } = {
  lookup: 'by the ID authority, which is one part of it',
  provisional: "not Smile ID's last word",
  machine: "by Smile ID's machine check",
  reviewer: "by Smile ID's reviewer",
};

/** What Smile ID says about a job, for a person who asked. Personal. Links, which carry signatures, stay in the JSON. */
export function textOfReport(jobId: string, report: JobReport): string {
  const { status, result, isContradictory, results, idData, businessData, pictures, receiptUrl } = report;
  if (result === undefined)
    return textOfRows([
      ['pending', 'Smile ID has not said anything about the person yet.'],
      ['job', jobId],
    ]);
  return textOfRows([
    [status === 'final' ? result.category : status, sentenceOf(result)],
    ['job', jobId],
    ['Smile job', result.smileJobId],
    ['but', isContradictory ? 'two reviewers of Smile ID disagree: let a person look' : undefined],
    ['next', REMEDY_SENTENCES[result.remedy]],
    ...results.filter((other) => other !== result).map((other): [string, string] => ['also', sentenceOf(other)]),
    ...membersOf(result.fieldMatches),
    ...membersOf(idData),
    ...membersOf(businessData),
    ['pictures', pictures.map(({ role }) => role).join(', ')],
    ['receipt', receiptUrl === undefined ? undefined : 'a PDF; its link is in the JSON'],
  ]);
}

function sentenceOf({ text, code, authority }: JobResult): string {
  return `${text === '' ? 'no text' : text} (${code}), ${BY[authority]}`;
}

type Member = string | boolean | readonly BusinessPerson[];

function membersOf(members: { readonly [field: string]: Member } | object | undefined): [string, string][] {
  return Object.entries((members ?? {}) as { readonly [field: string]: Member }).flatMap(([field, value]) => {
    if (typeof value === 'string') return [[wordsOf(field), value]];
    if (typeof value === 'boolean') return [[wordsOf(field), value ? 'yes' : 'no']];
    return value.map((person): [string, string] => [wordsOf(field), Object.values(person).join(', ')]);
  });
}
