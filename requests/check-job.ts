import type { z } from 'zod';
import { type PictureRole, pictureWarning } from '../domain/picture.ts';
import { type Allocate, loadPicture, type PictureSource } from '../media/load-picture.ts';
import { checkIdData, type ReadCatalogue } from './id-check.ts';
import type { JobRequest } from './job-request.ts';
import { isPictureSource, sentenceOf } from './job-shape.ts';
import { MOST_LIVENESS, productProblems } from './product-rules.ts';
import { untold } from './untold.ts';

export interface CheckedPicture {
  readonly role: PictureRole;
  readonly bytes: Uint8Array;
  /** Where it came from. */
  readonly source: PictureSource;
}

export interface CheckedJob {
  /** All that keeps the request from being sent, each a sentence that begins with the field and quotes nothing. */
  readonly problems: readonly string[];
  /** What Smile ID advises against and may take all the same. */
  readonly warnings: readonly string[];
  /** In the order selfie, documents, comparison, liveness. */
  readonly pictures: readonly CheckedPicture[];
}

export interface JobCheck {
  /** Of the whole request: `jobShape` and whatever else belongs to it. */
  readonly shape: z.ZodType;
  /** What the request starts, such as `a verification`. */
  readonly whole: string;
  /** Where to learn what Smile ID asks of ID data; without it, only what is known here is checked. */
  readonly readCatalogue?: ReadCatalogue | undefined;
  /** Where pictures are read to. */
  readonly allocate?: Allocate | undefined;
}

/** Checks everything that can be known before anything is sent or stored. Never throws for what a caller gave. */
export async function checkJob(
  request: JobRequest,
  { shape, whole, readCatalogue, allocate }: JobCheck,
): Promise<CheckedJob> {
  const parsed = shape.safeParse(request);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => sentenceOf(issue, whole));
  const pictures: CheckedPicture[] = [];
  const pictureProblems: string[] = [];
  const warnings: string[] = [];
  const sources = picturesOf(request);
  const [idFindings, ...loaded] = await Promise.all([
    checkIdData(request, readCatalogue),
    ...sources.map(({ source }) => loadPicture(source, allocate)),
  ]);
  for (const [index, { role, place, source }] of sources.entries()) {
    const one = loaded[index];
    if (one?.kind === 'unusable') pictureProblems.push(`${place} ${one.problem}`);
    if (one?.kind !== 'picture') continue;
    pictures.push({ role, bytes: one.bytes, source });
    const warning = pictureWarning(role, one.facts);
    if (warning !== undefined) warnings.push(`${place} ${warning}`);
  }
  const further = [...productProblems(request), ...idFindings.problems];
  return {
    problems: [...problems, ...pictureProblems, ...untold(further, problems)],
    pictures,
    warnings: [...warnings, ...idFindings.warnings],
  };
}

interface PlacedPicture {
  readonly role: PictureRole;
  readonly place: string;
  readonly source: PictureSource;
}

function picturesOf(request: JobRequest): PlacedPicture[] {
  const { selfie, liveness, documentFront, documentBack, comparison } = request;
  // More are refused for their number, and may be more than the memory holds.
  const several: readonly unknown[] = Array.isArray(liveness) ? liveness.slice(0, MOST_LIVENESS) : [];
  const all: (Omit<PlacedPicture, 'source'> & { source: unknown })[] = [
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
