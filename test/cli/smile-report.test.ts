import { describe, expect, it } from '@jest/globals';
import { exitOfReport } from '../../cli/smile/exit-of-report.ts';
import { textOfReport } from '../../cli/smile/text-of-report.ts';
import type { JobResult } from '../../domain/job-result.ts';
import type { JobReport } from '../../smile-id/job-report.ts';
import { rowsOf } from './with-smile.ts';

const approved: JobResult = {
  ...{ code: '0810', text: 'Approved', category: 'approved', remedy: 'none' },
  ...{ authority: 'reviewer', isFinal: true },
} as const;
const report: JobReport = {
  ...{ status: 'final', result: approved, results: [approved], isContradictory: false, pictures: [] },
} as const;

describe('a report', () => {
  it('shows nothing of Smile ID that could move the cursor', () => {
    const text = textOfReport('j1', {
      ...report,
      result: { ...approved, text: 'Approved\u001b[2J' },
      idData: { fullName: 'A\nB' },
      businessData: { directors: [{ name: 'C\r' }] },
    });
    for (const control of ['\u001b', '\r']) expect(text).not.toContain(control);
    expect(rowsOf(text)).toEqual(expect.arrayContaining([['full name', 'A\uFFFDB']]));
  });

  it('tells of receipts and pictures, and keeps their links, which carry signatures', () => {
    const receiptUrl = 'https://example.com/?X-Amz-Signature=1';
    const text = textOfReport('j1', { ...report, receiptUrl, pictures: [{ role: 'selfie', url: receiptUrl }] });
    expect(rowsOf(text).slice(-2)).toEqual([
      ['pictures', 'selfie'],
      ['receipt', 'a PDF; its link is in the JSON'],
    ]);
  });

  it('needs a person where two reviewers disagree, and says so', () => {
    const contradictory = { ...report, isContradictory: true };
    expect(exitOfReport(report)).toBe(0);
    expect(exitOfReport(contradictory)).toBe(11);
    expect(textOfReport('j1', contradictory)).toContain('two reviewers of Smile ID disagree: let a person look');
  });

  it('never approves before it is final', () => {
    for (const status of ['pending', 'provisional'] as const) expect(exitOfReport({ ...report, status })).toBe(9);
  });
});
