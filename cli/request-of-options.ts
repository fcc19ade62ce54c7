import { randomUUID } from 'node:crypto';
import { checkRequest, type StartRequest } from '../client/start-request.ts';
import { isVerificationFailure } from '../domain/failure.ts';
import type { Policy } from '../domain/policy.ts';
import type { Product } from '../domain/product.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';
import type { Context } from './context.ts';
import { type JobOptions, jobOfOptions } from './job-options.ts';
import { duration, once, type Typed } from './read-options.ts';
import { refuseInput } from './refuse-input.ts';
import { type Flags, furtherProblems, inWordsOf } from './words-of-options.ts';

/** What is typed about a verification: its job, and how it is carried out here. */
export interface StartOptions extends JobOptions {
  readonly id?: Typed;
  readonly deadline?: Typed;
  readonly reviewTime?: Typed;
  readonly provisional?: Typed;
  readonly attention?: Typed;
  readonly fourEyes?: boolean;
  readonly operatorTime?: Typed;
  readonly notifyUrl?: Typed;
}

const FLAGS: Flags = {
  verificationId: '--id',
  partner: '--partner',
  deadlineMs: '--deadline',
  reviewMs: '--review-time',
  notifyUrl: '--notify-url',
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
  context: Context,
  readCatalogue: ReadCatalogue,
): Promise<CheckedOptions> {
  const problems: string[] = [];
  const { job, flags } = await jobOfOptions(product, options, context, problems);
  const verificationId = once('--id', options.id, problems) ?? randomUUID();
  const partner = once('--partner', options.partner, problems);
  const deadlineMs = duration('--deadline', options.deadline, problems);
  const reviewMs = duration('--review-time', options.reviewTime, problems);
  const policy = policyOf(options, problems);
  const notifyUrl = once('--notify-url', options.notifyUrl, problems);
  const request = {
    ...job,
    verificationId,
    ...(partner === undefined ? {} : { partner }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(reviewMs === undefined ? {} : { reviewMs }),
    ...(policy === undefined ? {} : { policy }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  } satisfies StartRequest;
  const names = { ...flags, ...FLAGS };
  const found = await check(request, readCatalogue);
  refuseInput('The verification was not started', [...problems, ...furtherProblems(names, found.problems, problems)]);
  return { request, warnings: found.warnings.map((warning) => inWordsOf(names, warning)) };
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
