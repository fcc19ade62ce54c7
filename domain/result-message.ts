import type { BusinessData } from './business-data.ts';
import type { IdData } from './id-data.ts';

/** One result as Smile ID reported it, in neutral words and not yet interpreted. */
export interface ResultMessage {
  /** Four characters, e.g. `0840`. Meaning depends on the product: see result-codes.ts. */
  readonly code: string;
  /** Free text. Shown to people, never decided upon. */
  readonly text: string;
  readonly smileJobId: string | undefined;
  /** What the message itself says about being final; undefined where it says nothing. */
  readonly declaredFinal: boolean | undefined;
  /** True where the message shows that a person at Smile ID decided. */
  readonly fromReviewer: boolean;
  /** 0 to 100; deprecated by the vendor, informative only. */
  readonly confidence: number | undefined;
  /** Absent where the message carries none, as those about a selfie alone do. */
  readonly idData?: IdData;
  /** Business Verification only. */
  readonly businessData?: BusinessData;
  /** Basic KYC only: how what the caller said agrees with the authority's record, field by field. */
  readonly fieldMatches?: FieldMatches;
}

/** The vendor's own words, such as `Exact Match`, `Transposed` or `Not Provided` (PROTOCOL 10.4). Not personal. */
export type FieldMatches = { readonly [Field in MatchedField]?: string };
export type MatchedField = 'names' | 'dateOfBirth' | 'gender' | 'phoneNumber';
