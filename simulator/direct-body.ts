import type { Job, JobResult } from './job.ts';
import { describeActions, sourceOf } from './result-body.ts';
import { showBusiness, showPerson } from './specimen.ts';

/** The result of a lookup in the recorded key order, unsigned (PROTOCOL 12.1, 12.3). Answers and callbacks share it. */
export function lookupResult(job: Job, { row }: JobResult): object {
  return {
    ...head(job, row.code, row.text),
    Actions: { ...describeActions(job, row, job.product.actions), ...unclaimed(job) },
    Country: job.idInfo?.country,
    IDType: job.idInfo?.id_type,
    IDNumber: job.idInfo?.id_number,
    ...showPerson(job, row, ['ExpirationDate', 'FullName', 'DOB', 'Photo', 'PhoneNumber', 'Gender', 'Address']),
    ...(row.actions.Return_Personal_Info === 'Returned' && { FullData: { source: 'specimen' } }),
    Source: sourceOf(job),
  };
}

/** The same for a business, whose data are in snake case (PROTOCOL 10.3). */
export function businessResult(job: Job, { row }: JobResult): object {
  return {
    ...head(job, row.code, row.text),
    Actions: describeActions(job, row, job.product.actions),
    ...showBusiness(job, row),
    success: row.actions.Return_Business_Info === 'Returned',
  };
}

/** What SmartSelfie Compare answers, unsigned and in a form of its own (PROTOCOL 12.8). */
export function compareAnswer(job: Job, { row, reportedAt, outcome }: JobResult): object {
  const at = `${reportedAt.toISOString().slice(0, 19)}Z`;
  return {
    code: row.code,
    created_at: at,
    job_type: 'smart_selfie_compare',
    message: row.text,
    job_id: job.jobId,
    user_id: job.userId,
    partner_id: job.partnerId,
    partner_params: job.partnerParams,
    updated_at: at,
    status: outcome.success && row.code === '0840' ? 'approved' : 'rejected',
  };
}

/** The callback after a Compare (PROTOCOL 10.3). */
export function compareResult(job: Job, { row }: JobResult): object {
  return {
    ResultCode: row.code,
    ResultText: row.text,
    IsFinalResult: 'true',
    Actions: describeActions(job, row, job.product.actions),
    PartnerParams: job.partnerParams,
    SmileJobID: job.smileJobId,
  };
}

function head({ smileJobId, partnerParams, product }: Job, code: string, text: string): object {
  return {
    JSONVersion: '1.0.0',
    SmileJobID: smileJobId,
    PartnerParams: partnerParams,
    ResultType: product.machineResultType,
    ResultText: text,
    ResultCode: code,
    IsFinalResult: 'true',
  };
}

const claims = { Names: ['first_name', 'last_name'], DOB: ['dob'], Gender: ['gender'], Phone_Number: ['phone_number'] };

/** What the partner did not say cannot agree. */
function unclaimed({ product, claimed = {} }: Job): Record<string, string> {
  const compared = Object.entries(claims).filter(([action]) => product.actions.some((known) => known === action));
  return Object.fromEntries(
    compared.filter(([, keys]) => keys.every((key) => !claimed[key])).map(([action]) => [action, 'Not Provided']),
  );
}
