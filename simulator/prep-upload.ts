import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { chooseScenario } from './choose-scenario.ts';
import { checkUser } from './enrolments.ts';
import type { Job } from './job.ts';
import type { PartnerOptions } from './options.ts';
import { findProduct } from './products.ts';
import { Refusal } from './refusal.ts';
import { isObject, type JsonObject, optionalFlag, optionalText, parseBody, requiredText } from './request-fields.ts';
import { findScenario } from './scenarios.ts';
import type { Simulation } from './simulation.ts';
import { issueUploadUrl } from './upload-url.ts';
import { isTokenFor, type TokenClaims } from './web-token.ts';

const codes: CredentialCodes = { unauthorized: '2205', missing: '2213', wrongType: '2204' };

/** The answer to a prep upload that was taken, in the recorded key order, and the job it belongs to. */
interface Prepared {
  job: Job;
  answer: { upload_url: string; ref_id: string; smile_job_id: string; camera_config: 'null'; code: '2202' };
}

/**
 * `POST /v1/upload`, PROTOCOL 5. `seen` is told the ids as soon as they are known, so that refusals name their job.
 * `isExpired`: the URL is of no use from the beginning.
 */
export function prepareUpload(simulation: Simulation, rawBody: unknown, seen: SeenIds, isExpired = false): Prepared {
  const body = parseBody(rawBody, '2203', '2204');
  const { partner, token } = authorize(simulation, body, seen);
  const request = readRequest(body, seen, token);
  if (partner.activeJobTypes && !partner.activeJobTypes.includes(request.jobType)) throw new Refusal('2214');
  const known = simulation.jobs.find(partner.partnerId, request.jobId, request.userId);
  const job = known ? repeatJob(simulation, known, request) : createJob(simulation, partner, request);
  return {
    job,
    answer: {
      upload_url: issueUploadUrl(
        simulation,
        job,
        request.fileName,
        isExpired ? -1000 : simulation.settings.uploadUrlLifeMs,
      ),
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

/** By signature or sec_key, or by a web token for this very job, which then is given back (PROTOCOL 2.6). */
function authorize({ findPartner, settings, tokens }: Simulation, body: JsonObject, seen: SeenIds): Authorized {
  const partnerId = requiredText(body, 'smile_client_id', '2213', '2204');
  seen.partnerId = partnerId;
  const partner = findPartner(partnerId);
  if (partner && body.token && !body.signature && !body.sec_key) {
    const token = tokens.read(partnerId, String(body.token));
    if (!token || !isTokenFor(token, body.partner_params)) throw new Refusal('2221');
    return { partner, token };
  }
  checkCredentials(body, partner, codes, settings.quirks);
  if (!partner) throw new Refusal('2205');
  return { partner };
}

interface Authorized {
  partner: PartnerOptions;
  token?: TokenClaims;
}

type UploadRequest = ReturnType<typeof readRequest>;

function readRequest(body: JsonObject, seen: SeenIds, token: TokenClaims | undefined) {
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
    callbackUrl: optionalText(body, 'callback_url') ?? token?.callback_url,
    fileName: optionalText(body, 'file_name') ?? 'selfie.zip',
    mayReenrol: optionalFlag(body, 'allow_new_enroll', '2204'),
    usesEnrolledImage: optionalFlag(body, 'use_enrolled_image', '2204') && found.product.takesEnrolledImage,
    // The official JS SDK spreads id_info into the top level (PROTOCOL 5.1).
    idInfo: { country: body.country, id_type: body.id_type, id_number: body.id_number },
  };
}

/** PROTOCOL 5.4: a retry is for jobs without a processed zip; it keeps the SmileJobID (or not, U7) and kills the older URL. */
function repeatJob({ jobs, settings }: Simulation, job: Job, request: UploadRequest): Job {
  const isSameJob = job.userId === request.userId && job.jobType === request.jobType;
  const wasProcessed = job.state === 'processing' || job.state === 'reported';
  if (!request.retry || !isSameJob) throw new Refusal('2215');
  if (wasProcessed && settings.quirks.retryKnowsProcessed) throw new Refusal('2215');
  if (wasProcessed) job.state = 'awaiting-zip';
  if (!settings.quirks.retryKeepsSmileJobId) jobs.renumber(job);
  jobs.renewRef(job);
  return job;
}

function createJob(simulation: Simulation, partner: PartnerOptions, request: UploadRequest): Job {
  const { jobs, enrolments, idNumberLimit, journal } = simulation;
  const { jobId, userId, jobType, product, partnerParams, callbackUrl, usesEnrolledImage, idInfo } = request;
  const { partnerId } = partner;
  const enrolment = enrolments.find(partnerId, userId);
  checkUser(product, enrolment, request);
  const idNumberIsCounted = product.looksUpIdNumber && Boolean(idInfo.id_number);
  if (idNumberIsCounted && !idNumberLimit.admits(partnerId, idInfo)) throw new Refusal('2222');
  const { scenario: chosen, isDefault: scenarioIsDefault = false, warning } = chooseScenario(partnerParams, jobType);
  if (warning) journal.write({ kind: 'warning', partnerId, jobId, message: `${warning}, taking ${chosen}` });
  const { laterJobs } = findScenario(chosen);
  const isLater =
    laterJobs &&
    jobs.all().some((job) => job.partnerId === partnerId && job.userId === userId && job.scenario === chosen);
  return jobs.create({
    partnerId,
    jobId,
    userId,
    jobType,
    product,
    partnerParams,
    callbackUrl,
    scenario: isLater ? laterJobs : chosen,
    scenarioIsDefault,
    usesEnrolledImage,
    idNumberIsCounted,
    selfie: usesEnrolledImage ? enrolment?.selfie : undefined,
  });
}
