import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  knownCodes,
  meaningOf,
  REMEDY_SENTENCES,
  type Remedy,
  type ResultCategory,
} from '../../domain/result-codes.ts';

interface VendorRow {
  readonly id: string;
  readonly code: string;
  readonly jobTypes: readonly number[];
  readonly where: readonly string[];
  readonly text: string;
  readonly texts?: readonly string[];
  readonly category:
    | 'approved'
    | 'approved_with_attention'
    | 'provisional'
    | 'under_review'
    | 'rejected'
    | 'error'
    | null;
  readonly final: boolean;
  readonly remedy?: string;
  readonly partial?: true;
}

/** Every row of the vendor's list, unchanged. */
const ROWS: readonly VendorRow[] = JSON.parse(
  readFileSync(new URL('../fixtures/result-codes.json', import.meta.url), 'utf8'),
);

const JOB_TYPES = [1, 2, 3, 4, 5, 6, 7, 11];

/** The codes that no `ResultCode` carries: answers to a request, and the `code` beside a result in job_status. */
function isAboutARequest({ where, jobTypes, code }: VendorRow): boolean {
  const arrivesAsResult = where.some((place) => ['callback', 'job_status', 'sync'].includes(place));
  return !arrivesAsResult || jobTypes.length === 0 || code === '2314';
}

const CASES = ROWS.filter((row) => !isAboutARequest(row)).flatMap((row) =>
  row.jobTypes.map((jobType) => ({ jobType, code: row.code, text: row.text, row })),
);

/** About the person's enrolment: neither a rejection nor a defect. */
const USER_STATE = new Set(['2207', '2208', '2209', '2210', '2211', '2216']);

/** Where the tables leave the vendor's category, and why. */
const OTHER_CATEGORIES: { readonly [jobTypeAndCode: string]: readonly [ResultCategory, string] } = {
  ...Object.fromEntries(
    [1, 2, 3, 4, 6].map((jobType) => [
      `${jobType} 0001`,
      ['technical', 'one code for faults of Smile ID, broken archives and unusable pictures, none about the person'],
    ]),
  ),
  ...Object.fromEntries(
    [1, 5, 7].map((jobType) => [`${jobType} 1016`, ['technical', 'the account may not use the type of ID']]),
  ),
  '6 0903': ['technical', 'the archive is broken'],
  '1 1213': ['needs-decision', 'provisional and final at once: nothing else comes'],
  '5 1021': ['approved-with-attention', "a cautious partner looks at it, says the vendor's list"],
};

const CATEGORIES = {
  approved: 'approved',
  approved_with_attention: 'approved-with-attention',
  provisional: 'provisional',
  under_review: 'under-review',
  rejected: 'rejected',
  error: 'technical',
} as const;

function expectedCategory(jobType: number, { code, category }: VendorRow): ResultCategory | undefined {
  if (category === null) return undefined;
  if (category === 'error' && USER_STATE.has(code)) return 'user-state';
  return OTHER_CATEGORIES[`${jobType} ${code}`]?.[0] ?? CATEGORIES[category];
}

const REMEDIES: { readonly [vendors: string]: Remedy } = {
  new_attempt_by_user: 'new-attempt',
  new_images: 'new-pictures',
  rebuild_zip_and_resubmit: 'start-again',
  resubmit_as_new_job: 'start-again',
  fix_request: 'fix-request',
  retry_later: 'retry-later',
  contact_support: 'contact-smile-id',
  await_callback: 'none',
  manual_decision: 'decide-by-hand',
  enable_user: 'enable-user',
  enroll_user: 'enrol-user',
  re_enroll_user: 're-enrol-user',
  new_user_id: 'new-user-id',
  new_user_id_or_allow_new_enroll: 'new-user-id-or-allow-new-enroll',
};

/** Where the vendor's list names no remedy, or one that helps nobody. */
const OTHER_REMEDIES: { readonly [codeAndText: string]: Remedy } = {
  '0001 Data Invalid': 'start-again',
  '0811 Unable to Verify Document - reason': 'new-attempt',
  '0816 Unable to verify Document - Unsupported Document': 'choose-supported-id-type',
  '1013 Unable to validate ID': 'check-id-number',
  '1013 Invalid ID': 'check-id-number',
  '1014 Unsupported ID number format': 'check-id-number',
  '1014 Unsupported ID Type': 'choose-supported-id-type',
  '1022 No Match': 'check-personal-data',
  '1023 Not Found': 'check-id-number',
  '2201 System Error': 'start-again',
};

/** What the tables know beyond the vendor's list, and why. */
const BEYOND_THE_LIST = [
  ...['1 2201', '1 2203', '1 2213', '6 2201', '11 2201', '11 2203', '11 2213'].map((jobTypeAndCode) => ({
    jobTypeAndCode,
    why: 'any upload may be answered so (PROTOCOL 7.3; 20, U9)',
  })),
  ...['11 0001', '11 0903'].map((jobTypeAndCode) => ({
    jobTypeAndCode,
    why: 'both products with a document report archives alike (PROTOCOL 7.3; 20, U11)',
  })),
];

const ALL_TEXTS = [...new Set(ROWS.flatMap(({ text, texts }) => [text, ...(texts ?? [])]))];

function codesOf(jobType: number, category: ResultCategory): string[] {
  return knownCodes(jobType)
    .filter((code) => meaningOf(jobType, code)?.category === category)
    .sort();
}

describe('The tables of result codes', () => {
  it("are compared with the whole of the vendor's list", () => {
    expect(ROWS).toHaveLength(154);
    const leftOut = ROWS.filter((row) => isAboutARequest(row) && row.where.includes('job_status'));
    expect(leftOut.map(({ id }) => id)).toEqual([
      '6:2314',
      ...['2301', '2302', '2303', '2304', '2305', '2307', '2310', '2313', '2314'].map((code) => `any:${code}`),
    ]);
    expect(new Set(CASES.map(({ jobType }) => jobType))).toEqual(new Set(JOB_TYPES));
  });

  it.each(CASES)('put $code of job type $jobType ("$text") into its category', ({ jobType, row }) => {
    expect(meaningOf(jobType, row.code)?.category).toBe(expectedCategory(jobType, row));
  });

  it.each(CASES)('know what helps after $code of job type $jobType ("$text")', ({ jobType, row }) => {
    for (const text of row.texts ?? [row.text]) {
      const expected = OTHER_REMEDIES[`${row.code} ${text}`] ?? REMEDIES[row.remedy ?? ''] ?? 'none';
      expect([text, meaningOf(jobType, row.code, text)?.remedy]).toEqual([text, expected]);
    }
  });

  it.each(CASES)('wait after $code of job type $jobType ("$text") only if more will come', ({ jobType, row }) => {
    const { category, isLookup } = meaningOf(jobType, row.code) ?? {};
    const isOpen = category === 'provisional' || category === 'under-review' || isLookup === true;
    expect(isOpen).toBe(!row.final);
    expect(isLookup).toBe(row.partial);
  });

  it.each(JOB_TYPES)('hold no code for job type %i that neither the vendor nor a reason lists', (jobType) => {
    const listed = CASES.filter((one) => one.jobType === jobType).map(({ code }) => code);
    const beyond = BEYOND_THE_LIST.map(({ jobTypeAndCode }) => jobTypeAndCode.split(' '))
      .filter(([type]) => type === String(jobType))
      .map(([, code]) => code);
    expect(listed.filter((code) => beyond.includes(code))).toEqual([]);
    expect([...knownCodes(jobType)].sort()).toEqual([...new Set([...listed, ...beyond])].sort());
  });

  it('neither approve nor reject by a code beyond the list', () => {
    for (const { jobTypeAndCode } of BEYOND_THE_LIST) {
      const [jobType, code] = jobTypeAndCode.split(' ');
      expect(meaningOf(Number(jobType), code ?? '')?.category).toBe('technical');
    }
  });

  it.each([
    [1, ['0810', '1012', '1210'], []],
    [2, ['0820', '1220'], []],
    [3, ['0840'], []],
    [4, ['0840', '1240'], []],
    [5, ['1012', '1020'], ['1021']],
    [6, ['0810'], ['0817']],
    [7, ['1012'], []],
    [11, ['0810'], ['0817']],
  ])('approve job type %i by exactly %j, and with attention by %j', (jobType, approving, withAttention) => {
    expect(codesOf(jobType, 'approved')).toEqual(approving);
    expect(codesOf(jobType, 'approved-with-attention')).toEqual(withAttention);
  });

  it('take one part of a job for a part: the ID lookup of Biometric KYC', () => {
    const lookups = JOB_TYPES.flatMap((jobType) =>
      knownCodes(jobType)
        .filter((code) => meaningOf(jobType, code)?.isLookup)
        .map((code) => `${jobType} ${code}`),
    );
    expect(lookups).toEqual(['1 1012']);
  });

  it.each([
    ['0812', 1, 'provisional', 6, 'rejected'],
    ['0812', 1, 'provisional', 11, 'rejected'],
    ['0814', 1, 'under-review', 6, undefined],
    ['0820', 2, 'approved', 4, undefined],
    ['1220', 2, 'approved', 4, undefined],
    ['0840', 4, 'approved', 2, undefined],
    ['1240', 4, 'approved', 3, undefined],
    ['0816', 6, 'rejected', 1, undefined],
    ['1020', 5, 'approved', 1, undefined],
  ] as const)('tell %s of job type %i (%s) from that of job type %i (%s)', (code, one, meansOne, other, meansOther) => {
    expect(meaningOf(one, code)?.category).toBe(meansOne);
    expect(meaningOf(other, code)?.category).toBe(meansOther);
  });

  it('let no text change what is decided', () => {
    const texts = [...ALL_TEXTS, 'Approved', 'Document Verified After Human Review', 'x'.repeat(10_000)];
    for (const jobType of JOB_TYPES) {
      for (const code of [...knownCodes(jobType), '0999', '1299']) {
        const { remedy: _, ...decided } = meaningOf(jobType, code) ?? { remedy: 'none' };
        for (const text of texts) {
          const { remedy: __, ...read } = meaningOf(jobType, code, text) ?? { remedy: 'none' };
          expect(read).toEqual(decided);
        }
      }
    }
  });

  it.each([
    [6, 'Unable to Verify Document - Selfie unusable', 'new-pictures'],
    [6, 'UNABLE TO VERIFY DOCUMENT - ID CARD IMAGE UNUSABLE', 'new-pictures'],
    [6, 'System Error', 'start-again'],
    [6, '', 'start-again'],
    [11, 'ID Card image not provided', 'new-pictures'],
    [1, 'Selfie image unusable', 'new-pictures'],
    [1, 'ID Authority image not available', 'decide-by-hand'],
    [1, 'Data Invalid', 'start-again'],
    [2, 'Selfie unusable', 'start-again'],
  ] as const)('refine what helps after 0001 of job type %i by "%s": %s', (jobType, text, remedy) => {
    expect(meaningOf(jobType, '0001', text)).toEqual({ category: 'technical', remedy });
  });

  it.each([0, 8, 9, 10, -1, Number.NaN])('know nothing of job type %p', (jobType) => {
    expect(knownCodes(jobType)).toEqual([]);
    expect(meaningOf(jobType, '0810')).toBeUndefined();
  });

  it.each(['', '0000', '0818', '9999', '810', '2302', '2314', 'constructor', '__proto__'])(
    'know nothing of the code "%s"',
    (code) => {
      for (const jobType of JOB_TYPES) expect(meaningOf(jobType, code, 'Approved')).toBeUndefined();
    },
  );

  it('tell what to do wherever the answer is neither an approval nor still open', () => {
    const silent = new Set<ResultCategory>(['approved', 'approved-with-attention', 'provisional', 'under-review']);
    for (const jobType of JOB_TYPES) {
      for (const code of knownCodes(jobType)) {
        const meaning = meaningOf(jobType, code);
        const isSilent = silent.has(meaning?.category as ResultCategory);
        expect([jobType, code, REMEDY_SENTENCES[meaning?.remedy ?? 'none'] === '']).toEqual([jobType, code, isSilent]);
      }
    }
  });
});
