import { isVerificationFailure } from '../../domain/failure.ts';
import type { Product } from '../../domain/product.ts';
import type { CheckedPicture } from '../../requests/check-job.ts';
import type { SmileIdConfig } from '../../smile-id/config.ts';
import type { Submission } from '../../smile-id/submission.ts';
import type { Context } from '../context.ts';
import { type JobOptions, jobOfOptions } from '../job-options.ts';
import { once, required, type Typed } from '../read-options.ts';
import { refuseInput } from '../refuse-input.ts';
import { type Flags, furtherProblems } from '../words-of-options.ts';
import { accountOf } from './account.ts';
import { type TypedWait, type Waiting, waitingOf } from './wait-options.ts';

export interface SubmitOptions extends JobOptions, TypedWait {
  readonly jobId?: Typed;
  readonly callbackUrl?: Typed;
  readonly mayExist?: boolean;
  readonly json?: boolean;
}

const FLAGS: Flags = { jobId: '--job-id', callbackUrl: '--callback-url', mayExist: '--may-exist' };

export interface TypedSubmission {
  readonly submission: Submission;
  readonly account: SmileIdConfig | undefined;
  /** Undefined where nothing is waited for. */
  readonly waiting: Waiting | undefined;
  readonly flags: Flags;
}

/**
 * What the options ask for. Looks at everything that is known on this machine, the account and the pictures too, and
 * asks nobody: not even Smile ID's public list is read for a command that is wrong.
 * @throws VerificationFailure `invalid-request` with all problems, in the words of the command line
 */
export async function submissionOfOptions(
  product: Product,
  options: SubmitOptions,
  context: Context,
): Promise<TypedSubmission> {
  const problems: string[] = [];
  const account = await accountOf(context, options.partner, problems);
  const jobId = required('--job-id', options.jobId, 'each job an id of its own', problems);
  const { job, flags } = await jobOfOptions(product, options, context, problems);
  const callbackUrl = once('--callback-url', options.callbackUrl, problems);
  const waiting = waitingOf(options, problems);
  const { mayExist } = options;
  const submission: Submission = {
    ...job,
    jobId,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(mayExist === undefined ? {} : { mayExist }),
  };
  const names = { ...flags, ...FLAGS };
  const checked = await check(submission);
  refuseInput('The job was not sent', [...problems, ...furtherProblems(names, checked.problems, problems)]);
  return { submission: withContent(submission, checked.pictures), account, waiting, flags: names };
}

interface Checked {
  readonly problems: readonly string[];
  readonly pictures: readonly CheckedPicture[];
}

async function check(submission: Submission): Promise<Checked> {
  const { checkSubmission } = await import('../../smile-id/submission.ts');
  try {
    const { pictures } = await checkSubmission(submission, async () => undefined, Buffer.alloc);
    return { problems: [], pictures };
  } catch (error) {
    if (isVerificationFailure(error) && error.problems.length > 0) return { problems: error.problems, pictures: [] };
    throw error;
  }
}

/** What was read is what is sent: a pipe, such as the shell makes of `<(…)`, cannot be read twice. */
function withContent(submission: Submission, pictures: readonly CheckedPicture[]): Submission {
  const ofRole = (role: CheckedPicture['role']): Uint8Array[] =>
    pictures.filter((picture) => picture.role === role).map(({ bytes }) => bytes);
  const [selfie] = ofRole('selfie');
  const [documentFront] = ofRole('id-front');
  const [documentBack] = ofRole('id-back');
  const [comparison] = ofRole('comparison');
  const liveness = ofRole('liveness');
  return {
    ...submission,
    ...(selfie === undefined ? {} : { selfie }),
    ...(documentFront === undefined ? {} : { documentFront }),
    ...(documentBack === undefined ? {} : { documentBack }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(liveness.length === 0 ? {} : { liveness }),
  };
}
