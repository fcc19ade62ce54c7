import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { describeJob, type JobStatusAnswer } from './describe-job.ts';
import { Refusal } from './refusal.ts';
import { optionalFlag, parseBody, requiredText } from './request-fields.ts';
import type { Simulation } from './simulation.ts';

/** A wrong type is 2313 here: the number of 2204's meaning, 2304, is taken by "job not found" (PROTOCOL 9.5). */
const codes: CredentialCodes = { unauthorized: '2305', missing: '2313', wrongType: '2313' };

/** `POST /v1/job_status`. Throws a Refusal. `seen` is told the ids as soon as they are known. */
export function answerJobStatus(
  simulation: Simulation,
  rawBody: unknown,
  seen: { partnerId?: string; jobId?: string },
): JobStatusAnswer {
  const body = parseBody(rawBody, '2303', '2313');
  const partnerId = requiredText(body, 'partner_id', '2313', '2313');
  seen.partnerId = partnerId;
  const partner = simulation.findPartner(partnerId);
  const scheme = checkCredentials(body, partner, codes, simulation.settings.quirks);
  if (!partner) throw new Refusal('2305');
  const userId = requiredText(body, 'user_id', '2313', '2313');
  const jobId = requiredText(body, 'job_id', '2313', '2313');
  seen.jobId = jobId;
  const asked = {
    history: optionalFlag(body, 'history', '2313'),
    imageLinks: optionalFlag(body, 'image_links', '2313'),
  };
  const job = simulation.jobs.find(partnerId, jobId, userId);
  if (!job || job.userId !== userId) throw new Refusal('2304');
  return describeJob(simulation, { partner, scheme }, job, asked);
}
