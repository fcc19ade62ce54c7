import { VerificationFailure } from '../domain/failure.ts';
import type { IdInfo } from '../domain/id-info.ts';
import { type ComparisonType, type PictureRole, pictureWarning } from '../domain/picture.ts';
import type { Policy } from '../domain/policy.ts';
import type { ProductName } from '../domain/product.ts';
import { loadPicture, type PictureSource } from '../media/load-picture.ts';
import { checkIdData, type ReadCatalogue } from './id-check.ts';
import { productProblems } from './product-rules.ts';
import { isPictureSource, requestSchema, sentenceOf } from './request-schema.ts';

/** What a caller gives to start a verification. What concerns a product is data: see domain/product.ts. */
export interface StartRequest {
  readonly product: ProductName;
  /** Idempotency key: the same id never pays twice. Not personal. Made up where it is missing. */
  readonly verificationId?: string;
  /** Which of the configured partner profiles it is for, and paid by; the one without a name where it is left out. */
  readonly partner?: string;
  /** Smile ID's `user_id`: the person, over many verifications. */
  readonly userId: string;
  /** A JPEG, as a path or as bytes. Left out with `useEnrolledImage`, and where the product takes none. */
  readonly selfie?: PictureSource;
  readonly liveness?: readonly PictureSource[];
  readonly documentFront?: PictureSource;
  readonly documentBack?: PictureSource;
  /** SmartSelfie Compare: the picture that the selfie is compared with, and what it is. */
  readonly comparison?: PictureSource;
  readonly comparisonType?: ComparisonType;
  readonly idInfo?: IdInfo;
  /** ID lookups: let the result come by callback, for authorities that take their time. */
  readonly answerByCallback?: boolean;
  /** Document products: compare with the selfie that the user was enrolled with. */
  readonly useEnrolledImage?: boolean;
  /** Come back verbatim with every result. */
  readonly partnerParams?: Readonly<Record<string, string>>;
  /** Enrol a user id again that is enrolled already. */
  readonly allowNewEnroll?: boolean;
  /** After this many milliseconds the verification expires; the product's default otherwise. */
  readonly deadlineMs?: number;
  /** How long Smile ID has for a result, and then for a review, before an operator is asked; the product's default otherwise. */
  readonly reviewMs?: number;
  /** What differs from the default policy for open results and operators. */
  readonly policy?: Partial<Policy>;
  /**
   * Where your backend is told what happens: https, or http on this machine; the deployment's default otherwise. Nothing
   * personal in it.
   */
  readonly notifyUrl?: string;
  /** Do not compare the ID data with what Smile ID is known to ask for. Concerns this call only, not the verification. */
  readonly skipIdCheck?: boolean;
}

interface CheckedPicture {
  readonly role: PictureRole;
  readonly bytes: Uint8Array;
}

type PictureField = 'selfie' | 'liveness' | 'documentFront' | 'documentBack' | 'comparison';

export interface CheckedRequest extends Omit<StartRequest, PictureField | 'skipIdCheck'> {
  readonly pictures: readonly CheckedPicture[];
  /** What Smile ID advises against and may take all the same. */
  readonly warnings: readonly string[];
}

/**
 * Checks everything that can be known before anything is sent or stored.
 * @param readCatalogue where to learn what Smile ID asks of ID data; without it, only what is known here is checked
 * @throws VerificationFailure `invalid-request` with all problems
 */
export async function checkRequest(request: StartRequest, readCatalogue?: ReadCatalogue): Promise<CheckedRequest> {
  const shape = requestSchema.safeParse(request);
  const problems = shape.success ? [] : shape.error.issues.map(sentenceOf);
  const told = new Set(problems.map(fieldOf));
  const pictures: CheckedPicture[] = [];
  const warnings: string[] = [];
  const sources = picturesOf(request);
  const [idFindings, ...loaded] = await Promise.all([
    checkIdData(request, readCatalogue),
    ...sources.map(({ source }) => loadPicture(source)),
  ]);
  for (const [index, { role, place }] of sources.entries()) {
    const one = loaded[index];
    if (one?.kind === 'unusable') problems.push(`${place} ${one.problem}`);
    if (one?.kind !== 'picture') continue;
    pictures.push({ role, bytes: one.bytes });
    const warning = pictureWarning(role, one.facts);
    if (warning !== undefined) warnings.push(`${place} ${warning}`);
  }
  const further = [...productProblems(request), ...idFindings.problems];
  problems.push(...further.filter((problem) => !told.has(fieldOf(problem))));
  if (problems.length > 0) {
    throw new VerificationFailure('invalid-request', `The verification was not started: ${problems.join('; ')}.`, {
      problems,
    });
  }
  const { selfie, liveness, documentFront, documentBack, comparison, skipIdCheck, ...rest } = request;
  return { ...rest, pictures, warnings: [...warnings, ...idFindings.warnings] };
}

function fieldOf(problem: string): string {
  return problem.split(' ')[0] ?? '';
}

function picturesOf(request: StartRequest): { role: PictureRole; place: string; source: PictureSource }[] {
  const { selfie, liveness, documentFront, documentBack, comparison } = request;
  const several: readonly unknown[] = Array.isArray(liveness) ? liveness : [];
  const all: { role: PictureRole; place: string; source: unknown }[] = [
    { role: 'selfie', place: 'selfie', source: selfie },
    { role: 'id-front', place: 'documentFront', source: documentFront },
    { role: 'id-back', place: 'documentBack', source: documentBack },
    { role: 'comparison', place: 'comparison', source: comparison },
    ...several.map((source, index) => ({
      role: 'liveness' as const,
      place: `liveness picture ${index + 1}`,
      source,
    })),
  ];
  return all.flatMap(({ source, ...rest }) => (isPictureSource(source) ? [{ ...rest, source }] : []));
}
