import type { IdField } from './id-info.ts';

export type ProductName =
  | 'smartselfie-registration'
  | 'smartselfie-authentication'
  | 'biometric-kyc'
  | 'document-verification'
  | 'enhanced-document-verification'
  | 'smartselfie-compare'
  | 'enhanced-kyc'
  | 'basic-kyc'
  | 'business-verification';

/**
 * How Smile ID is asked: `upload` creates a job, sends its pictures and reads the result later; the others are one
 * request each, whose answer is the result (PROTOCOL 3, 12).
 */
export type Way = 'upload' | 'compare' | 'id-verification' | 'basic-kyc' | 'business-verification';

/** What differs between Smile ID's products, as data. */
export interface Product {
  readonly name: ProductName;
  /** Title for people. */
  readonly title: string;
  /** Temporal workflow type. */
  readonly workflowType: string;
  /** Smile ID's `job_type` (PROTOCOL 3). */
  readonly jobType: number;
  readonly way: Way;
  /** Whether the user must be enrolled before, or is enrolled by it; `none` where it does not matter. */
  readonly enrolment: 'creates' | 'requires' | 'none';
  readonly selfie: 'required' | 'none';
  /** Whether the selfie is compared with a picture that comes with it. */
  readonly comparison: 'required' | 'none';
  /** Numbers of liveness pictures that may be sent (PROTOCOL 8: with 1 to 7 the vendor's behaviour is undocumented). */
  readonly livenessCounts: readonly number[];
  /** Pictures of an ID document. The back is always optional. */
  readonly document: 'none' | 'optional' | 'required';
  /** What of the ID data concerns it, and what it cannot do without (PROTOCOL 7.1). */
  readonly idFields: readonly IdField[];
  readonly requiredIdFields: readonly IdField[];
  /** Whether an ID authority is asked about the ID number, unless a picture of the card stands in for it. */
  readonly asksAuthority: boolean;
  /** Whether the selfie that the user was enrolled with can be used (PROTOCOL 5.5). */
  readonly canUseEnrolledImage: boolean;
  /** Whether the result can be had by callback instead of in the answer. */
  readonly canAnswerByCallback: boolean;
  /** Which results that leave something open it can have, so that a policy about them concerns it. */
  readonly openResults: readonly ('provisional' | 'attention')[];
  /** How long Smile ID has for a result, and then for a review, before a person here is asked. */
  readonly defaultReviewMs: number;
  /** After this long the verification expires, whatever it waits for. */
  readonly defaultDeadlineMs: number;
}

const HOUR = 3_600_000;

const UPLOAD = {
  way: 'upload',
  selfie: 'required',
  comparison: 'none',
  canAnswerByCallback: false,
  openResults: ['provisional'],
  livenessCounts: [0, 8],
  defaultReviewMs: 24 * HOUR,
  defaultDeadlineMs: 72 * HOUR,
} as const;
const PERSON_FIELDS = [
  'country',
  'idType',
  'idNumber',
  'firstName',
  'middleName',
  'lastName',
  'dateOfBirth',
  'phoneNumber',
  'bankCode',
  'citizenship',
] as const satisfies readonly IdField[];
const SELFIE_ONLY = {
  ...UPLOAD,
  document: 'none',
  idFields: [],
  requiredIdFields: [],
  asksAuthority: false,
  canUseEnrolledImage: false,
} as const;
const DOCUMENT = {
  ...UPLOAD,
  openResults: ['attention'],
  enrolment: 'creates',
  document: 'required',
  idFields: ['country', 'idType'],
  asksAuthority: false,
  canUseEnrolledImage: true,
} as const;

/** One request, no pictures of the person. A blocked ID number is free again after three days (PROTOCOL 18). */
const LOOKUP = {
  enrolment: 'none',
  selfie: 'none',
  comparison: 'none',
  livenessCounts: [0],
  document: 'none',
  requiredIdFields: ['country', 'idType', 'idNumber'],
  asksAuthority: false,
  canUseEnrolledImage: false,
  canAnswerByCallback: true,
  openResults: [],
  defaultReviewMs: 24 * HOUR,
  defaultDeadlineMs: 7 * 24 * HOUR,
} as const;

export const PRODUCTS = {
  'smartselfie-registration': {
    name: 'smartselfie-registration',
    title: 'SmartSelfie Registration',
    workflowType: 'smartSelfieRegistration',
    jobType: 4,
    enrolment: 'creates',
    ...SELFIE_ONLY,
  },
  'smartselfie-authentication': {
    name: 'smartselfie-authentication',
    title: 'SmartSelfie Authentication',
    workflowType: 'smartSelfieAuthentication',
    jobType: 2,
    enrolment: 'requires',
    ...SELFIE_ONLY,
  },
  'biometric-kyc': {
    name: 'biometric-kyc',
    title: 'Biometric KYC',
    workflowType: 'biometricKyc',
    jobType: 1,
    enrolment: 'creates',
    ...UPLOAD,
    document: 'optional',
    idFields: PERSON_FIELDS,
    requiredIdFields: ['country', 'idType'],
    asksAuthority: true,
    canUseEnrolledImage: false,
  },
  'document-verification': {
    name: 'document-verification',
    title: 'Document Verification',
    workflowType: 'documentVerification',
    jobType: 6,
    ...DOCUMENT,
    requiredIdFields: ['country'],
  },
  'enhanced-document-verification': {
    name: 'enhanced-document-verification',
    title: 'Enhanced Document Verification',
    workflowType: 'enhancedDocumentVerification',
    jobType: 11,
    ...DOCUMENT,
    requiredIdFields: ['country', 'idType'],
  },
  'smartselfie-compare': {
    name: 'smartselfie-compare',
    title: 'SmartSelfie Compare',
    workflowType: 'smartSelfieCompare',
    jobType: 3,
    way: 'compare',
    enrolment: 'creates',
    selfie: 'required',
    comparison: 'required',
    livenessCounts: [4, 5, 6, 7, 8],
    document: 'none',
    idFields: [],
    requiredIdFields: [],
    asksAuthority: false,
    canUseEnrolledImage: false,
    canAnswerByCallback: false,
    openResults: [],
    defaultReviewMs: 24 * HOUR,
    defaultDeadlineMs: 72 * HOUR,
  },
  'enhanced-kyc': {
    name: 'enhanced-kyc',
    title: 'Enhanced KYC',
    workflowType: 'enhancedKyc',
    jobType: 5,
    way: 'id-verification',
    ...LOOKUP,
    idFields: [...PERSON_FIELDS, 'gender'],
  },
  'basic-kyc': {
    name: 'basic-kyc',
    title: 'Basic KYC',
    workflowType: 'basicKyc',
    jobType: 5,
    way: 'basic-kyc',
    ...LOOKUP,
    idFields: [...PERSON_FIELDS, 'gender'],
    openResults: ['attention'],
  },
  'business-verification': {
    name: 'business-verification',
    title: 'Business Verification',
    workflowType: 'businessVerification',
    jobType: 7,
    way: 'business-verification',
    ...LOOKUP,
    idFields: ['country', 'idType', 'idNumber', 'businessType', 'postalAddress', 'postalCode'],
  },
} as const satisfies { [Name in ProductName]: Product & { readonly name: Name } };

export const PRODUCT_NAMES = Object.keys(PRODUCTS) as readonly ProductName[];

export function productOfWorkflowType(workflowType: string): Product | undefined {
  return Object.values(PRODUCTS).find((product) => product.workflowType === workflowType);
}
