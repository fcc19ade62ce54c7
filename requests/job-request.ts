import type { IdInfo } from '../domain/id-info.ts';
import type { ComparisonType } from '../domain/picture.ts';
import type { ProductName } from '../domain/product.ts';
import type { PictureSource } from '../media/load-picture.ts';

export type { PictureSource };

/** What is asked of Smile ID about a person or a business, whoever sends it. What concerns a product is data: see domain/product.ts. */
export interface JobRequest {
  readonly product: ProductName;
  /** Smile ID's `user_id`: the person, over many jobs. */
  readonly userId: string;
  /** A colour JPEG of 10 MB at most, as every picture. Left out with `useEnrolledImage`, and where the product takes none. */
  readonly selfie?: PictureSource | undefined;
  /** 8 or none; SmartSelfie Compare: 4 to 8. */
  readonly liveness?: readonly PictureSource[] | undefined;
  /** Of the ID document; 1500 pixels long and 600 kB at least are advised (PROTOCOL 8). */
  readonly documentFront?: PictureSource | undefined;
  readonly documentBack?: PictureSource | undefined;
  /** SmartSelfie Compare: the picture that the selfie is compared with, and what it is. */
  readonly comparison?: PictureSource | undefined;
  readonly comparisonType?: ComparisonType | undefined;
  /** What the caller says of the ID. Which fields are needed depends on product, country and type. */
  readonly idInfo?: IdInfo | undefined;
  /** ID lookups: let the result come by callback, for authorities that take their time. */
  readonly answerByCallback?: boolean | undefined;
  /** Document products: compare with the selfie that the user was enrolled with. */
  readonly useEnrolledImage?: boolean | undefined;
  /** Come back verbatim with every result. */
  readonly partnerParams?: Readonly<Record<string, string>> | undefined;
  /** Enrol a user id again that is enrolled already. */
  readonly allowNewEnroll?: boolean | undefined;
  /** Do not compare the ID data with what Smile ID is known to ask for. Concerns this call only. */
  readonly skipIdCheck?: boolean | undefined;
}

export type PictureField = 'selfie' | 'liveness' | 'documentFront' | 'documentBack' | 'comparison';
