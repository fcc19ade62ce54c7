import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { knownCodes, meaningOf, REMEDY_SENTENCES, type ResultCategory } from '../../domain/result-codes.ts';

interface VendorRow {
  readonly jobType: 2 | 4;
  readonly code: string;
  readonly text: string;
  readonly category: 'approved' | 'provisional' | 'under_review' | 'rejected' | 'error';
  readonly final: boolean;
}

const ROWS: readonly VendorRow[] = JSON.parse(
  readFileSync(new URL('../fixtures/result-codes.smartselfie.json', import.meta.url), 'utf8'),
);

/** Codes about the person's enrolment: neither a rejection nor a defect. */
const USER_STATE = new Set(['2207', '2208', '2209', '2210', '2211', '2216']);

/** What the vendor's row must be here. */
function expectedCategory({ code, category }: VendorRow): ResultCategory {
  // Filed under "rejected", although all of its texts speak of the archive or of Smile ID, none of the person.
  if (code === '0001') return 'technical';
  if (category === 'error') return USER_STATE.has(code) ? 'user-state' : 'technical';
  return category === 'under_review' ? 'under-review' : category;
}

describe('The tables of result codes', () => {
  it.each(ROWS)('read $code of job type $jobType ("$text") as the vendor lists it', (row) => {
    expect(meaningOf(row.jobType, row.code)?.category).toBe(expectedCategory(row));
  });

  it.each([2, 4] as const)('hold no code for job type %i that the vendor does not list', (jobType) => {
    const listed = new Set(ROWS.filter((row) => row.jobType === jobType).map(({ code }) => code));
    expect([...knownCodes(jobType)].sort()).toEqual([...listed].sort());
  });

  it.each([
    [2, ['0820', '1220']],
    [4, ['0840', '1240']],
  ] as const)('approve job type %i by exactly %j', (jobType, approving) => {
    const found = knownCodes(jobType).filter((code) => meaningOf(jobType, code)?.category === 'approved');
    expect(found.sort()).toEqual(approving);
  });

  it('give an approving code of one job type no meaning for the other', () => {
    for (const code of ['0820', '1220']) expect(meaningOf(4, code)).toBeUndefined();
    for (const code of ['0840', '1240']) expect(meaningOf(2, code)).toBeUndefined();
  });

  it.each([1, 3, 5, 6, 7, 11])('know nothing of job type %i, which is not offered', (jobType) => {
    expect(knownCodes(jobType)).toEqual([]);
    expect(meaningOf(jobType, '0810')).toBeUndefined();
  });

  it('tell what to do wherever the answer is neither an approval nor still open', () => {
    const silent = new Set<ResultCategory>(['approved', 'provisional', 'under-review']);
    for (const jobType of [2, 4]) {
      for (const code of knownCodes(jobType)) {
        const meaning = meaningOf(jobType, code);
        const isSilent = silent.has(meaning?.category as ResultCategory);
        expect([code, REMEDY_SENTENCES[meaning?.remedy ?? 'none'] === '']).toEqual([code, isSilent]);
      }
    }
  });
});
