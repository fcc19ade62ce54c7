import { ID_FIELDS } from '../domain/id-info.ts';
import { PRODUCTS, type Product } from '../domain/product.ts';
import type { StartRequest } from './start-request.ts';

/** What is wrong with a request for its product. */
export function productProblems(request: StartRequest): string[] {
  if (!Object.hasOwn(PRODUCTS, request.product)) return [];
  const product: Product = PRODUCTS[request.product];
  return [
    ...pictureProblems(product, request),
    ...idProblems(product, request),
    ...enrolmentProblems(product, request),
  ];
}

function pictureProblems(product: Product, request: StartRequest): string[] {
  const { selfie, liveness = [], documentFront, documentBack, useEnrolledImage } = request;
  const problems: string[] = [];
  if (selfie === undefined && !useEnrolledImage) problems.push('selfie must be the path of a JPEG or its bytes');
  if (selfie !== undefined && useEnrolledImage) problems.push('selfie is not sent with useEnrolledImage: leave it out');
  if (Array.isArray(liveness) && !product.livenessCounts.includes(liveness.length))
    problems.push(`liveness has ${liveness.length} pictures: give ${product.livenessCounts.join(' or ')}`);
  if (product.document === 'none') {
    for (const [name, given] of Object.entries({ documentFront, documentBack }))
      if (given !== undefined) problems.push(`${name} does not concern ${product.title}: leave it out`);
  } else if (documentFront === undefined && (product.document === 'required' || documentBack !== undefined)) {
    problems.push('documentFront must be the path of a JPEG or its bytes');
  }
  return problems;
}

function idProblems(product: Product, { idInfo = {}, documentFront }: StartRequest): string[] {
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

function enrolmentProblems(product: Product, { allowNewEnroll, useEnrolledImage }: StartRequest): string[] {
  return [
    ...(allowNewEnroll && product.enrolment !== 'creates'
      ? [`allowNewEnroll does not concern ${product.title}: leave it out`]
      : []),
    ...(useEnrolledImage && !product.canUseEnrolledImage
      ? [`useEnrolledImage does not concern ${product.title}: leave it out`]
      : []),
  ];
}
