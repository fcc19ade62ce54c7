import { z } from 'zod';
import { VerificationFailure } from '../domain/failure.ts';
import { isVerificationId, VERIFICATION_ID_RULE } from '../domain/identifiers.ts';
import type { PictureRole } from '../domain/picture.ts';
import type { Policy } from '../domain/policy.ts';
import { PRODUCT_NAMES, PRODUCTS, type ProductName } from '../domain/product.ts';
import { type LoadedPicture, loadPicture, type PictureSource } from '../media/load-picture.ts';

/** What a caller gives to start a verification. */
export interface StartRequest {
  readonly product: ProductName;
  /** Idempotency key: the same id never pays twice. Not personal. Made up where it is missing. */
  readonly verificationId?: string;
  /** Smile ID's `user_id`: the person, over many verifications. */
  readonly userId: string;
  /** A JPEG, as a path or as bytes. */
  readonly selfie: PictureSource;
  readonly liveness?: readonly PictureSource[];
  /** Come back verbatim with every result. */
  readonly partnerParams?: Readonly<Record<string, string>>;
  /** Registration only: enrol a user id again that is enrolled already. */
  readonly allowNewEnroll?: boolean;
  /** After this many milliseconds the verification expires; the product's default otherwise. */
  readonly deadlineMs?: number;
  /** How long Smile ID's reviewers have before an operator is asked; the product's default otherwise. */
  readonly reviewMs?: number;
  /** What differs from the default policy for open results and operators. */
  readonly policy?: Partial<Policy>;
}

export interface CheckedPicture {
  readonly role: PictureRole;
  readonly bytes: Uint8Array;
}

export interface CheckedRequest extends Omit<StartRequest, 'selfie' | 'liveness'> {
  readonly pictures: readonly CheckedPicture[];
}

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

const schema = z.strictObject({
  product: z.enum(PRODUCT_NAMES, `must be one of ${PRODUCT_NAMES.join(', ')}`),
  verificationId: z
    .custom<string>((id) => typeof id === 'string' && isVerificationId(id), `does not fit: ${VERIFICATION_ID_RULE}`)
    .optional(),
  userId: z
    .string('is missing: give the id under which your system knows the person')
    .min(1, 'is empty')
    .max(200, 'has more than 200 characters')
    .refine((id) => id.trim() === id, 'begins or ends with a blank')
    .refine((id) => !/\p{Cc}/u.test(id), 'holds a control character, such as a tab or a line break'),
  selfie: picture,
  liveness: z.array(picture, 'must be a list of pictures').optional(),
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
  policy: z
    .strictObject(
      {
        provisional: z.enum(['accept', 'wait', 'ask-operator'], 'must be accept, wait or ask-operator').optional(),
        attention: z.enum(['accept', 'ask-operator'], 'must be accept or ask-operator').optional(),
        fourEyes: z.boolean('must be true or false').optional(),
        operatorMs: duration,
      },
      'must be an object',
    )
    .optional(),
});

/**
 * Checks everything that can be known before anything is sent or stored.
 * @throws VerificationFailure `invalid-request` with all problems
 */
export async function checkRequest(request: StartRequest): Promise<CheckedRequest> {
  const shape = schema.safeParse(request);
  const problems = shape.success ? [] : shape.error.issues.map(sentenceOf);
  const sources = picturesOf(request);
  const loaded = await Promise.all(sources.map(({ source }) => loadPicture(source)));
  const pictures: CheckedPicture[] = [];
  sources.forEach(({ role, place }, index) => {
    const one = loaded[index] as LoadedPicture;
    if (one.kind === 'picture') pictures.push({ role, bytes: one.bytes });
    else problems.push(`${place} ${one.problem}`);
  });
  problems.push(...productProblems(request));
  if (problems.length > 0) {
    throw new VerificationFailure('invalid-request', `The verification was not started: ${problems.join('; ')}.`, {
      problems,
    });
  }
  const { selfie: _, liveness: __, ...rest } = request;
  return { ...rest, pictures };
}

function productProblems({ product: name, liveness = [], allowNewEnroll }: StartRequest): string[] {
  if (!Object.hasOwn(PRODUCTS, name) || !Array.isArray(liveness)) return [];
  const product = PRODUCTS[name];
  const problems: string[] = [];
  const counts: readonly number[] = product.livenessCounts;
  if (!counts.includes(liveness.length))
    problems.push(`liveness has ${liveness.length} pictures: give ${counts.join(' or ')}`);
  if (allowNewEnroll && product.enrolment !== 'creates')
    problems.push(`allowNewEnroll does not concern ${product.title}: leave it out`);
  return problems;
}

function picturesOf({ selfie, liveness }: StartRequest): { role: PictureRole; place: string; source: PictureSource }[] {
  const rest = Array.isArray(liveness) ? liveness : [];
  return [
    { role: 'selfie' as const, place: 'selfie', source: selfie },
    ...rest.map((source: PictureSource, index) => ({
      role: 'liveness' as const,
      place: `liveness picture ${index + 1}`,
      source,
    })),
  ].filter(({ source }) => picture.safeParse(source).success);
}

function sentenceOf({ path, message, code, ...issue }: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys' && 'keys' in issue) return `${issue.keys.join(', ')}: not a field of a verification`;
  if (code === 'invalid_key' && 'issues' in issue)
    return `${path.join('.')} ${issue.issues.map((i) => i.message).join()}`;
  return `${path.join('.')} ${message}`;
}
