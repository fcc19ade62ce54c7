import { ID_FIELDS, type IdInfo } from '../domain/id-info.ts';
import type { Findings } from '../domain/id-types.ts';
import { SUPPORTED_DOCUMENTS } from '../domain/supported-documents.ts';
import { createCatalogue } from '../requests/services-catalogue.ts';
import { type IdInfoClaim, validateIdInfo } from '../requests/validate-id-info.ts';
import { awaitReport, type WaitOptions } from './await-report.ts';
import { checkCall, checkConfig } from './call-check.ts';
import type { SmileIdConfig } from './config.ts';
import type { CallOptions } from './connection.ts';
import type { Authentication } from './credentials.ts';
import type { JobReport } from './job-report.ts';
import { isObject } from './json-body.ts';
import { createPictureMemory } from './picture-memory.ts';
import { createQueues } from './queues.ts';
import { type JobQuery, readReport } from './read-report.ts';
import type { Services } from './read-services.ts';
import type { BlockedIdNumber } from './reset-id-number-limit.ts';
import { createSmileIdClient } from './smile-id-client.ts';
import type { Submission } from './submission.ts';
import { type SubmitOptions, type SubmittedJob, submitJob } from './submit-job.ts';
import { createTurns } from './turns.ts';
import { unlessAborted } from './unless-aborted.ts';
import type { WebToken, WebTokenRequest } from './web-token.ts';

/** A submission to a method that is about one product. */
export type OneRequest = Omit<Submission, 'product'>;

/**
 * Smile ID without Temporal: for scripts, and for services that need no durable verification. One for a process; safe to
 * share.
 *
 * Every request is signed anew and bounded in time (30 s; an upload or a comparison 240 s), every answer that Smile ID signs
 * is verified, and a job id is never sent again blindly. What goes wrong rejects with a `VerificationFailure`, whose `kind` says
 * who must act (docs/errors.md): besides what each method names, `unavailable`, `rate-limited`, `not-authorised`,
 * `request-refused`, `outcome-unknown` (it may have been done) and `untrusted-response`, with Smile ID's four-digit `code` where
 * there is one. No message holds a key, a signature or anything personal. An aborted call rejects with its signal's reason, and
 * whether it had an effect is then unknown. The sections are those of PROTOCOL, in docs/smile-id-protocol.md.
 */
export interface SmileId {
  /**
   * Sends a job of any product: JPEGs as paths, bytes or base64, 10 MB each at most, 0 or 8 of them for liveness
   * (PROTOCOL 3 to 8). What an upload loses on the way is asked about, and tried three times at most.
   * @throws VerificationFailure `invalid-request` with all `problems` before anything is sent; `user-state` where the person's
   * enrolment does not allow it; `request-refused` with code 2215 if the `jobId` is in use; `outcome-unknown` if the job may or
   * may not have been created: repeat the call with `mayExist`. Its `smileJobId` is set where the job exists all the same
   */
  submitJob(submission: Submission, options?: SubmitOptions): Promise<SubmittedJob>;
  /**
   * Enhanced KYC: what an ID authority knows of a number (PROTOCOL 12.1, 12.2). One request, billed, whose answer is the
   * `report`; with `answerByCallback` the report is undefined, and the result comes to `callbackUrl`.
   * @throws VerificationFailure as `submitJob`; `rate-limited` with code 2222 where the number is blocked; after
   * `outcome-unknown` read the job's status before you ask under another id
   */
  enhancedKyc(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /** Basic KYC: whether personal data agree with an authority's, in `report.result.fieldMatches` (PROTOCOL 12.3). As `enhancedKyc`. */
  basicKyc(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /** Business Verification: what a register knows of a business, in `report.businessData` (PROTOCOL 12.4). As `enhancedKyc`. */
  businessVerification(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /**
   * SmartSelfie Compare: whether a selfie, with 4 to 8 liveness pictures, and `comparison` show the same person
   * (PROTOCOL 12.8). One request, billed; it enrols the user. Its answer is the one that Smile ID does not sign.
   * @throws VerificationFailure as `submitJob`
   */
  compareSelfies(request: OneRequest, options?: CallOptions): Promise<SubmittedJob>;
  /**
   * What is reported about a job: one reading (PROTOCOL 9). `pending` is no error.
   * @throws VerificationFailure `request-refused` with code 2304 for a job that Smile ID does not know under this user;
   * `untrusted-response` for an answer that is not signed with a key of this account
   */
  jobStatus(job: JobQuery, options?: CallOptions): Promise<JobReport>;
  /**
   * Reads until there is an answer, be it provisional, or `forMs` (75,000) have passed; then what is known by then, and no
   * error. Reads at once, then after 2 s, then with growing pauses (PROTOCOL 9.6).
   * @throws VerificationFailure `invalid-request` for a `forMs` of more than seven days; at once for what no waiting mends; `unavailable` if no read succeeded in time
   */
  awaitResult(job: JobQuery, options?: WaitOptions): Promise<JobReport>;
  /**
   * The bytes behind a link of `report.pictures`, at most 10 MB (PROTOCOL 10.3).
   * @throws VerificationFailure `request-refused` once the link has expired, after minutes; `untrusted-response` if it is not https
   */
  fetchPicture(url: string, options?: CallOptions): Promise<Buffer>;
  /**
   * The PDF behind `report.receiptUrl`, at most 10 MB (PROTOCOL 9.2).
   * @throws VerificationFailure as `fetchPicture`; `untrusted-response` if it is no PDF
   */
  fetchReceipt(url: string, options?: CallOptions): Promise<Buffer>;
  /**
   * A token with which a person's browser creates the job in Smile ID's hosted pages; good for days (PROTOCOL 12.6).
   * @throws VerificationFailure `invalid-request` with all `problems`; `request-refused` with code 2217 for a product that the
   * account has not
   */
  webToken(request: WebTokenRequest, options?: CallOptions): Promise<WebToken>;
  /** The types of ID that can be looked up, what each needs, and bank codes; read anew at each call (PROTOCOL 12.5). Needs no key. */
  services(options?: CallOptions): Promise<Services>;
  /**
   * What keeps ID data from being sent for a product: their form, required fields, and for products that ask an authority
   * Smile ID's own list, which is kept for six hours (PROTOCOL 17). Sends nothing of them anywhere. A list that cannot be had
   * is a warning; never rejects.
   */
  validateIdInfo(claim: IdInfoClaim): Promise<Findings>;
  /**
   * Lets an ID number be asked about again that is blocked after too many requests, 2222 (PROTOCOL 12.7, 18).
   * @throws VerificationFailure `invalid-request` with all `problems`
   */
  resetIdNumberLimit(blocked: BlockedIdNumber, options?: CallOptions): Promise<void>;
  /** Drops the kept-alive connections and the memory for pictures, so that the process can end. Calls that are under way go on. */
  close(): void;
}

export interface SmileIdOptions {
  /** For submissions and web tokens that name none: http or https. Without any, the one set in the portal counts. */
  readonly callbackUrl?: string | undefined;
  /** `sec-key` is the RSA scheme of 2022 and before, for accounts that still have such a key (PROTOCOL 2.5). Deprecated. */
  readonly authentication?: Authentication | undefined;
}

/**
 * Connects at the first call.
 * @param config as `readSmileIdConfig` gives it
 * @throws VerificationFailure `invalid-request` with all `problems` if it is none
 */
export function createSmileId(config: SmileIdConfig, options?: SmileIdOptions): SmileId {
  checkConfig(config);
  checkCall('The options cannot be', options ?? {});
  const { authentication, callbackUrl } = options ?? {};
  const client = createSmileIdClient({ config, authentication });
  const readCatalogue = createCatalogue({ fetchCatalogue: (signal) => client.readServices({ signal }) });
  const parts = {
    client,
    readCatalogue,
    memory: createPictureMemory(),
    graceMs: { lookup: config.requestTimeoutMs, compare: config.uploadTimeoutMs },
  };
  const turn = createTurns();
  const placeIn = createQueues();
  const submit = async (submission: Submission, how?: SubmitOptions | null): Promise<SubmittedJob> => {
    // At once, before anything is waited for: a caller may fill the object anew for the next person meanwhile.
    const own = ownCopy(withCallbackUrl(submission, callbackUrl));
    const checked = checkedOptions(how, 'The job cannot be sent so');
    checked.signal?.throwIfAborted();
    const place = placeIn(keyOf(own));
    return unlessAborted(checked.signal, async () => {
      try {
        await turn();
        return await submitJob({ ...parts, place }, own, checked);
      } finally {
        place.leave();
      }
    });
  };
  const report = (job: JobQuery) => (how: CallOptions) => readReport(client, job, how);
  return {
    submitJob: submit,
    enhancedKyc: async (request, how) => submit({ ...request, product: 'enhanced-kyc' }, how),
    basicKyc: async (request, how) => submit({ ...request, product: 'basic-kyc' }, how),
    businessVerification: async (request, how) => submit({ ...request, product: 'business-verification' }, how),
    compareSelfies: async (request, how) => submit({ ...request, product: 'smartselfie-compare' }, how),
    async jobStatus(job, how) {
      checkCall('The status was not asked for', job);
      return report({ ...job })(checkedOptions(how));
    },
    async awaitResult(job, how) {
      checkCall('The status was not asked for', job);
      return awaitReport(report({ ...job }), checkedOptions(how, 'It cannot be waited so'));
    },
    fetchPicture: async (url, how) => client.fetchPicture(url, checkedOptions(how)),
    fetchReceipt: async (url, how) => client.fetchReceipt(url, checkedOptions(how)),
    async webToken(request, how) {
      const whole = withCallbackUrl(request, callbackUrl);
      checkCall('No web token was asked for', whole);
      return client.requestWebToken({ ...whole }, checkedOptions(how));
    },
    services: async (how) => client.readServices(checkedOptions(how)),
    validateIdInfo: (claim) => validateIdInfo(claim, readCatalogue),
    async resetIdNumberLimit(blocked, how) {
      checkCall('The limit was not reset', blocked);
      return client.resetIdNumberLimit({ ...blocked }, checkedOptions(how));
    },
    close() {
      client.close();
      parts.memory.close();
    },
  };
}

/** A signal that is none would be found out when the request is on its way. */
function checkedOptions<Options extends CallOptions>(
  options: Options | null | undefined,
  what: 'The call cannot be' | 'The job cannot be sent so' | 'It cannot be waited so' = 'The call cannot be',
): Options {
  checkCall(what, options ?? {});
  return options ?? ({} as Options);
}

/** A job whose ids are none is refused before its turn. */
function keyOf(submission: Submission): string {
  const { userId, jobId } = isObject(submission) ? submission : {};
  return typeof userId === 'string' && typeof jobId === 'string' ? JSON.stringify([userId, jobId]) : '';
}

/**
 * The documents that Smile ID verifies, in its words such as `PASSPORT`, by African country in two letters (PROTOCOL 15). Asks
 * nobody: the list is the one of this version, it changes, and other documents may be taken.
 */
export function supportedDocuments(): ReadonlyMap<string, readonly string[]> {
  return new Map(SUPPORTED_DOCUMENTS);
}

/** Untyped callers give anything: what is no object is found out later. */
function withCallbackUrl<T extends { readonly callbackUrl?: string | undefined }>(
  request: T,
  callbackUrl: string | undefined,
): T {
  if (callbackUrl === undefined || !isObject(request) || request.callbackUrl !== undefined) return request;
  return { ...request, callbackUrl };
}

/** Of everything but the bytes of pictures, which must stay as they are until the call has settled. */
function ownCopy(submission: Submission): Submission {
  if (!isObject(submission)) return submission;
  const { idInfo, partnerParams, liveness } = submission;
  return {
    ...submission,
    ...(isObject(idInfo) ? { idInfo: { ...fieldsOf(idInfo), ...idInfo } } : {}),
    ...(isPlain(partnerParams) ? { partnerParams: { ...partnerParams } } : {}),
    ...(Array.isArray(liveness) ? { liveness: [...liveness] } : {}),
  };
}

/** What an object of a class has by its class, too. */
function fieldsOf(idInfo: IdInfo): IdInfo {
  return Object.fromEntries(ID_FIELDS.filter((field) => field in idInfo).map((field) => [field, idInfo[field]]));
}

/** Of parameters that a copy by members is complete of. Others are refused as they are. */
function isPlain(given: unknown): given is object {
  if (!isObject(given)) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || prototype === Object.prototype;
}
