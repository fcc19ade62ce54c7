import {
  type Action,
  businessActions,
  compareActions,
  documentActions,
  enhancedDocumentActions,
  kycStatusActions,
  lookupActions,
  matchActions,
  selfieActions,
} from './actions.ts';
import type { ArchiveFaultName } from './archive-fault.ts';
import type { DirectService } from './options.ts';
import type { Results } from './result-row.ts';
import { authenticationResults } from './results-authentication.ts';
import { biometricKycResults } from './results-biometric-kyc.ts';
import { businessResults, compareResults, enhancedKycResults, matchResults } from './results-direct.ts';
import { documentResults, enhancedDocumentResults } from './results-document.ts';
import { registrationResults } from './results-registration.ts';
import type { PersonalKey } from './specimen.ts';

/** The roles a picture may have in an archive (PROTOCOL 4). */
export type PictureRole = 'selfie' | 'liveness' | 'document-front' | 'document-back';

export interface Product {
  /**
   * `enrolled`: the user must have a selfie on file; `fresh`: must not, unless the request allows it (PROTOCOL 16);
   * `any`: it does not matter.
   */
  user: 'enrolled' | 'fresh' | 'any';
  /** `use_enrolled_image` means something: the selfie on file is used, and none is in the zip (PROTOCOL 5.5). */
  takesEnrolledImage: boolean;
  /** A success leaves the selfie on file. */
  enrols: boolean;
  /** An authority is asked about id_number: test numbers and the rate limit count (PROTOCOL 18, 19). */
  looksUpIdNumber: boolean;
  requiredIdInfo: readonly ('country' | 'id_type' | 'id_number')[];
  requiredPictures: readonly ('selfie' | 'document-front')[];
  /** This product's words for a bad archive, where they are not the usual ones (PROTOCOL 7.3). */
  faultTexts: Partial<Record<ArchiveFaultName, string>>;
  actions: readonly Action[];
  statusActions: readonly Action[];
  callbackShape: 'selfie' | 'kyc' | 'document' | 'lookup' | 'business' | 'compare';
  machineResultType: 'SAIA' | 'Document Verification' | 'ID Verification' | 'Business Verification';
  /** Personal data that job_status shows, in the recorded order. */
  statusData: readonly PersonalKey[];
  /** On which machine results job_status shows a receipt. */
  receiptInStatus: 'never' | 'final' | 'approved';
  /** job_status says `"1"`, callbacks 1 (PROTOCOL 3). */
  echoesTypeAsText: boolean;
  results: Results;
}

const selfieProduct = {
  takesEnrolledImage: false,
  looksUpIdNumber: false,
  requiredIdInfo: [],
  requiredPictures: ['selfie'],
  faultTexts: {},
  actions: selfieActions,
  statusActions: selfieActions,
  callbackShape: 'selfie',
  machineResultType: 'SAIA',
  statusData: [],
  receiptInStatus: 'never',
  echoesTypeAsText: false,
} as const;

const documentProduct = {
  ...selfieProduct,
  user: 'fresh',
  takesEnrolledImage: true,
  enrols: true,
  requiredPictures: ['document-front', 'selfie'],
  faultTexts: { unreadable: 'Data Invalid', selfieMissing: 'Unable to Verify Document - Selfie unusable' },
  callbackShape: 'document',
  machineResultType: 'Document Verification',
} as const;

const personOnDocument = ['Country', 'IDType', 'IDNumber', 'FullName', 'DOB', 'Gender'] as const;

/** Upload products by job type. A type without a row is refused with 2212. */
const products: Partial<Record<number, Product>> = {
  1: {
    ...selfieProduct,
    user: 'fresh',
    enrols: true,
    looksUpIdNumber: true,
    requiredIdInfo: ['country', 'id_type', 'id_number'],
    faultTexts: { selfieMissing: 'Selfie image unusable' },
    statusActions: kycStatusActions,
    callbackShape: 'kyc',
    receiptInStatus: 'final',
    echoesTypeAsText: true,
    results: biometricKycResults,
  },
  2: { ...selfieProduct, user: 'enrolled', enrols: false, results: authenticationResults },
  4: { ...selfieProduct, user: 'fresh', enrols: true, results: registrationResults },
  6: {
    ...documentProduct,
    requiredIdInfo: ['country'],
    actions: documentActions,
    statusActions: documentActions,
    statusData: [...personOnDocument, 'ExpirationDate', 'IssuanceDate', 'PhoneNumber2', 'SecondaryIDNumber'],
    receiptInStatus: 'approved',
    results: documentResults,
  },
  11: {
    ...documentProduct,
    requiredIdInfo: ['country', 'id_type'],
    actions: enhancedDocumentActions,
    statusActions: enhancedDocumentActions,
    statusData: personOnDocument,
    results: enhancedDocumentResults,
  },
};

const lookupProduct = {
  ...selfieProduct,
  user: 'any',
  enrols: false,
  looksUpIdNumber: true,
  requiredIdInfo: ['country', 'id_type', 'id_number'],
  requiredPictures: [],
  callbackShape: 'lookup',
  machineResultType: 'ID Verification',
} as const;

/** The products that are one request (PROTOCOL 12). Two of them share a job type. */
export const directProducts: Record<DirectService, { jobType: number; product: Product }> = {
  'id-verification': {
    jobType: 5,
    product: {
      ...lookupProduct,
      actions: lookupActions,
      statusActions: lookupActions,
      statusData: ['Country', 'IDType', 'IDNumber', 'ExpirationDate', 'FullName', 'DOB', 'PhoneNumber', 'Gender'],
      results: enhancedKycResults,
    },
  },
  'basic-kyc': {
    jobType: 5,
    product: { ...lookupProduct, actions: matchActions, statusActions: matchActions, results: matchResults },
  },
  'business-verification': {
    jobType: 7,
    product: {
      ...lookupProduct,
      actions: businessActions,
      statusActions: businessActions,
      callbackShape: 'business',
      machineResultType: 'Business Verification',
      results: businessResults,
    },
  },
  compare: {
    jobType: 3,
    product: {
      ...selfieProduct,
      user: 'fresh',
      enrols: true,
      requiredPictures: ['selfie'],
      actions: compareActions,
      statusActions: compareActions,
      callbackShape: 'compare',
      echoesTypeAsText: true,
      results: compareResults,
    },
  },
};

/** The product of a job type as sent, a number or its decimal text (D1). */
export function findProduct(jobType: unknown): { jobType: number; product: Product } | undefined {
  const isDecimal = typeof jobType === 'number' || (typeof jobType === 'string' && /^[1-9]\d?$/.test(jobType));
  const product = isDecimal ? products[Number(jobType)] : undefined;
  return product && { jobType: Number(jobType), product };
}
