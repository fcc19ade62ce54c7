import { factsOf, isVerificationFailure, VerificationFailure } from '../../domain/failure.ts';
import type { Product } from '../../domain/product.ts';
import { type Flags, inWordsOf } from '../words-of-options.ts';
import { statusCommand } from './await-answer.ts';
import { failureOfStatus } from './failure-of-status.ts';

const CONFLICT =
  'Smile ID knows a job of this id already (2215): give another --job-id, or --may-exist if an earlier try of yours sent it.';

/** The same failure in the words of the command line, with what to do where the job may exist all the same. */
export function failureOfSubmit(error: unknown, jobId: string, product: Product, flags: Flags): unknown {
  if (!isVerificationFailure(error)) return error;
  const { kind, message, code, smileJobId } = error;
  const facts = factsOf(error);
  if (kind === 'invalid-request') {
    const problems = error.problems.map((problem) => inWordsOf(flags, problem));
    return new VerificationFailure(kind, `The job was not sent: ${problems.join('; ')}.`, { problems });
  }
  if (code === '2215') return new VerificationFailure(kind, CONFLICT, facts);
  if (smileJobId === undefined && kind !== 'outcome-unknown') return failureOfStatus(error);
  const job = smileJobId === undefined ? 'Whether the job exists is not known' : `Smile ID has the job (${smileJobId})`;
  return new VerificationFailure(kind, `${message} ${job}: ${advice(product, jobId)}.`, facts);
}

/** What is one request is billed each time, so its status is read first. */
function advice({ way }: Product, jobId: string): string {
  return way === 'upload'
    ? 'the same command with --may-exist carries it on'
    : `before anything is sent again, ask ${statusCommand(jobId)}`;
}
