import { z } from 'zod';
import { isVerificationId, VERIFICATION_ID_RULE } from '../domain/identifiers.ts';
import { DEFAULT_PARTNER, isPartnerName, PARTNER_NAME_RULE } from '../domain/partner.ts';
import { jobShape } from '../requests/job-shape.ts';
import { notifyUrl } from './notify-url.ts';

const DAY_MS = 86_400_000;

const duration = z
  .number('must be a number of milliseconds')
  .int('must be a whole number of milliseconds')
  .min(1_000, 'must be at least a second')
  .max(30 * DAY_MS, 'must be at most 30 days')
  .optional();

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
  ...jobShape,
  verificationId: z
    .custom<string>((id) => typeof id === 'string' && isVerificationId(id), `does not fit: ${VERIFICATION_ID_RULE}`)
    .optional(),
  partner: z
    .custom<string>(
      (name) => typeof name === 'string' && isPartnerName(name) && name !== DEFAULT_PARTNER,
      `does not fit: ${PARTNER_NAME_RULE}`,
    )
    .optional(),
  deadlineMs: duration,
  reviewMs: duration,
  policy: verificationPolicy.optional(),
  notifyUrl: notifyUrl.optional(),
});
