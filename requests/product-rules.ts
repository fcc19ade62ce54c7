import { ID_FIELDS } from '../domain/id-info.ts';
import { COMPARISON_TYPES, PICTURE_FORMS } from '../domain/picture.ts';
import { PRODUCTS, type Product } from '../domain/product.ts';
import type { JobRequest } from './job-request.ts';

/** Of any product. */
export const MOST_LIVENESS = Math.max(...Object.values(PRODUCTS).flatMap(({ livenessCounts }) => livenessCounts));

/** What is wrong with a request for its product. */
export function productProblems(request: JobRequest): string[] {
  if (!Object.hasOwn(PRODUCTS, request.product)) return [];
  const product: Product = PRODUCTS[request.product];
  return [
    ...pictureProblems(product, request),
    ...idProblems(product, request),
    ...enrolmentProblems(product, request),
    ...(request.answerByCallback && !product.canAnswerByCallback
      ? [`answerByCallback does not concern ${product.title}: leave it out`]
      : []),
  ];
}

function pictureProblems(product: Product, request: JobRequest): string[] {
  const { selfie, liveness = [], documentFront, documentBack, comparison, comparisonType, useEnrolledImage } = request;
  const problems: string[] = [];
  const foreign = (fields: { readonly [name: string]: unknown }): void => {
    for (const [name, given] of Object.entries(fields))
      if (given !== undefined) problems.push(`${name} does not concern ${product.title}: leave it out`);
  };
  if (product.selfie === 'none') {
    foreign({ selfie, ...(Array.isArray(liveness) && liveness.length === 0 ? {} : { liveness }) });
  } else {
    if (selfie === undefined && !useEnrolledImage) problems.push(`selfie must be ${PICTURE_FORMS}`);
    if (selfie !== undefined && useEnrolledImage)
      problems.push('selfie is not sent with useEnrolledImage: leave it out');
    if (Array.isArray(liveness) && !product.livenessCounts.includes(liveness.length))
      problems.push(`liveness has ${liveness.length} pictures: give ${countsOf(product)}`);
  }
  if (product.comparison === 'none') foreign({ comparison, comparisonType });
  else {
    if (comparison === undefined) problems.push(`comparison must be ${PICTURE_FORMS}`);
    if (comparisonType === undefined)
      problems.push(`comparisonType is missing: say what the picture is, ${COMPARISON_TYPES.join(', ')}`);
  }
  if (product.document === 'none') foreign({ documentFront, documentBack });
  else if (documentFront === undefined && (product.document === 'required' || documentBack !== undefined)) {
    problems.push(`documentFront must be ${PICTURE_FORMS}`);
  }
  return problems;
}

/** `0 or 8`, `4 to 8`. */
export function countsOf({ livenessCounts }: Product): string {
  return livenessCounts.length > 2 ? `${livenessCounts[0]} to ${livenessCounts.at(-1)}` : livenessCounts.join(' or ');
}

/** What is wrong with the ID data alone. */
export function idProblems(
  product: Product,
  { idInfo: given, documentFront }: Pick<JobRequest, 'idInfo' | 'documentFront'>,
): string[] {
  const idInfo = given ?? {};
  const missing = product.requiredIdFields
    .filter((field) => !idInfo[field])
    .map((field) => `idInfo.${field} is missing: ${product.title} needs it`);
  const foreign = ID_FIELDS.filter((field) => idInfo[field] !== undefined && !product.idFields.includes(field)).map(
    (field) => `idInfo.${field} does not concern ${product.title}: leave it out`,
  );
  const asksNobody = product.asksAuthority && !idInfo.idNumber && documentFront === undefined;
  return [
    ...missing,
    ...foreign,
    ...(asksNobody ? ['idInfo.idNumber is missing: give it, or documentFront as a picture of the ID card'] : []),
  ];
}

function enrolmentProblems(product: Product, { allowNewEnroll, useEnrolledImage }: JobRequest): string[] {
  return [
    ...(allowNewEnroll && product.enrolment !== 'creates'
      ? [`allowNewEnroll does not concern ${product.title}: leave it out`]
      : []),
    ...(useEnrolledImage && !product.canUseEnrolledImage
      ? [`useEnrolledImage does not concern ${product.title}: leave it out`]
      : []),
  ];
}
