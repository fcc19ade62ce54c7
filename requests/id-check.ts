import { checkBusiness } from '../domain/business-types.ts';
import type { IdInfo } from '../domain/id-info.ts';
import { checkIdType, concernsCatalogue, type Findings, type IdTypeCatalogue } from '../domain/id-types.ts';
import { PRODUCTS, type Product } from '../domain/product.ts';
import { documentWarnings } from '../domain/supported-documents.ts';
import type { JobRequest } from './job-request.ts';

/** Resolves to undefined where nobody can be asked; rejects where asking failed. */
export type ReadCatalogue = () => Promise<IdTypeCatalogue | undefined>;

const NOTHING: Findings = { problems: [], warnings: [] };
const UNCHECKED = "Smile ID's list of ID types cannot be had at the moment, so the ID data are sent unchecked";

/** What Smile ID is known to ask of the ID data. Looks at what has the right form, and leaves the rest to other checks. */
export async function checkIdData(request: JobRequest, readCatalogue?: ReadCatalogue): Promise<Findings> {
  if (request.skipIdCheck === true || !Object.hasOwn(PRODUCTS, request.product)) return NOTHING;
  const product: Product = PRODUCTS[request.product];
  const idInfo: IdInfo = textsOf(request.idInfo);
  if (product.way === 'business-verification') return checkBusiness(idInfo);
  if (product.document === 'required')
    return { problems: [], warnings: idInfo.country ? documentWarnings(idInfo) : [] };
  if (readCatalogue === undefined || !concernsCatalogue(product, idInfo)) return NOTHING;
  try {
    const catalogue = await readCatalogue();
    if (catalogue === undefined) return NOTHING;
    return checkIdType({ product, idInfo, partnerParams: textsOf(request.partnerParams) }, catalogue);
  } catch {
    // A list that cannot be had must not keep anybody from being verified (PROTOCOL 17).
    return { problems: [], warnings: [UNCHECKED] };
  }
}

/** Untyped callers give anything. */
function textsOf(members: unknown): { readonly [name: string]: string } {
  if (typeof members !== 'object' || members === null) return {};
  return Object.fromEntries(Object.entries(members).filter(([, value]) => typeof value === 'string'));
}
