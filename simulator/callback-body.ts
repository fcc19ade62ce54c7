import { lookupActions } from './actions.ts';
import { businessResult, compareResult, lookupResult } from './direct-body.ts';
import type { Job, JobResult } from './job.ts';
import { issueReceiptLink } from './receipt-link.ts';
import { describeActions, sourceOf, toStatusResult } from './result-body.ts';
import { issueImageLinks } from './result-picture.ts';
import type { Simulation } from './simulation.ts';
import { showPerson } from './specimen.ts';

/** What a message proves itself with. */
export interface Proof {
  signature: string;
  timestamp: string;
}

/** What the shapes are made of. */
interface Parts {
  simulation: Simulation;
  job: Job;
  result: JobResult;
  proof: Proof;
}

/** A callback body, PROTOCOL 10.3, flat, with this proof, in the recorded key order of its product. */
export function toCallbackBody(simulation: Simulation, job: Job, result: JobResult, proof: Proof): object {
  const shape = result.outcome.partial ? lookupBody : shapes[job.product.callbackShape];
  const { signature, timestamp } = proof;
  return { ...shape({ simulation, job, result, proof }), signature, timestamp };
}

const shapes = {
  selfie: selfieBody,
  kyc: kycBody,
  document: documentBody,
  lookup: ({ job, result }: Parts) => lookupResult(job, result),
  business: ({ job, result }: Parts) => businessResult(job, result),
  compare: ({ job, result }: Parts) => compareResult(job, result),
};

function selfieBody(parts: Parts): object {
  const { Actions, ConfidenceValue, PartnerParams, ResultCode, ResultText, SmileJobID, Source, finality } =
    split(parts);
  return { Actions, ConfidenceValue, PartnerParams, ResultCode, ResultText, SmileJobID, Source, ...finality };
}

function kycBody(parts: Parts): object {
  const { finality, ...common } = split(parts);
  return {
    Actions: common.Actions,
    ConfidenceValue: common.ConfidenceValue,
    IsFinalResult: common.IsFinalResult,
    IsMachineResult: common.IsMachineResult,
    JSONVersion: common.JSONVersion,
    PartnerParams: common.PartnerParams,
    ResultCode: common.ResultCode,
    ResultText: common.ResultText,
    ResultType: common.ResultType,
    SmileJobID: common.SmileJobID,
    Source: common.Source,
    ...registrants(parts),
    KYCReceipt: issueReceiptLink(parts.simulation, parts.job, parts.proof),
  };
}

function documentBody(parts: Parts): object {
  const { simulation, job, result, proof } = parts;
  const { Actions, PartnerParams, ResultCode, ResultText, SmileJobID, finality } = split(parts);
  const front = ['Country', 'DOB', 'Document', 'ExpirationDate', 'FullName', 'Gender'] as const;
  return {
    Actions,
    ...showPerson(job, result.row, [...front, 'IDNumber', 'IDType', 'IssuanceDate']),
    ImageLinks: issueImageLinks(simulation, job),
    KYCReceipt: issueReceiptLink(simulation, job, proof),
    PartnerParams,
    ...showPerson(job, result.row, ['PhoneNumber2']),
    ResultCode,
    ResultText,
    ...showPerson(job, result.row, ['SecondaryIDNumber']),
    SmileJobID,
    ...(result.row.tellsRegistrants && { FullData: {} }),
    ...registrants(parts),
    ...finality,
  };
}

/** The authority's answer about an ID number, PROTOCOL 10.2; calls itself final although it decides nothing. */
function lookupBody({ job, result: { row, outcome } }: Parts): object {
  return {
    JSONVersion: '1.0.0',
    SmileJobID: job.smileJobId,
    PartnerParams: job.partnerParams,
    ResultType: outcome.resultType,
    ResultText: row.text,
    ResultCode: row.code,
    IsFinalResult: 'true',
    Actions: describeActions(job, row, lookupActions),
    Country: job.idInfo?.country,
    IDType: job.idInfo?.id_type,
    IDNumber: job.idInfo?.id_number,
    ...showPerson(job, row, ['ExpirationDate', 'FullName', 'DOB', 'Gender', 'PhoneNumber', 'Photo']),
    Source: sourceOf(job),
  };
}

/** job_status and callbacks differ in the steps they show and in the type of job_type (PROTOCOL 3). */
function split({ simulation, job, result }: Parts) {
  const { quirks } = simulation.settings;
  const status = toStatusResult(job, result, quirks);
  const { ResultType, JSONVersion, IsFinalResult, IsMachineResult } = status;
  return {
    ...status,
    Actions: describeActions(job, result.row, job.product.actions),
    PartnerParams: job.partnerParams,
    finality: quirks.finalityInCallbacks ? { ResultType, JSONVersion, IsFinalResult, IsMachineResult } : {},
  };
}

function registrants({ result }: Parts): object {
  return result.row.tellsRegistrants ? { IDNumberPreviouslyRegistered: false, UserIDsOfPreviousRegistrants: [] } : {};
}
