import { z } from 'zod';
import { VerificationFailure } from '../domain/failure.ts';
import { isLoopback } from '../domain/loopback.ts';
import { PRODUCT_NAMES } from '../domain/product.ts';
import { idInfoShape, idOf, sentenceOf } from '../requests/job-shape.ts';
import { WEB_PRODUCTS } from './web-token.ts';

export const httpUrl = z
  .string('must be text')
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'must be an http or https URL');

/** Longer waits are for workflows. */
const LONGEST_WAIT_MS = 7 * 86_400_000;

const jobIds = {
  jobId: idOf('give the id that you gave the job'),
  userId: idOf('give the id of the person that the job is about'),
};

/** How the SDKs of Smile ID and its protocol call what a status is asked with: ignored, they would be missed in silence. */
const SDK_NAMES = {
  job_id: z.undefined('is called jobId here').optional(),
  user_id: z.undefined('is called userId here').optional(),
  job_type: z.undefined('is called product here').optional(),
  partner_id: z.undefined('comes from the configuration: leave it out').optional(),
  return_history: z.undefined('is called history here').optional(),
  return_images: z.undefined('is called imageLinks here').optional(),
  return_image_links: z.undefined('is called imageLinks here').optional(),
  image_links: z.undefined('is called imageLinks here').optional(),
  signature: z.undefined('is always there: leave it out').optional(),
};

/** Nothing but these, as a name that is misspelt would be missed in silence. */
function optionsOf<Options extends z.ZodRawShape>(options: Options) {
  const takes = Object.keys(options).join(', ');
  return z
    .object(options, 'must be an object')
    .catchall(z.undefined(`is not an option of this call, which takes ${takes}`));
}

const signal = z.custom<AbortSignal>((given) => given instanceof AbortSignal, 'must be an AbortSignal').optional();

/** Its form is checked where it is used. */
const anything = z.unknown().optional();

const waitOptions = {
  forMs: z
    .number('must be a number of milliseconds')
    .min(0, 'must not be negative')
    .max(LONGEST_WAIT_MS, 'must be at most seven days')
    .optional(),
  until: z.enum(['first-answer', 'final-result'], 'must be first-answer or final-result').optional(),
};

/** What a call is about besides a job. A whole job may be given where its ids are asked for, so that others pass. */
const SHAPES = {
  'The status was not asked for': z.object(
    {
      ...jobIds,
      product: z.enum(PRODUCT_NAMES, `must be one of ${PRODUCT_NAMES.join(', ')}`).optional(),
      history: z.boolean('must be true or false').optional(),
      imageLinks: z.boolean('must be true or false').optional(),
      ...SDK_NAMES,
    },
    'must be an object',
  ),
  'It cannot be waited so': optionsOf({ ...waitOptions, signal }),
  'It cannot be waited for a job so': optionsOf(waitOptions),
  'No web token was asked for': z.strictObject(
    {
      ...jobIds,
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
      country: idOf('say which country it is of').pipe(idInfoShape.shape.country.unwrap()),
      idType: idOf('say what ID it is'),
      idNumber: idOf('give the number that is blocked'),
    },
    'must be an object',
  ),
  'The call cannot be': optionsOf({ signal }),
  'The job cannot be sent so': optionsOf({ wait: anything, signal }),
  'The options cannot be': optionsOf({
    callbackUrl: httpUrl.optional(),
    authentication: z.enum(['signature', 'sec-key'], 'must be signature or sec-key').optional(),
  }),
};

/** @throws VerificationFailure `invalid-request` with all problems, none of which quotes a value */
export function checkCall(what: keyof typeof SHAPES, given: unknown): void {
  refuse(what, callProblems(what, given));
}

/** The same for a caller who tells them together with others. */
export function callProblems(what: keyof typeof SHAPES, given: unknown): readonly string[] {
  return problemsOf(SHAPES[what].safeParse(given));
}

function problemsOf(parsed: z.ZodSafeParseResult<unknown>): readonly string[] {
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) =>
    issue.path.length === 0 && issue.code === 'invalid_type'
      ? 'what is given must be an object'
      : sentenceOf(issue, 'it'),
  );
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new VerificationFailure('invalid-request', `${what}: ${problems.join('; ')}.`, { problems });
}

const LONGEST_TIME_OUT_MS = 3_600_000;
const timeOut = z
  .number('must be a number of milliseconds')
  .positive('must be positive')
  .max(LONGEST_TIME_OUT_MS, 'must be at most an hour');
const text = z.string('must be text').min(1, 'is empty');
const configShape = z.object(
  {
    partnerId: text.regex(/^\d+$/, 'must be digits, with their leading zeros'),
    apiKey: text,
    verificationKeys: z.array(text, 'must be a list of keys').min(1, 'is empty'),
    baseUrl: z
      .string('must be text')
      .refine(
        isReachableOrigin,
        'must be an origin such as https://testapi.smileidentity.com; plain http for this machine only',
      ),
    requestTimeoutMs: timeOut,
    uploadTimeoutMs: timeOut,
  },
  'must be an object',
);

/** @throws VerificationFailure `invalid-request` with all problems, none of which quotes a value */
export function checkConfig(config: unknown): void {
  refuse('The configuration is not what readSmileIdConfig gives', problemsOf(configShape.safeParse(config)));
}

function isReachableOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.origin === text && (url.protocol === 'https:' || isLoopback(url.hostname));
}
