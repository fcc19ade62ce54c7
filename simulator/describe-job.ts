import type { Job, JobResult } from './job.ts';
import type { PartnerOptions } from './options.ts';
import { issueReceiptLink } from './receipt-link.ts';
import { toHistoryEntry, toStatusResult } from './result-body.ts';
import { issuePictureLink } from './result-picture.ts';
import { type Scheme, signAnswer } from './sign-answer.ts';
import { legacyHash } from './signature.ts';
import type { Simulation } from './simulation.ts';

/** The answer to job_status, in the recorded key order, PROTOCOL 9.2. */
export interface JobStatusAnswer {
  timestamp: string | number;
  signature: string;
  job_complete: boolean;
  job_success: boolean;
  code: '2302' | '2314';
  result?: object | string;
  kyc_receipt?: string;
  image_links?: { selfie_image: string } | { error: string };
  history?: object[];
}

/** What the partner asked to have added; both are off by default (PROTOCOL 9.1). */
interface AskedExtras {
  history: boolean;
  imageLinks: boolean;
}

/** Who asked, and how they proved it. */
interface Caller {
  partner: PartnerOptions;
  scheme: Scheme;
}

/** What job_status says about a job now, freshly signed. */
export function describeJob(
  simulation: Simulation,
  { partner, scheme }: Caller,
  job: Job,
  asked: AskedExtras,
): JobStatusAnswer {
  const { quirks } = simulation.settings;
  const incomplete = { job_complete: false, job_success: false };
  if (job.isDirect && !quirks.directJobsInJobStatus) {
    return { ...signAnswer(partner, scheme), ...incomplete, code: '2314', result: 'No zip file received' };
  }
  const visible = visibleResults(simulation, job);
  const latest = visible.filter(({ outcome }) => !outcome.partial).at(-1);
  if (latest) {
    const proof = signAnswer(partner, scheme);
    // As recorded, a receipt carries the proof of its answer; one of the old scheme was never seen in a link.
    const receiptProof = scheme === 'hmac' ? proof : signAnswer(partner, 'hmac');
    const isComplete = latest.outcome.final || quirks.provisionalIsComplete;
    return {
      ...proof,
      job_complete: isComplete,
      job_success: isComplete && latest.outcome.success,
      code: '2302',
      result: toStatusResult(job, latest, quirks),
      ...(hasReceipt(job, latest) && { kyc_receipt: issueReceiptLink(simulation, job, receiptProof) }),
      ...extras(simulation, job, asked),
    };
  }
  if (job.state === 'awaiting-zip' || job.state === 'zip-received') {
    const proof = quirks.legacyHashOn2314 ? signTheOldWay(partner) : signAnswer(partner, scheme);
    const result = job.state === 'awaiting-zip' ? 'No zip file received' : 'No zip uploaded';
    return { ...proof, ...incomplete, code: '2314', result };
  }
  if (job.completedWithText !== undefined) {
    return {
      ...signAnswer(partner, scheme),
      job_complete: true,
      job_success: true,
      code: '2302',
      result: job.completedWithText,
    };
  }
  const result = quirks.resultWhileProcessing === 'string' ? { result: 'Job is still processing' } : {};
  const history = asked.history && visible.length > 0 ? { history: listHistory(simulation, job) } : {};
  return { ...signAnswer(partner, scheme), ...incomplete, code: '2302', ...result, ...history };
}

/** As recorded: on final results of the machine, for documents only when they were verified. */
function hasReceipt({ product }: Job, { outcome }: JobResult): boolean {
  if (!outcome.final || outcome.resultType === 'DIVA') return false;
  return product.receiptInStatus === 'final' || (product.receiptInStatus === 'approved' && outcome.success);
}

function extras(
  simulation: Simulation,
  job: Job,
  asked: AskedExtras,
): Pick<JobStatusAnswer, 'image_links' | 'history'> {
  const links = job.selfie
    ? { selfie_image: issuePictureLink(simulation, job, 'selfie') }
    : { error: 'No selfie on file' };
  return {
    ...(asked.imageLinks && { image_links: links }),
    ...(asked.history && { history: listHistory(simulation, job) }),
  };
}

/** Newest first; this job's results before those of the user's other jobs (PROTOCOL 9.4). */
function listHistory(simulation: Simulation, job: Job): object[] {
  const { quirks } = simulation.settings;
  const others = simulation.jobs
    .all()
    .filter((other) => other !== job && other.partnerId === job.partnerId && other.userId === job.userId)
    .reverse();
  return [job, ...(quirks.historyScope === 'user' ? others : [])].flatMap((each) =>
    visibleResults(simulation, each)
      .reverse()
      .map((result) => toHistoryEntry(each, result, quirks)),
  );
}

function visibleResults({ settings }: Simulation, job: Job): JobResult[] {
  const showsReviews = settings.quirks.reviewerResultInJobStatus;
  return job.results.filter(
    ({ outcome, onlyByCallback }) => !onlyByCallback && (showsReviews || outcome.resultType !== 'DIVA'),
  );
}

/** Seen on 2314 answers in 2023: epoch milliseconds and the bare hash, which no HMAC check accepts (PROTOCOL 2.4). */
function signTheOldWay({ partnerId }: PartnerOptions): { timestamp: string; signature: string } {
  const timestamp = String(Date.now());
  return { timestamp, signature: legacyHash(partnerId, timestamp) };
}
