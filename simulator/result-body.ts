import { completeActions } from './actions.ts';
import type { Job, JobResult } from './job.ts';
import type { SimulatorQuirks } from './options.ts';
import { signTimestamp } from './signature.ts';

/** `result` of job_status, PROTOCOL 9.3, in the recorded key order. */
export function toStatusResult(job: Job, { row, outcome }: JobResult, quirks: SimulatorQuirks) {
  return {
    Source: sourceOf(job),
    Actions: completeActions(job.product.actions, row.actions, job.hasLivenessPictures),
    ResultCode: row.code,
    ResultText: row.text,
    ResultType: outcome.resultType,
    SmileJobID: job.smileJobId,
    JSONVersion: '1.0.0',
    IsFinalResult: String(outcome.final || quirks.alwaysFinal),
    PartnerParams: job.partnerParams,
    ConfidenceValue: row.confidence,
    IsMachineResult: String(outcome.resultType !== 'DIVA'),
  };
}

/** A callback body, PROTOCOL 10.3, flat and freshly signed, in the recorded key order. */
export function toCallbackBody(job: Job, result: JobResult, quirks: SimulatorQuirks, apiKey: string) {
  const { ResultType, JSONVersion, IsFinalResult, IsMachineResult, ...recorded } = toStatusResult(job, result, quirks);
  const timestamp = new Date().toISOString();
  return {
    Actions: recorded.Actions,
    ConfidenceValue: recorded.ConfidenceValue,
    PartnerParams: recorded.PartnerParams,
    ResultCode: recorded.ResultCode,
    ResultText: recorded.ResultText,
    SmileJobID: recorded.SmileJobID,
    Source: recorded.Source,
    ...(quirks.finalityInCallbacks && { ResultType, JSONVersion, IsFinalResult, IsMachineResult }),
    signature: signTimestamp(apiKey, job.partnerId, timestamp),
    timestamp,
  };
}

function sourceOf(job: Job): string {
  return job.language === undefined ? 'WebAPI' : `WebAPI - ${job.language}`;
}
