import type { Command } from 'commander';
import { COMPARISON_TYPES, type ComparisonType } from '../domain/picture.ts';
import type { Product } from '../domain/product.ts';
import type { JobRequest } from '../requests/job-request.ts';
import { countsOf } from '../requests/product-rules.ts';
import type { Context } from './context.ts';
import { addIdInfoOptions, type IdInfoOptions, idInfoOfOptions } from './id-info-options.ts';
import { collect, once, pairs, required, type Typed } from './read-options.ts';
import type { Flags } from './words-of-options.ts';

/** What is typed about a job, whoever sends it. */
export interface JobOptions extends IdInfoOptions {
  readonly userId?: Typed;
  readonly selfie?: Typed;
  readonly liveness?: Typed;
  readonly documentFront?: Typed;
  readonly documentBack?: Typed;
  readonly comparison?: Typed;
  readonly comparisonType?: Typed;
  readonly answerByCallback?: boolean;
  readonly useEnrolledImage?: boolean;
  readonly partner?: Typed;
  readonly partnerParam?: Typed;
  readonly allowNewEnroll?: boolean;
  readonly skipIdCheck?: boolean;
}

/** A field of a job, as the command line calls it; those of the ID come with what was typed. */
const FLAGS: Flags = {
  userId: '--user-id',
  selfie: '--selfie',
  liveness: '--liveness',
  documentFront: '--document-front',
  documentBack: '--document-back',
  comparison: '--comparison',
  comparisonType: '--comparison-type',
  answerByCallback: '--answer-by-callback',
  useEnrolledImage: '--use-enrolled-image',
  partnerParams: '--partner-param',
  allowNewEnroll: '--allow-new-enroll',
  skipIdCheck: '--skip-id-check',
};

/** What every job of the product may have, and nothing that does not concern it. */
export function addJobOptions(command: Command, product: Product): void {
  command
    .option('--user-id <id>', 'the person, as your system and Smile ID know them (required)', collect)
    .option('--partner <name>', 'the partner profile it is for (default: the one without a name)', collect)
    .option('--partner-param <key=value>', 'comes back with the result; repeatable', collect);
  if (product.idFields.length > 0) {
    addIdInfoOptions(command, product.idFields, product.requiredIdFields);
    command.option('--skip-id-check', 'do not compare the ID data with what Smile ID is known to ask for');
  }
  if (product.selfie === 'required') {
    command.option('--selfie <file>', 'a JPEG (required)', collect);
    command.option('--liveness <files...>', `liveness pictures, ${countsOf(product)} JPEGs`);
  }
  if (product.comparison === 'required') {
    command.option('--comparison <file>', 'the JPEG that the selfie is compared with (required)', collect);
    command.option('--comparison-type <type>', `what it is: ${COMPARISON_TYPES.join(', ')} (required)`, collect);
  }
  if (product.canAnswerByCallback)
    command.option('--answer-by-callback', 'let the result come by callback, for authorities that take their time');
  if (product.document !== 'none') {
    const need = product.document === 'required' ? ' (required)' : ', instead of the ID number';
    command.option('--document-front <file>', `a JPEG of the ID document${need}`, collect);
    command.option('--document-back <file>', 'a JPEG of its back', collect);
  }
  if (product.canUseEnrolledImage)
    command.option('--use-enrolled-image', 'compare with the selfie that the user was enrolled with; no --selfie then');
  if (product.enrolment === 'creates') command.option('--allow-new-enroll', 'enrol the user again if enrolled already');
}

export interface TypedJob {
  readonly job: JobRequest;
  /** What each field was called. */
  readonly flags: Flags;
}

/** What the options say about a job. Its content is left to the check of the whole request. */
export async function jobOfOptions(
  product: Product,
  options: JobOptions,
  context: Context,
  problems: string[],
): Promise<TypedJob> {
  const userId = required('--user-id', options.userId, 'the id under which your system knows the person', problems);
  const selfie =
    options.useEnrolledImage || product.selfie === 'none'
      ? once('--selfie', options.selfie, problems)
      : required('--selfie', options.selfie, 'the path of a JPEG', problems);
  const documentFront = once('--document-front', options.documentFront, problems);
  const documentBack = once('--document-back', options.documentBack, problems);
  const comparison =
    product.comparison === 'required'
      ? required('--comparison', options.comparison, 'the path of a JPEG', problems)
      : undefined;
  const comparisonType = once('--comparison-type', options.comparisonType, problems) as ComparisonType | undefined;
  const { idInfo, flags } = await idInfoOfOptions(product.idFields, options, context, problems);
  const partnerParams = pairs('--partner-param', options.partnerParam, problems);
  const { liveness, answerByCallback, useEnrolledImage, allowNewEnroll, skipIdCheck } = options;
  return {
    job: {
      product: product.name,
      userId,
      ...(selfie === undefined ? {} : { selfie }),
      ...(documentFront === undefined ? {} : { documentFront }),
      ...(documentBack === undefined ? {} : { documentBack }),
      ...(comparison === undefined ? {} : { comparison }),
      ...(comparisonType === undefined ? {} : { comparisonType }),
      ...(answerByCallback === undefined ? {} : { answerByCallback }),
      ...(idInfo === undefined ? {} : { idInfo }),
      ...(useEnrolledImage === undefined ? {} : { useEnrolledImage }),
      ...(liveness === undefined ? {} : { liveness }),
      ...(partnerParams === undefined ? {} : { partnerParams }),
      ...(allowNewEnroll === undefined ? {} : { allowNewEnroll }),
      ...(skipIdCheck === undefined ? {} : { skipIdCheck }),
    },
    flags: { ...FLAGS, ...flags },
  };
}
