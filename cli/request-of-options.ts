import { randomUUID } from 'node:crypto';
import { parseDuration } from '../client/parse-duration.ts';
import { checkRequest, type StartRequest } from '../client/start-request.ts';
import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { ID_FIELDS, type IdField, type IdInfo } from '../domain/id-info.ts';
import type { ComparisonType } from '../domain/picture.ts';
import type { Policy } from '../domain/policy.ts';
import type { Product } from '../domain/product.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';

/** Every text as often as it was typed, so that all that is wrong can be said at once. */
export interface StartOptions {
  readonly userId?: readonly string[];
  readonly selfie?: readonly string[];
  readonly liveness?: readonly string[];
  readonly documentFront?: readonly string[];
  readonly documentBack?: readonly string[];
  readonly comparison?: readonly string[];
  readonly comparisonType?: readonly string[];
  readonly answerByCallback?: boolean;
  readonly useEnrolledImage?: boolean;
  readonly id?: readonly string[];
  readonly partner?: readonly string[];
  readonly partnerParam?: readonly string[];
  readonly allowNewEnroll?: boolean;
  readonly deadline?: readonly string[];
  readonly reviewTime?: readonly string[];
  readonly provisional?: readonly string[];
  readonly attention?: readonly string[];
  readonly fourEyes?: boolean;
  readonly operatorTime?: readonly string[];
  readonly notifyUrl?: readonly string[];
  readonly skipIdCheck?: boolean;
  /** What was given of the ID, by field. */
  readonly [field: string]: unknown;
}

/** A field of the request, as the command line calls it. */
const FLAGS: { readonly [field: string]: string } = {
  userId: '--user-id',
  selfie: '--selfie',
  liveness: '--liveness',
  documentFront: '--document-front',
  documentBack: '--document-back',
  comparison: '--comparison',
  comparisonType: '--comparison-type',
  answerByCallback: '--answer-by-callback',
  useEnrolledImage: '--use-enrolled-image',
  verificationId: '--id',
  partner: '--partner',
  partnerParams: '--partner-param',
  allowNewEnroll: '--allow-new-enroll',
  deadlineMs: '--deadline',
  reviewMs: '--review-time',
  notifyUrl: '--notify-url',
  skipIdCheck: '--skip-id-check',
  ...Object.fromEntries(ID_FIELDS.map((field) => [`idInfo.${field}`, flagOf(field)])),
  'policy.provisional': '--provisional',
  'policy.attention': '--attention',
  'policy.operatorMs': '--operator-time',
};

export interface CheckedOptions {
  readonly request: StartRequest & { readonly verificationId: string };
  /** What Smile ID advises against, in the words of the command line. */
  readonly warnings: readonly string[];
}

/**
 * What the options ask for. Looks at everything, the pictures and Smile ID's list of ID types too, so that Temporal is
 * not connected to in vain.
 * @throws VerificationFailure `invalid-request` with all problems, in the words of the command line
 */
export async function requestOfOptions(
  product: Product,
  options: StartOptions,
  readCatalogue: ReadCatalogue,
): Promise<CheckedOptions> {
  const problems: string[] = [];
  const userId = required('--user-id', options.userId, 'the id under which your system knows the person', problems);
  const selfie =
    options.useEnrolledImage || product.selfie === 'none'
      ? once('--selfie', options.selfie, problems)
      : required('--selfie', options.selfie, 'the path of a JPEG', problems);
  const documentFront = once('--document-front', options.documentFront, problems);
  const documentBack = once('--document-back', options.documentBack, problems);
  const comparison = once('--comparison', options.comparison, problems);
  const comparisonType = once('--comparison-type', options.comparisonType, problems) as ComparisonType | undefined;
  const idInfo = idInfoOf(product, options, problems);
  const verificationId = once('--id', options.id, problems) ?? randomUUID();
  const partner = once('--partner', options.partner, problems);
  const deadlineMs = duration('--deadline', options.deadline, problems);
  const reviewMs = duration('--review-time', options.reviewTime, problems);
  const partnerParams = pairs(options.partnerParam, problems);
  const policy = policyOf(options, problems);
  const notifyUrl = once('--notify-url', options.notifyUrl, problems);
  const request = {
    product: product.name,
    verificationId,
    userId,
    ...(partner === undefined ? {} : { partner }),
    ...(selfie === undefined ? {} : { selfie }),
    ...(documentFront === undefined ? {} : { documentFront }),
    ...(documentBack === undefined ? {} : { documentBack }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(comparisonType === undefined ? {} : { comparisonType }),
    ...(options.answerByCallback === undefined ? {} : { answerByCallback: options.answerByCallback }),
    ...(idInfo === undefined ? {} : { idInfo }),
    ...(options.useEnrolledImage === undefined ? {} : { useEnrolledImage: options.useEnrolledImage }),
    ...(options.liveness === undefined ? {} : { liveness: options.liveness }),
    ...(partnerParams === undefined ? {} : { partnerParams }),
    ...(options.allowNewEnroll === undefined ? {} : { allowNewEnroll: options.allowNewEnroll }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(reviewMs === undefined ? {} : { reviewMs }),
    ...(policy === undefined ? {} : { policy }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(options.skipIdCheck === undefined ? {} : { skipIdCheck: options.skipIdCheck }),
  } satisfies StartRequest;
  const complained = problems.map((problem) => problem.split(' ')[0]);
  const found = await check(request, readCatalogue);
  for (const problem of found.problems) {
    const told = inWordsOfOptions(problem);
    if (!complained.includes(told.split(' ')[0])) problems.push(told);
  }
  if (problems.length === 0) return { request, warnings: found.warnings.map(inWordsOfOptions) };
  throw new VerificationFailure('invalid-request', `The verification was not started: ${problems.join('; ')}.`, {
    problems,
  });
}

/** `--id-number` of `idNumber`. */
export function flagOf(field: IdField): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function idInfoOf(product: Product, options: StartOptions, problems: string[]): IdInfo | undefined {
  const given = product.idFields.flatMap((field) => {
    const value = once(flagOf(field), options[field] as readonly string[] | undefined, problems);
    return value === undefined ? [] : [[field, value]];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** What was typed is checked with the rest of the request, so it may be anything here. */
function policyOf(options: StartOptions, problems: string[]): Partial<Policy> | undefined {
  const provisional = once('--provisional', options.provisional, problems);
  const attention = once('--attention', options.attention, problems);
  const operatorMs = duration('--operator-time', options.operatorTime, problems);
  const policy = {
    ...(provisional === undefined ? {} : { provisional: provisional as Policy['provisional'] }),
    ...(attention === undefined ? {} : { attention: attention as Policy['attention'] }),
    ...(options.fourEyes === undefined ? {} : { fourEyes: options.fourEyes }),
    ...(operatorMs === undefined ? {} : { operatorMs }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

async function check(
  request: StartRequest,
  readCatalogue: ReadCatalogue,
): Promise<Pick<CheckedOptions, 'warnings'> & { problems: readonly string[] }> {
  try {
    return { problems: [], warnings: (await checkRequest(request, readCatalogue)).warnings };
  } catch (error) {
    if (isVerificationFailure(error) && error.problems.length > 0) return { problems: error.problems, warnings: [] };
    throw error;
  }
}

function inWordsOfOptions(problem: string): string {
  return problem.replace(/^((?:policy|idInfo)\.\w+|\w+)\.?/, (text, field) => {
    const flag = FLAGS[field as string];
    return flag === undefined ? text : `${flag}${text.endsWith('.') ? ' ' : ''}`;
  });
}

function once(flag: string, given: readonly string[] = [], problems: string[]): string | undefined {
  if (given.length > 1) problems.push(`${flag} is given ${given.length} times: give it once`);
  return given[0];
}

function required(flag: string, given: readonly string[] | undefined, what: string, problems: string[]): string {
  const value = once(flag, given, problems);
  if (value === undefined) problems.push(`${flag} is missing: give ${what}`);
  else if (value === '') problems.push(`${flag} is empty: give ${what}`);
  return value ?? '';
}

function duration(flag: string, given: readonly string[] | undefined, problems: string[]): number | undefined {
  const text = once(flag, given, problems);
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && ms === undefined)
    problems.push(`${flag} is no duration: give a number with s, m, h or d, such as 90s or 12h`);
  return ms;
}

function pairs(given: readonly string[] | undefined, problems: string[]): Record<string, string> | undefined {
  if (given === undefined) return undefined;
  const found = new Map<string, string>();
  given.forEach((text, index) => {
    const at = text.indexOf('=');
    const key = text.slice(0, at);
    if (at < 1) problems.push(`the ${index + 1}. --partner-param has no key: give it as key=value`);
    else if (found.has(key)) problems.push(`the ${index + 1}. --partner-param repeats a key: give each key once`);
    else found.set(key, text.slice(at + 1));
  });
  return Object.fromEntries(found);
}
