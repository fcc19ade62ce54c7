import type { IdInfo } from '../domain/id-info.ts';
import type { Findings } from '../domain/id-types.ts';
import { PRODUCTS, type ProductName } from '../domain/product.ts';
import { checkIdData, type ReadCatalogue } from './id-check.ts';
import { jobShape, sentenceOf } from './job-shape.ts';
import { idProblems } from './product-rules.ts';
import { untold } from './untold.ts';

export interface IdInfoClaim {
  /** What the data are for. */
  readonly product: ProductName;
  readonly idInfo: IdInfo;
  /** Where Smile ID's list asks for fields that `idInfo` has not. */
  readonly partnerParams?: Readonly<Record<string, string>> | undefined;
  /** Biometric KYC: a picture of the ID card stands in for the number, so that no authority is asked. */
  readonly hasIdCard?: boolean | undefined;
}

/** What keeps ID data from being sent for a product, and what Smile ID advises against. Never throws for what a caller gave. */
export async function validateIdInfo(claim: IdInfoClaim, readCatalogue?: ReadCatalogue): Promise<Findings> {
  if (!Object.hasOwn(PRODUCTS, claim?.product ?? '')) return { problems: [unknownProduct()], warnings: [] };
  const { product, idInfo, partnerParams = {}, hasIdCard = false } = claim;
  const parsed = jobShape.idInfo.safeParse(idInfo);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => sentenceOf({ ...issue, path: ['idInfo', ...issue.path] }, 'ID data'));
  const request = { product, idInfo, partnerParams, userId: '', ...(hasIdCard ? { documentFront: 'card' } : {}) };
  const found = await checkIdData(request, readCatalogue);
  const further = [...idProblems(PRODUCTS[product], request), ...found.problems];
  return { problems: [...problems, ...untold(further, problems)], warnings: found.warnings };
}

function unknownProduct(): string {
  const parsed = jobShape.product.safeParse(undefined);
  return parsed.success ? '' : parsed.error.issues.map((issue) => `product ${issue.message}`).join();
}
