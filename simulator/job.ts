import type { IdInfo } from './info-json.ts';
import type { Outcome } from './outcomes.ts';
import type { Product } from './products.ts';
import type { JsonObject } from './request-fields.ts';
import type { ResultRow } from './result-row.ts';
import type { ScenarioName } from './scenarios.ts';

/** A PUT that is being read. `jobId` is the partner's job_id. */
export interface JobViewUpload {
  jobId: string;
  receivedBytes: number;
  expectedBytes: number;
}

/** Where a job stands: prepared, zip waiting, zip read, and at least one result reported. */
type JobState = 'awaiting-zip' | 'zip-received' | 'processing' | 'reported';

/** A result as it was reported, newest last in a job. */
export interface JobResult {
  row: ResultRow;
  outcome: Outcome;
  reportedAt: Date;
  /** job_status does not know of it (U9). */
  onlyByCallback?: true;
}

/** A picture as received, for picture links, results and, if it is a selfie, as the user's reference. */
export interface Picture {
  bytes: Buffer;
  mediaType: 'image/jpeg' | 'image/png';
}

/** Everything the simulator knows about one job. */
export interface Job {
  partnerId: string;
  jobId: string;
  userId: string;
  jobType: number;
  product: Product;
  /** As received, with job_type; echoed in every result. */
  partnerParams: JsonObject;
  callbackUrl: string | undefined;
  smileJobId: string;
  /** Names the upload URL in force; a retry replaces it and so invalidates the older URL (PROTOCOL 5.4). */
  refId: string;
  issuedUrls: number;
  /** A fault has made the URL in force expire early. */
  isUrlDead: boolean;
  scenario: ScenarioName;
  /** The partner chose none, so that the ID number may (PROTOCOL 19). */
  scenarioIsDefault: boolean;
  /** Compares the document with the selfie on file (PROTOCOL 5.5). */
  usesEnrolledImage: boolean;
  /** The ID number came with the prep upload already and was counted there (PROTOCOL 18). */
  idNumberIsCounted: boolean;
  state: JobState;
  /** In the pieces in which it came: joined when it is read, which a zip that is replaced never is. */
  zip: readonly Buffer[] | undefined;
  zipSha256: string | undefined;
  /** How often a zip went into processing, or a request was answered: each time is paid for. */
  paidRuns: number;
  /** `package_information.language` of info.json, echoed in Source (PROTOCOL 7.2). */
  language: string | undefined;
  hasLivenessPictures: boolean;
  idInfo: IdInfo | undefined;
  isByIdCard: boolean;
  /** One request, no upload. */
  isDirect?: true;
  /** What the partner said about the person, for products that compare it. */
  claimed?: JsonObject;
  /** As received, or the one on file if the job uses that. */
  selfie: Picture | undefined;
  documentFront: Picture | undefined;
  documentBack: Picture | undefined;
  completedWithText: string | undefined;
  results: JobResult[];
}

/** What tests and `/_simulator/jobs` see of a job: no picture, URL or signature. Times are ISO texts. */
export interface JobView {
  partnerId: string;
  jobId: string;
  userId: string;
  jobType: number;
  /** Ten digits, zeros included. */
  smileJobId: string;
  state: JobState;
  scenario: ScenarioName;
  /** One for each prep upload that was taken, retries included. */
  issuedUrls: number;
  paid: boolean;
  /** How often it was paid for: more than once is what a client should never do by accident. */
  paidRuns: number;
  /** Of the last zip that was used, 64 hex digits; null before one came. */
  zipSha256: string | null;
  /** Oldest first. */
  results: { resultCode: string; resultText: string; final: boolean; reportedAt: string }[];
}

export function viewJob(job: Job): JobView {
  const { partnerId, jobId, userId, jobType, smileJobId, state, scenario, issuedUrls, paidRuns } = job;
  return {
    partnerId,
    jobId,
    userId,
    jobType,
    smileJobId,
    state,
    scenario,
    issuedUrls,
    paid: paidRuns > 0,
    paidRuns,
    zipSha256: job.zipSha256 ?? null,
    results: job.results.map(({ row, outcome, reportedAt }) => ({
      resultCode: row.code,
      resultText: row.text,
      final: outcome.final,
      reportedAt: reportedAt.toISOString(),
    })),
  };
}
