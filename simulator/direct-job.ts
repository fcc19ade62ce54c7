import { chooseByIdNumber, chooseScenario } from './choose-scenario.ts';
import { checkUser } from './enrolments.ts';
import type { IdInfo } from './info-json.ts';
import type { Job, Picture } from './job.ts';
import type { DirectService, PartnerOptions } from './options.ts';
import type { OutcomeName } from './outcomes.ts';
import { report, takeSteps } from './process-job.ts';
import { directProducts, type Product } from './products.ts';
import { Refusal } from './refusal.ts';
import type { JsonObject } from './request-fields.ts';
import { findScenario } from './scenarios.ts';
import type { Simulation } from './simulation.ts';
import { matchPerson } from './specimen.ts';

/** A request that has been read and is to be answered. */
export interface DirectRequest {
  service: DirectService;
  partner: PartnerOptions;
  jobId: string;
  userId: string;
  /** As received, without what this side adds. */
  partnerParams: JsonObject;
  callbackUrl: string | undefined;
  mayReenrol: boolean;
  idInfo: IdInfo | undefined;
  /** What the partner says about the person, for Basic KYC. */
  claimed: JsonObject;
  selfie: Picture | undefined;
}

/** Takes the request as a job, and bills it: from here on it is paid for, whether or not the answer arrives (U19). */
export function takeRequest(simulation: Simulation, request: DirectRequest): Job {
  const { jobs, enrolments, idNumberLimit, journal, settings } = simulation;
  const { service, partner, jobId, userId } = request;
  const { partnerId } = partner;
  const { jobType, product } = directProducts[service];
  if (partner.activeJobTypes && !partner.activeJobTypes.includes(jobType)) throw new Refusal('2214');
  const known = jobs.find(partnerId, jobId, userId);
  const isRepeat = known !== undefined && known.product === product && known.userId === userId;
  if (known && (!isRepeat || settings.quirks.repeatedDirectJob === 'refused')) throw new Refusal('2215');
  if (!known) checkUser(product, enrolments.find(partnerId, userId), { ...request, usesEnrolledImage: false });
  if (product.looksUpIdNumber && request.idInfo && !idNumberLimit.admits(partnerId, request.idInfo))
    throw new Refusal('2222');
  const job = known ?? createJob(simulation, request);
  job.paidRuns += 1;
  journal.write({ kind: 'billed', partnerId, jobId, times: job.paidRuns });
  return job;
}

function createJob({ jobs, journal }: Simulation, request: DirectRequest): Job {
  const { service, partner, jobId, userId, partnerParams, callbackUrl, idInfo, selfie, claimed } = request;
  const { partnerId } = partner;
  const { jobType, product } = directProducts[service];
  const { scenario: chosen, isDefault = false, warning: misfit } = chooseScenario(partnerParams, jobType);
  // Nothing is ever provisional or reviewed here (PROTOCOL 12.8).
  const isForeign = chosen !== 'system-error' && hasNoWordsFor(chosen, product);
  const scenario = isForeign ? 'approve' : chosen;
  const warning = isForeign ? `scenario ${chosen} does not exist for job type ${jobType}` : misfit;
  if (warning) journal.write({ kind: 'warning', partnerId, jobId, message: `${warning}, taking ${scenario}` });
  const job = jobs.create({
    partnerId,
    jobId,
    userId,
    jobType,
    product,
    partnerParams: { ...partnerParams, job_type: product.echoesTypeAsText ? String(jobType) : jobType },
    callbackUrl,
    scenario: isDefault && idInfo ? byNumberOrClaim(service, idInfo, claimed) : scenario,
    scenarioIsDefault: isDefault,
    usesEnrolledImage: false,
    idNumberIsCounted: product.looksUpIdNumber,
    selfie,
  });
  job.state = 'processing';
  job.isDirect = true;
  job.idInfo = idInfo;
  job.claimed = claimed;
  job.hasLivenessPictures = service === 'compare';
  return job;
}

function hasNoWordsFor(scenario: Job['scenario'], { results }: Product): boolean {
  const { steps } = findScenario(scenario);
  return steps.length > 0 && steps.every(({ outcome }) => !results[outcome]);
}

function byNumberOrClaim(service: DirectService, idInfo: IdInfo, claimed: JsonObject): Job['scenario'] {
  const byNumber = chooseByIdNumber(idInfo.id_number);
  if (byNumber !== 'approve' || service !== 'basic-kyc') return byNumber;
  return ({ exact: 'approve', partial: 'partial-match', none: 'no-match' } as const)[matchPerson(claimed)];
}

/** Decides now, and tells the callback URL as well where there is one. */
export function answerNow(simulation: Simulation, job: Job): Job['results'][number] {
  report(simulation, job, outcomeOfCall(job));
  const result = job.results.at(-1);
  if (!result) throw new Refusal('2201');
  return result;
}

/** What is reported about a job whose result is to come by callback, step after step. */
export function answerLater(simulation: Simulation, job: Job): void {
  const { settings, timers } = simulation;
  const { steps } = findScenario(job.scenario);
  timers.after(settings.processingMs, () => takeSteps(simulation, job, steps));
}

/** The last step that the product has words for; of an authority that recovers, the first one for some calls. */
function outcomeOfCall(job: Job): OutcomeName {
  const { steps, refusedCalls = 0 } = findScenario(job.scenario);
  const outcomes = steps.map(({ outcome }) => outcome).filter((outcome) => job.product.results[outcome]);
  const outcome = job.paidRuns <= refusedCalls ? outcomes[0] : outcomes.at(-1);
  if (!outcome) throw new Refusal('2201');
  return outcome;
}
