import { type CredentialCodes, checkCredentials } from './check-credentials.ts';
import { businessResult, lookupResult } from './direct-body.ts';
import { answerLater, answerNow, type DirectRequest, takeRequest } from './direct-job.ts';
import type { DirectService } from './options.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { isObject, type JsonObject, optionalText, parseBody, requiredText } from './request-fields.ts';
import { type Scheme, signAnswer } from './sign-answer.ts';
import type { Simulation } from './simulation.ts';

type LookupService = Exclude<DirectService, 'compare'>;

interface Codes extends CredentialCodes {
  invalidJson: RefusalCode;
}

/** The same meanings under the prefix of the endpoint's family (PROTOCOL 2.6, 11). */
const firstVersion: Codes = { unauthorized: '2205', missing: '2213', wrongType: '2204', invalidJson: '2203' };
const secondVersion: Codes = { unauthorized: '2405', missing: '2413', wrongType: '2404', invalidJson: '2403' };

const codesOf: Record<LookupService, Codes> = {
  'id-verification': firstVersion,
  'basic-kyc': secondVersion,
  'business-verification': { ...firstVersion, missing: '2413' },
};

export interface SeenIds {
  partnerId?: string;
  jobId?: string;
}

/** A lookup whose answer is the result, signed (PROTOCOL 12.1, 12.3, 12.4). Throws a Refusal. */
export function answerLookup(simulation: Simulation, service: LookupService, rawBody: unknown, seen: SeenIds): object {
  const { scheme, ...request } = readRequest(simulation, service, rawBody, seen);
  const job = takeRequest(simulation, request);
  const result = answerNow(simulation, job);
  const { signature, timestamp } = signAnswer(request.partner, scheme);
  const body = service === 'business-verification' ? businessResult(job, result) : lookupResult(job, result);
  return { ...body, signature, timestamp };
}

/** The same by callback: the answer says only that it was taken (PROTOCOL 12.2). Throws a Refusal. */
export function acceptLookup(
  simulation: Simulation,
  service: LookupService,
  rawBody: unknown,
  seen: SeenIds,
): { success: true; code?: never } {
  const request = readRequest(simulation, service, rawBody, seen);
  if (request.callbackUrl === undefined) throw new Refusal(codesOf[service].missing);
  answerLater(simulation, takeRequest(simulation, request));
  return { success: true };
}

function readRequest(
  simulation: Simulation,
  service: LookupService,
  rawBody: unknown,
  seen: SeenIds,
): DirectRequest & { scheme: Scheme } {
  const { unauthorized, missing, wrongType, invalidJson } = codesOf[service];
  const body = parseBody(rawBody, invalidJson, wrongType);
  const partnerId = requiredText(body, 'partner_id', missing, wrongType);
  seen.partnerId = partnerId;
  const partner = simulation.findPartner(partnerId);
  const scheme = checkCredentials(body, partner, { unauthorized, missing, wrongType }, simulation.settings.quirks);
  if (!partner) throw new Refusal(unauthorized);
  const params = body.partner_params;
  if (params === undefined || params === null) throw new Refusal(missing);
  if (!isObject(params)) throw new Refusal(wrongType);
  const jobId = requiredText(params, 'job_id', missing, wrongType);
  seen.jobId = jobId;
  const userId = requiredText(params, 'user_id', missing, wrongType);
  if (String(params.job_type) !== (service === 'business-verification' ? '7' : '5')) throw new Refusal('2212');
  const idInfo = {
    country: requiredText(body, 'country', missing, wrongType),
    id_type: requiredText(body, 'id_type', missing, wrongType),
    id_number: requiredText(body, 'id_number', missing, wrongType),
    entered: true,
  };
  if (service === 'business-verification') checkBusiness(body);
  return {
    service,
    partner,
    jobId,
    userId,
    partnerParams: params,
    callbackUrl: optionalText(body, 'callback_url'),
    mayReenrol: false,
    idInfo,
    claimed: body,
    selfie: undefined,
    scheme,
  };
}

const registers = ['BUSINESS_REGISTRATION', 'BASIC_BUSINESS_REGISTRATION', 'TAX_INFORMATION'];
const nigerianTypes = ['bn', 'co', 'it'];

/** PROTOCOL 12.4: which registers there are, and which kinds of business Nigeria's knows. */
function checkBusiness({ id_type: idType, country, business_type: businessType }: JsonObject): void {
  const isKnown = country !== 'NG' || businessType === undefined || nigerianTypes.includes(String(businessType));
  if (!registers.includes(String(idType)) || !isKnown) throw new Refusal('2413', 'Unsupported business type');
}
