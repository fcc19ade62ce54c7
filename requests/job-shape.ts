import { z } from 'zod';
import { ID_FIELDS } from '../domain/id-info.ts';
import { COMPARISON_TYPES, PICTURE_FORMS } from '../domain/picture.ts';
import { PRODUCT_NAMES } from '../domain/product.ts';
import type { PictureSource } from '../media/load-picture.ts';

const RESERVED_PARAMS = ['job_id', 'job_type', 'user_id'];

const picture = z.custom<PictureSource>(
  (source) => source instanceof Uint8Array || (typeof source === 'string' && source !== '') || isBase64Source(source),
  `must be ${PICTURE_FORMS}`,
);

function isBase64Source(source: unknown): boolean {
  const { base64 } = (source ?? {}) as { base64?: unknown };
  return typeof base64 === 'string' && base64 !== '';
}

/** One line of text, as ids and ID data are. */
export const line = z
  .string('must be text')
  .max(200, 'has more than 200 characters')
  .refine((text) => text.trim() === text, 'begins or ends with a blank')
  .refine((text) => !/\p{Cc}/u.test(text), 'holds a control character, such as a tab or a line break')
  .refine((text) => !/\p{Cs}/u.test(text), 'holds half a character, as from text that was cut');

/** @param advice what to do where it is missing */
export function idOf(advice: string) {
  return z
    .string({ error: ({ input }) => (input === undefined ? `is missing: ${advice}` : 'must be text') })
    .min(1, 'is empty')
    .pipe(line);
}

export const idInfoShape = z.strictObject(
  {
    ...(Object.fromEntries(ID_FIELDS.map((field) => [field, line.optional()])) as Record<
      (typeof ID_FIELDS)[number],
      z.ZodOptional<typeof line>
    >),
    country: line.regex(/^[A-Z]{2}$/, 'must be two capital letters, ISO 3166-1, such as NG').optional(),
    dateOfBirth: line.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date as YYYY-MM-DD').optional(),
  },
  'must be an object',
);

/** The form of a `JobRequest`, whatever the product. Each message completes a sentence that begins with the field. */
export const jobShape = {
  product: z.enum(PRODUCT_NAMES, `must be one of ${PRODUCT_NAMES.join(', ')}`),
  userId: idOf('give the id under which your system knows the person'),
  selfie: picture.optional(),
  liveness: z.array(picture, 'must be a list of pictures').optional(),
  documentFront: picture.optional(),
  documentBack: picture.optional(),
  comparison: picture.optional(),
  comparisonType: z.enum(COMPARISON_TYPES, `must be one of ${COMPARISON_TYPES.join(', ')}`).optional(),
  idInfo: idInfoShape.optional(),
  answerByCallback: z.boolean('must be true or false').optional(),
  useEnrolledImage: z.boolean('must be true or false').optional(),
  partnerParams: z
    .record(
      z
        .string('is a symbol: a key must be text')
        .refine((key) => !RESERVED_PARAMS.includes(key), 'is set by smileflow itself: use another key'),
      z.string('must be text'),
      'must be keys with texts',
    )
    .optional(),
  allowNewEnroll: z.boolean('must be true or false').optional(),
  skipIdCheck: z.boolean('must be true or false').optional(),
};

export function isPictureSource(source: unknown): source is PictureSource {
  return picture.safeParse(source).success;
}

/** @param whole what the fields belong to, such as `a verification` */
export function sentenceOf({ path, message, code, ...issue }: z.core.$ZodIssue, whole: string): string {
  // A key may be a symbol, which becomes text only where it is told to.
  const field = path.map(String).join('.');
  if (code === 'unrecognized_keys' && 'keys' in issue)
    return `${field === '' ? '' : `${field}.`}${issue.keys.join(', ')}: not a field of ${whole}`;
  if (code === 'invalid_key' && 'issues' in issue) return `${field} ${issue.issues.map((i) => i.message).join()}`;
  return `${field} ${message}`;
}
