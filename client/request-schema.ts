import { z } from 'zod';
import { ID_FIELDS } from '../domain/id-info.ts';
import { isVerificationId, VERIFICATION_ID_RULE } from '../domain/identifiers.ts';
import { DEFAULT_PARTNER, isPartnerName, PARTNER_NAME_RULE } from '../domain/partner.ts';
import { COMPARISON_TYPES } from '../domain/picture.ts';
import { PRODUCT_NAMES } from '../domain/product.ts';
import type { PictureSource } from '../media/load-picture.ts';
import { notifyUrl } from './notify-url.ts';

const DAY_MS = 86_400_000;
const RESERVED_PARAMS = ['job_id', 'job_type', 'user_id'];

const duration = z
  .number('must be a number of milliseconds')
  .int('must be a whole number of milliseconds')
  .min(1_000, 'must be at least a second')
  .max(30 * DAY_MS, 'must be at most 30 days')
  .optional();

const picture = z.custom<PictureSource>(
  (source) => source instanceof Uint8Array || (typeof source === 'string' && source !== ''),
  'must be the path of a JPEG or its bytes',
);

const line = z
  .string('must be text')
  .max(200, 'has more than 200 characters')
  .refine((text) => text.trim() === text, 'begins or ends with a blank')
  .refine((text) => !/\p{Cc}/u.test(text), 'holds a control character, such as a tab or a line break');

const idInfo = z.strictObject(
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

export const verificationPolicy = z.strictObject(
  {
    provisional: z.enum(['accept', 'wait', 'ask-operator'], 'must be accept, wait or ask-operator').exactOptional(),
    attention: z.enum(['accept', 'ask-operator'], 'must be accept or ask-operator').exactOptional(),
    fourEyes: z.boolean('must be true or false').exactOptional(),
    operatorMs: duration.unwrap().exactOptional(),
  },
  'must be an object',
);

export const reviewDuration = z.object({ reviewMs: duration });

/** The form of a request, whatever the product. Each message completes a sentence that begins with the field. */
export const requestSchema = z.strictObject({
  product: z.enum(PRODUCT_NAMES, `must be one of ${PRODUCT_NAMES.join(', ')}`),
  verificationId: z
    .custom<string>((id) => typeof id === 'string' && isVerificationId(id), `does not fit: ${VERIFICATION_ID_RULE}`)
    .optional(),
  partner: z
    .custom<string>(
      (name) => typeof name === 'string' && isPartnerName(name) && name !== DEFAULT_PARTNER,
      `does not fit: ${PARTNER_NAME_RULE}`,
    )
    .optional(),
  userId: z.string('is missing: give the id under which your system knows the person').min(1, 'is empty').pipe(line),
  selfie: picture.optional(),
  liveness: z.array(picture, 'must be a list of pictures').optional(),
  documentFront: picture.optional(),
  documentBack: picture.optional(),
  comparison: picture.optional(),
  comparisonType: z.enum(COMPARISON_TYPES, `must be one of ${COMPARISON_TYPES.join(', ')}`).optional(),
  idInfo: idInfo.optional(),
  answerByCallback: z.boolean('must be true or false').optional(),
  useEnrolledImage: z.boolean('must be true or false').optional(),
  partnerParams: z
    .record(
      z.string().refine((key) => !RESERVED_PARAMS.includes(key), 'is set by smileflow itself: use another key'),
      z.string('must be text'),
      'must be keys with texts',
    )
    .optional(),
  allowNewEnroll: z.boolean('must be true or false').optional(),
  deadlineMs: duration,
  reviewMs: duration,
  policy: verificationPolicy.optional(),
  notifyUrl: notifyUrl.optional(),
  skipIdCheck: z.boolean('must be true or false').optional(),
});

export function isPictureSource(source: unknown): source is PictureSource {
  return picture.safeParse(source).success;
}

export function sentenceOf({ path, message, code, ...issue }: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys' && 'keys' in issue)
    return `${[...path, issue.keys.join(', ')].join('.')}: not a field of a verification`;
  if (code === 'invalid_key' && 'issues' in issue)
    return `${path.join('.')} ${issue.issues.map((i) => i.message).join()}`;
  return `${path.join('.')} ${message}`;
}
