import type { Findings } from '../domain/id-types.ts';
import { SUPPORTED_DOCUMENTS } from '../domain/supported-documents.ts';
import { createCatalogue } from '../requests/services-catalogue.ts';
import { type IdInfoClaim, validateIdInfo } from '../requests/validate-id-info.ts';
import { awaitReport, type WaitOptions } from './await-report.ts';
import type { SmileIdConfig } from './config.ts';
import type { CallOptions } from './connection.ts';
import type { Authentication } from './credentials.ts';
import type { JobReport } from './job-report.ts';
import { type JobQuery, readReport } from './read-report.ts';
import type { Services } from './read-services.ts';
import type { BlockedIdNumber } from './reset-id-number-limit.ts';
import { createSmileIdClient } from './smile-id-client.ts';
import type { Submission } from './submission.ts';
import { type SubmitOptions, type SubmittedJob, submitJob } from './submit-job.ts';
import type { WebToken, WebTokenRequest } from './web-token.ts';

/** A submission to a method that is about one product. */
export type OneRequest = Omit<Submission, 'product'>;

/**
 * Smile ID without Temporal: for scripts, and for services that need no durable verification. Every call is bounded in
 * time, signed anew, and its answer verified where Smile ID signs it. What goes wrong is a `VerificationFailure` whose `kind`
 * says who must act; an aborted call throws the signal's reason, and whether it had an effect is then unknown. One for a
 * process; safe to share.
 */
export interface SmileId {
  /**
   * Sends a job of any product: pictures as paths, bytes or base64.
   * @throws VerificationFailure `invalid-request` with all `problems` before anything is sent; `request-refused` with code
   * 2215 if the `jobId` is in use; `outcome-unknown` if a job may or may not have been created: repeat the call with
   * `mayExist`; with `smileJobId` where the job exists all the same
   */
  submitJob(submission: Submission, options?: SubmitOptions): Promise<SubmittedJob>;
  /** Enhanced KYC: what an ID authority knows of a number. One request, whose answer is the result; billed. */
  enhancedKyc(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /** Basic KYC: whether personal data agree with an authority's, field by field. One request; billed. */
  basicKyc(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /** Business Verification: what a register knows of a business. One request; billed. */
  businessVerification(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /** SmartSelfie Compare: whether a selfie and another picture show the same person. One request; billed. */
  compareSelfies(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /**
   * What is reported about a job, one reading.
   * @throws VerificationFailure `request-refused` with code 2304 for a job that Smile ID does not know
   */
  jobStatus(job: JobQuery, options?: CallOptions): Promise<JobReport>;
  /**
   * Reads until there is an answer, or for 75 seconds; then what is known by then, and no error.
   * @throws VerificationFailure at once for what no waiting mends
   */
  awaitResult(job: JobQuery, options?: WaitOptions): Promise<JobReport>;
  /** The bytes behind a link of a report, at most 10 MB. @throws VerificationFailure `request-refused` once it has expired */
  fetchPicture(url: string, options?: CallOptions): Promise<Buffer>;
  /** The PDF behind the link of a receipt. @throws VerificationFailure `request-refused` once it has expired */
  fetchReceipt(url: string, options?: CallOptions): Promise<Buffer>;
  /** A token with which a person's browser may create the job, in Smile ID's hosted web pages. */
  webToken(request: WebTokenRequest, options?: CallOptions): Promise<WebToken>;
  /** The types of ID that can be looked up, what each needs, and bank codes; read anew. Needs no key. */
  services(options?: CallOptions): Promise<Services>;
  /**
   * What keeps ID data from being sent for a product: form, required fields, and for products that ask an authority
   * Smile ID's own list, which is kept for six hours. A list that cannot be had is a warning. Never throws for the data.
   */
  validateIdInfo(claim: IdInfoClaim): Promise<Findings>;
  /** Lets an ID number be asked about again that is blocked after too many requests (2222). */
  resetIdNumberLimit(blocked: BlockedIdNumber, options?: CallOptions): Promise<void>;
  /** Drops the kept-alive connections, so that the process can end. */
  close(): void;
}

export interface SmileIdOptions {
  /** For submissions and web tokens that name none. */
  readonly callbackUrl?: string;
  /** `sec-key` is the RSA scheme of 2022 and before, for accounts that still have such a key. Deprecated. */
  readonly authentication?: Authentication;
}

/** Connects at the first call. */
export function createSmileId(config: SmileIdConfig, options: SmileIdOptions = {}): SmileId {
  const client = createSmileIdClient({ config, authentication: options.authentication });
  const readCatalogue = createCatalogue({ fetchCatalogue: (signal) => client.readServices({ signal }) });
  const submit = (submission: Submission, how?: SubmitOptions): Promise<SubmittedJob> =>
    submitJob(client, withCallbackUrl(submission, options), readCatalogue, how);
  return {
    submitJob: submit,
    enhancedKyc: (request, how) => submit({ ...request, product: 'enhanced-kyc' }, how),
    basicKyc: (request, how) => submit({ ...request, product: 'basic-kyc' }, how),
    businessVerification: (request, how) => submit({ ...request, product: 'business-verification' }, how),
    compareSelfies: (request, how) => submit({ ...request, product: 'smartselfie-compare' }, how),
    jobStatus: (job, how) => readReport(client, job, how),
    awaitResult: (job, how) => awaitReport((each) => readReport(client, job, each), how),
    fetchPicture: (url, how) => client.fetchPicture(url, how),
    fetchReceipt: (url, how) => client.fetchReceipt(url, how),
    webToken: (request, how) => client.requestWebToken(withCallbackUrl(request, options), how),
    services: (how) => client.readServices(how),
    validateIdInfo: (claim) => validateIdInfo(claim, readCatalogue),
    resetIdNumberLimit: (blocked, how) => client.resetIdNumberLimit(blocked, how),
    close: () => client.close(),
  };
}

/**
 * The documents that Smile ID verifies, in its words such as `PASSPORT`, by African country (ISO 3166-1). As of this version:
 * the list changes, and other documents may be taken.
 */
export function supportedDocuments(): ReadonlyMap<string, readonly string[]> {
  return SUPPORTED_DOCUMENTS;
}

function withCallbackUrl<T extends { readonly callbackUrl?: string }>(request: T, { callbackUrl }: SmileIdOptions): T {
  return request.callbackUrl === undefined && callbackUrl !== undefined ? { ...request, callbackUrl } : request;
}
