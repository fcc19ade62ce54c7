import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { PRODUCTS, type Product, type ProductName } from '../domain/product.ts';
import type { CheckedPicture } from '../requests/check-job.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';
import { awaitReport, type WaitOptions } from './await-report.ts';
import { callProblems } from './call-check.ts';
import type { CompareAnswer } from './compare-selfies.ts';
import type { CallOptions } from './connection.ts';
import { packageIdInfo } from './id-info-fields.ts';
import { type JobReport, reportOf } from './job-report.ts';
import { isObject } from './json-body.ts';
import { lookUntil } from './look-until.ts';
import type { LookupAnswer } from './look-up.ts';
import { createPackage, type PackageImage } from './package-zip.ts';
import type { PictureMemory } from './picture-memory.ts';
import { partOf } from './picture-part.ts';
import type { Place } from './queues.ts';
import { readReport } from './read-report.ts';
import { sendPictures } from './send-pictures.ts';
import type { SmileIdClient } from './smile-id-client.ts';
import { checkSubmission, type Submission } from './submission.ts';
import { withSmileJobId } from './with-smile-job-id.ts';

export interface SubmitOptions extends CallOptions {
  /** Waits for Smile ID's answer to an upload; true for as long as usual. Without it, the call ends with the upload. */
  readonly wait?: boolean | Omit<WaitOptions, 'signal'> | undefined;
}

export interface SubmittedJob {
  readonly product: ProductName;
  readonly jobId: string;
  readonly userId: string;
  /** Ten digits, Smile ID's number of the job; undefined where it has not told it yet. */
  readonly smileJobId: string | undefined;
  /** False where `mayExist` was said and nothing had to be sent. */
  readonly isNew: boolean;
  /** What Smile ID advises against, or may refuse, in this job. */
  readonly warnings: readonly string[];
  /**
   * Of an upload: undefined unless it was waited for. Of the products that are one request: its answer, or undefined where
   * the result will come by callback.
   */
  readonly report: JobReport | undefined;
}

export interface SubmitParts {
  readonly client: SmileIdClient;
  readonly readCatalogue: ReadCatalogue;
  readonly memory: PictureMemory;
  /** Among the calls for the same job. */
  readonly place: Place;
  /** How long a request of either kind may be under way, and so unknown to Smile ID. */
  readonly graceMs: { readonly lookup: number; readonly compare: number };
}

/**
 * Sends a job, whatever the product. Everything is checked, and every picture opened, before Smile ID hears of it.
 * @throws VerificationFailure `invalid-request` with all problems before anything is sent; `request-refused` with code 2215
 * if the `jobId` is in use; `outcome-unknown` if a request that is one with its answer may have been taken: read the job's
 * status before it is sent under another id; otherwise named by who must act
 */
export async function submitJob(
  { client, readCatalogue, memory, place, graceMs }: SubmitParts,
  submission: Submission,
  { wait = false, signal }: SubmitOptions = {},
): Promise<SubmittedJob> {
  const waiting = wait === true ? {} : wait;
  const waitProblems = waiting === false ? [] : problemsOfWait(waiting);
  const { pictures, warnings } = await checkSubmission(submission, readCatalogue, memory.take, waitProblems);
  const { product: name, jobId, userId } = submission;
  const product: Product = PRODUCTS[name];
  const job = { product: name, jobId, userId, warnings };
  // A call that says mayExist must not look for the job while another is still sending it.
  await place.turn;
  signal?.throwIfAborted();
  if (product.way !== 'upload') {
    const parts = { client, graceMs: product.way === 'compare' ? graceMs.compare : graceMs.lookup };
    return { ...job, ...(await sendRequest(parts, submission, product, pictures, { signal })) };
  }

  const sent = await sendPictures(client, {
    request: {
      jobType: product.jobType,
      jobId,
      userId,
      partnerParams: submission.partnerParams,
      callbackUrl: submission.callbackUrl,
      allowNewEnroll: submission.allowNewEnroll,
      useEnrolledImage: submission.useEnrolledImage,
    },
    archive: createPackage({
      idInfo: packageIdInfo(product, submission.idInfo),
      images: pictures.flatMap((picture): PackageImage[] => {
        const { role } = picture;
        // What was checked is what is sent: a file may have another content by then.
        return role === 'comparison' ? [] : [{ role, content: picture.bytes }];
      }),
    }),
    mayExist: submission.mayExist === true,
    signal,
    onStored() {
      for (const { source, bytes } of pictures) if (typeof source === 'string') memory.giveBack(bytes);
    },
  });
  // Who waits for a result holds nobody up.
  place.leave();
  if (waiting === false) return { ...job, ...sent, report: undefined };
  const read = (options: CallOptions): Promise<JobReport> =>
    readReport(client, { jobId, userId, product: name }, options);
  const report = await awaitReport(read, { ...waiting, signal }).catch((error: unknown) => {
    throw withSmileJobId(error, sent.smileJobId);
  });
  return { ...job, ...sent, smileJobId: sent.smileJobId ?? report.result?.smileJobId, report };
}

function problemsOfWait(waiting: unknown): readonly string[] {
  return isObject(waiting)
    ? callProblems('It cannot be waited for a job so', waiting)
    : ['wait must be true, false or an object'];
}

type SentRequest = Pick<SubmittedJob, 'smileJobId' | 'isNew' | 'report'>;

interface RequestParts {
  readonly client: SmileIdClient;
  readonly graceMs: number;
}

async function sendRequest(
  parts: RequestParts,
  submission: Submission,
  product: Product,
  pictures: readonly CheckedPicture[],
  options: CallOptions,
): Promise<SentRequest> {
  const known = submission.mayExist === true ? await find(parts, submission, product, options) : undefined;
  if (known !== undefined) return known;
  const answer = await ask(parts.client, submission, product, pictures, options);
  if (answer.kind === 'accepted') return { smileJobId: undefined, isNew: true, report: undefined };
  if (answer.kind === 'answered') {
    const { message, ...rest } = answer;
    return {
      smileJobId: message.smileJobId,
      isNew: true,
      report: reportOf(product.jobType, { ...rest, messages: [message] }),
    };
  }
  throw new VerificationFailure('request-refused', CONFLICT, { code: '2215' });
}

/**
 * What is known of a request that may have been sent before; undefined where Smile ID does not know it. Looked for before it is
 * sent again, because whatever a job_id is answered the second time may be billed again (PROTOCOL 20, U19). One that an
 * authority still works on is not known yet, so that this is believed only after a while.
 */
async function find(
  { client, graceMs }: RequestParts,
  { jobId, userId }: Submission,
  { jobType }: Product,
  options: CallOptions,
): Promise<SentRequest | undefined> {
  return lookUntil({ graceMs, signal: options.signal }, async () => {
    const reading = await client.readJobStatus({ jobId, userId }, options).catch((error: unknown) => {
      if (isVerificationFailure(error) && error.code === '2304') return undefined;
      throw error;
    });
    if (reading === undefined) return undefined;
    if (reading.kind === 'processing') return { smileJobId: undefined, isNew: false, report: undefined };
    if (reading.kind === 'reported') {
      const report = reportOf(jobType, reading);
      return { smileJobId: report.result?.smileJobId, isNew: false, report };
    }
    // "No zip" tells nothing about a job that never has one (PROTOCOL 20, U20).
    throw new VerificationFailure('outcome-unknown', UNTOLD);
  });
}

const UNTOLD =
  'Smile ID does not tell whether it has taken this request, so it was not sent again: ask again under another jobId, which may be paid twice.';

const CONFLICT =
  'Smile ID knows a job of this id already: use another jobId, or say mayExist if an earlier call of yours sent it.';

function ask(
  client: SmileIdClient,
  submission: Submission,
  { way, jobType }: Product,
  pictures: readonly CheckedPicture[],
  options: CallOptions,
): Promise<LookupAnswer | CompareAnswer> {
  const { jobId, userId, partnerParams = {}, callbackUrl, idInfo = {} } = submission;
  if (way === 'upload') throw new Error('An upload is no single request.');
  if (way !== 'compare') {
    const answer = submission.answerByCallback === true ? 'callback' : 'result';
    return client.lookUp({ service: way, answer, jobType, jobId, userId, partnerParams, idInfo, callbackUrl }, options);
  }
  const ofRole = (role: CheckedPicture['role']) => pictures.filter((picture) => picture.role === role).map(partOf);
  const [selfie] = ofRole('selfie');
  const [comparison] = ofRole('comparison');
  if (selfie === undefined || comparison === undefined || submission.comparisonType === undefined)
    throw new Error('A checked comparison has all its pictures.');
  return client.compareSelfies(
    {
      jobId,
      userId,
      partnerParams,
      selfie,
      comparison,
      comparisonType: submission.comparisonType,
      liveness: ofRole('liveness'),
      allowNewEnroll: submission.allowNewEnroll === true,
      callbackUrl,
    },
    options,
  );
}
