import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { chooseScenario } from './choose-scenario.ts';
import { checkUser } from './enrolments.ts';
import type { Job } from './job.ts';
import type { PartnerOptions } from './options.ts';
import { findProduct } from './products.ts';
import { Refusal } from './refusal.ts';
import { isObject, type JsonObject, optionalFlag, optionalText, parseBody, requiredText } from './request-fields.ts';
import type { Simulation } from './simulation.ts';
import { issueUploadUrl } from './upload-url.ts';

const codes: CredentialCodes = { unauthorized: '2205', missing: '2213', wrongType: '2204' };

/** The answer to a prep upload that was taken, in the recorded key order, and the job it belongs to. */
interface Prepared {
  job: Job;
  answer: { upload_url: string; ref_id: string; smile_job_id: string; camera_config: 'null'; code: '2202' };
}

/** `POST /v1/upload`, PROTOCOL 5. `seen` is told the ids as soon as they are known, so that refusals name their job. */
export function prepareUpload(simulation: Simulation, rawBody: unknown, seen: SeenIds): Prepared {
  const body = parseBody(rawBody, '2203', '2204');
  const partner = authorize(simulation, body, seen);
  const request = readRequest(body, seen);
  if (partner.activeJobTypes && !partner.activeJobTypes.includes(request.jobType)) throw new Refusal('2214');
  const known = simulation.jobs.find(partner.partnerId, request.jobId);
  const job = known ? repeatJob(simulation, known, request) : createJob(simulation, partner, request);
  return {
    job,
    answer: {
      upload_url: issueUploadUrl(simulation, job, request.fileName),
      ref_id: job.refId,
      smile_job_id: job.smileJobId,
      camera_config: 'null',
      code: '2202',
    },
  };
}

export interface SeenIds {
  partnerId?: string;
  jobId?: string;
  retry: boolean;
}

function authorize({ findPartner, settings }: Simulation, body: JsonObject, seen: SeenIds): PartnerOptions {
  const partnerId = requiredText(body, 'smile_client_id', '2213', '2204');
  seen.partnerId = partnerId;
  const partner = findPartner(partnerId);
  // Web tokens come from /v1/token, which is not served here: none can be valid.
  if (body.token && !body.signature && !body.sec_key) throw new Refusal('2221');
  checkCredentials(body, partner, codes, settings.quirks);
  if (!partner) throw new Refusal('2205');
  return partner;
}

type UploadRequest = ReturnType<typeof readRequest>;

function readRequest(body: JsonObject, seen: SeenIds) {
  const retry = optionalFlag(body, 'retry', '2204');
  seen.retry = retry;
  const params = body.partner_params;
  // Recorded: partner_params null is an invalid job type, not a missing parameter (PROTOCOL 5.1).
  if (params === undefined || params === null) throw new Refusal('2212');
  if (!isObject(params)) throw new Refusal('2204');
  if (typeof params.job_id === 'string' && params.job_id !== '') seen.jobId = params.job_id;
  const found = findProduct(params.job_type);
  if (!found) throw new Refusal('2212');
  return {
    ...found,
    retry,
    jobId: requiredText(params, 'job_id', '2213', '2204'),
    userId: requiredText(params, 'user_id', '2213', '2204'),
    partnerParams: { ...params, job_type: found.jobType },
    callbackUrl: optionalText(body, 'callback_url'),
    fileName: optionalText(body, 'file_name') ?? 'selfie.zip',
    mayReenrol: optionalFlag(body, 'allow_new_enroll', '2204'),
  };
}

/** PROTOCOL 5.4: a retry is for jobs without a processed zip; it keeps the SmileJobID and kills the older URL. */
function repeatJob({ jobs, settings }: Simulation, job: Job, request: UploadRequest): Job {
  const isSameJob = job.userId === request.userId && job.jobType === request.jobType;
  const wasProcessed = job.state === 'processing' || job.state === 'reported';
  if (!request.retry || !isSameJob) throw new Refusal('2215');
  if (wasProcessed && settings.quirks.retryKnowsProcessed) throw new Refusal('2215');
  if (wasProcessed) job.state = 'awaiting-zip';
  jobs.renewRef(job);
  return job;
}

function createJob({ jobs, enrolments, journal }: Simulation, partner: PartnerOptions, request: UploadRequest): Job {
  const { jobId, userId, jobType, product, partnerParams, callbackUrl } = request;
  const { partnerId } = partner;
  checkUser(product, enrolments.find(partnerId, userId), request.mayReenrol);
  const { scenario, warning } = chooseScenario(partnerParams);
  if (warning) journal.write({ kind: 'warning', partnerId, jobId, message: `${warning}, taking ${scenario}` });
  return jobs.create({ partnerId, jobId, userId, jobType, product, partnerParams, callbackUrl, scenario });
}
