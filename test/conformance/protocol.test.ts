import { describe, expect, it } from '@jest/globals';
import { reasonToSkip } from './case.ts';
import { ACCOUNT_CASES } from './cases/account.ts';
import { COMPARE_CASES } from './cases/compare.ts';
import { ENROLMENT_CASES } from './cases/enrolment.ts';
import { JOB_STATUS_CASES } from './cases/job-status.ts';
import { LOOKUP_CASES } from './cases/lookup.ts';
import { REPEAT_CASES } from './cases/repeat.ts';
import { TROUBLE_CASES } from './cases/trouble.ts';
import { UPLOAD_CASES } from './cases/upload.ts';
import { implementations } from './implementations.ts';

const CASES = [
  ...ACCOUNT_CASES,
  ...UPLOAD_CASES,
  ...ENROLMENT_CASES,
  ...JOB_STATUS_CASES,
  ...REPEAT_CASES,
  ...LOOKUP_CASES,
  ...COMPARE_CASES,
  ...TROUBLE_CASES,
];

/** A sandbox on another continent, with results that are waited for. */
const TIMEOUT_MS = 180_000;

for (const implementation of implementations(process.env)) {
  describe(`${implementation.name} keeps the protocol`, () => {
    for (const each of CASES) {
      const reason = reasonToSkip(implementation, each);
      if (reason === undefined) it(each.title, () => implementation.lend(each), TIMEOUT_MS);
      else it.skip(`${each.title}: ${reason}`, () => {});
    }
  });
}

describe('What is tried where', () => {
  const reasons = (env: Record<string, string>) => {
    const sandbox = implementations(env).at(-1);
    return sandbox === undefined ? [] : CASES.map((each) => reasonToSkip(sandbox, each));
  };
  const account = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: 'a-key' };

  it('never tries production, whose jobs are billed', () => {
    const told = reasons({ ...account, SMILE_ID_ENVIRONMENT: 'production' });
    expect(told).not.toContain(undefined);
    expect(told).toContainEqual(expect.stringContaining('jobs are billed'));
  });

  it('tries the sandbox where an account there is named', () => {
    expect(reasons({ ...account, SMILE_ID_ENVIRONMENT: 'sandbox' })).toContain(undefined);
    expect(reasons({ SMILE_ID_ENVIRONMENT: 'sandbox' })).not.toContain(undefined);
    expect(reasons(account)).not.toContain(undefined);
  });

  it('gives each case a title of its own', () => {
    expect(new Set(CASES.map(({ title }) => title)).size).toBe(CASES.length);
  });
});
