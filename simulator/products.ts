import { type Action, selfieActions } from './actions.ts';
import type { OutcomeName } from './outcomes.ts';
import type { ResultRow } from './result-row.ts';
import { authenticationResults } from './results-authentication.ts';
import { registrationResults } from './results-registration.ts';

/** The roles a picture may have in an archive (PROTOCOL 4). */
export type PictureRole = 'selfie' | 'liveness' | 'document-front' | 'document-back';

export interface Product {
  /** `enrolled`: the user must have a selfie on file; `fresh`: must not, unless the request allows it (PROTOCOL 16). */
  user: 'enrolled' | 'fresh';
  /** A success leaves the selfie on file. */
  enrols: boolean;
  requiredPictures: readonly PictureRole[];
  actions: readonly Action[];
  results: Record<OutcomeName, ResultRow>;
}

const selfieProduct = { requiredPictures: ['selfie'], actions: selfieActions } as const;

/** Upload products by job type. A type without a row is refused with 2212. */
const products: Partial<Record<number, Product>> = {
  2: { ...selfieProduct, user: 'enrolled', enrols: false, results: authenticationResults },
  4: { ...selfieProduct, user: 'fresh', enrols: true, results: registrationResults },
};

/** The product of a job type as sent, a number or its decimal text (D1). */
export function findProduct(jobType: unknown): { jobType: number; product: Product } | undefined {
  const isDecimal = typeof jobType === 'number' || (typeof jobType === 'string' && /^[1-9]\d?$/.test(jobType));
  const product = isDecimal ? products[Number(jobType)] : undefined;
  return product && { jobType: Number(jobType), product };
}
