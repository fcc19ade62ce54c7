import { type Action, type ActionValues, completeActions } from './actions.ts';
import type { Job, JobResult } from './job.ts';
import type { SimulatorQuirks } from './quirks.ts';
import type { JsonObject } from './request-fields.ts';
import type { ResultRow } from './result-row.ts';
import { showBusiness, showPerson } from './specimen.ts';

/** `result` of job_status, PROTOCOL 9.3, in the recorded key order. */
export function toStatusResult(job: Job, { row, outcome }: JobResult, quirks: SimulatorQuirks) {
  return {
    Source: sourceOf(job),
    Actions: describeActions(job, row, job.product.statusActions),
    ResultCode: row.code,
    ResultText: row.text,
    ResultType: outcome.resultType === 'SAIA' ? job.product.machineResultType : outcome.resultType,
    SmileJobID: job.smileJobId,
    JSONVersion: '1.0.0',
    IsFinalResult: String(outcome.final || quirks.alwaysFinal),
    PartnerParams: statusParams(job),
    ConfidenceValue: row.confidence,
    IsMachineResult: String(outcome.resultType !== 'DIVA'),
    ...showPerson(job, row, job.product.statusData),
    ...(job.product.callbackShape === 'business' ? showBusiness(job, row) : {}),
  };
}

/** An entry of `history`, PROTOCOL 9.4. A message about an ID number has a recorded shape of its own. */
export function toHistoryEntry(job: Job, result: JobResult, quirks: SimulatorQuirks): object {
  const { row, outcome } = result;
  if (!outcome.partial) return toStatusResult(job, result, quirks);
  const { DOB, IDType, FullName, ExpirationDate, IDNumber } = showPerson(job, row, [
    'DOB',
    'IDType',
    'FullName',
    'ExpirationDate',
    'IDNumber',
  ]);
  return {
    ...(DOB && { DOB, IDType, Country: countryName(job.idInfo?.country ?? ''), FullName, ExpirationDate, IDNumber }),
    ResultCode: row.code,
    ResultText: row.text,
    ResultType: outcome.resultType,
    SmileJobID: job.smileJobId,
    PartnerParams: statusParams(job),
  };
}

/** With a picture of the ID card, that is what the selfie is compared with, and nobody is asked about a number. */
export function describeActions(job: Job, row: ResultRow, actions: readonly Action[]): Record<string, string> {
  return completeActions(actions, job.isByIdCard ? takenByCard(row.actions) : row.actions, job.hasLivenessPictures);
}

function takenByCard(values: ActionValues): ActionValues {
  const { Selfie_To_ID_Authority_Compare: compare, Verify_ID_Number, Return_Personal_Info, ...others } = values;
  return compare === undefined ? others : { ...others, Selfie_To_ID_Card_Compare: compare };
}

export function sourceOf(job: Job): string {
  if (job.product.looksUpIdNumber && job.product.requiredPictures.length === 0) return 'ID API';
  return job.language === undefined ? 'WebAPI' : `WebAPI - ${job.language}`;
}

/** Recorded: job_status echoes the type of Biometric KYC as a text (PROTOCOL 3). */
function statusParams({ product, partnerParams, jobType }: Job): JsonObject {
  return product.echoesTypeAsText ? { ...partnerParams, job_type: String(jobType) } : partnerParams;
}

/** Recorded: the history says "Nigeria" where callbacks say "NG". */
function countryName(code: string): string {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
