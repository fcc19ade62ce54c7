import { z } from 'zod';
import { VerificationFailure } from '../domain/failure.ts';
import { PRODUCT_NAMES } from '../domain/product.ts';
import { idInfoShape, idOf, sentenceOf } from '../requests/job-shape.ts';
import { WEB_PRODUCTS } from './web-token.ts';

export const httpUrl = z
  .string('must be text')
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'must be an http or https URL');

/** Longer waits are for workflows. */
const LONGEST_WAIT_MS = 7 * 86_400_000;

/** What a call is about besides a job. A whole job may be given where its ids are asked for, so that others pass. */
const SHAPES = {
  'The status was not asked for': z.object(
    {
      jobId: idOf('give the id that you gave the job'),
      userId: idOf('give the id of the person that the job is about'),
      product: z.enum(PRODUCT_NAMES, `must be one of ${PRODUCT_NAMES.join(', ')}`).optional(),
      history: z.boolean('must be true or false').optional(),
      imageLinks: z.boolean('must be true or false').optional(),
    },
    'must be an object',
  ),
  'It cannot be waited so': z.object(
    {
      forMs: z
        .number('must be a number of milliseconds')
        .min(0, 'must not be negative')
        .max(LONGEST_WAIT_MS, 'must be at most seven days')
        .optional(),
      until: z.enum(['first-answer', 'final-result'], 'must be first-answer or final-result').optional(),
    },
    'must be an object',
  ),
  'No web token was asked for': z.strictObject(
    {
      jobId: idOf('give the id that you gave the job'),
      userId: idOf('give the id of the person that the job is about'),
      product: z.enum(WEB_PRODUCTS, `must be one of ${WEB_PRODUCTS.join(', ')}`),
      callbackUrl: z.preprocess(
        (url) => url ?? '',
        z.string('must be text').min(1, 'is missing: give it here, or to createSmileId').pipe(httpUrl),
      ),
    },
    'must be an object',
  ),
  'The limit was not reset': z.strictObject(
    {
      country: idInfoShape.shape.country.unwrap(),
      idType: idOf('say what ID it is'),
      idNumber: idOf('give the number that is blocked'),
    },
    'must be an object',
  ),
  'The configuration is not what readSmileIdConfig gives': z.object(
    {
      partnerId: idOf('give it with its leading zeros'),
      apiKey: z.string('must be text').min(1, 'is empty'),
      verificationKeys: z.array(z.string('must be text'), 'must be a list of keys').min(1, 'is empty'),
      baseUrl: httpUrl,
      requestTimeoutMs: z.number('must be a number of milliseconds').positive('must be positive'),
      uploadTimeoutMs: z.number('must be a number of milliseconds').positive('must be positive'),
    },
    'must be an object',
  ),
};

/** @throws VerificationFailure `invalid-request` with all problems, none of which quotes a value */
export function checkCall(what: keyof typeof SHAPES, given: unknown): void {
  const parsed = SHAPES[what].safeParse(given);
  if (parsed.success) return;
  const problems = parsed.error.issues.map((issue) =>
    issue.path.length === 0 && issue.code === 'invalid_type'
      ? 'what is given must be an object'
      : sentenceOf(issue, 'it'),
  );
  throw new VerificationFailure('invalid-request', `${what}: ${problems.join('; ')}.`, { problems });
}
