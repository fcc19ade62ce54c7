import { ID_FIELDS, type IdField } from './id-info.ts';

export type ProductName =
  | 'smartselfie-registration'
  | 'smartselfie-authentication'
  | 'biometric-kyc'
  | 'document-verification'
  | 'enhanced-document-verification';

/** What differs between Smile ID's products, as data. */
export interface Product {
  readonly name: ProductName;
  /** Title for people. */
  readonly title: string;
  /** Temporal workflow type. */
  readonly workflowType: string;
  /** Smile ID's `job_type` (PROTOCOL 3). */
  readonly jobType: number;
  /** Whether the user must be enrolled before, or is enrolled by it. */
  readonly enrolment: 'creates' | 'requires';
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
  /** How long Smile ID's reviewers have before a person here is asked. */
  readonly defaultReviewMs: number;
  /** After this long the verification expires, whatever it waits for. */
  readonly defaultDeadlineMs: number;
}

const HOUR = 3_600_000;

const UPLOAD = {
  livenessCounts: [0, 8],
  defaultReviewMs: 24 * HOUR,
  defaultDeadlineMs: 72 * HOUR,
} as const;
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
  enrolment: 'creates',
  document: 'required',
  idFields: ['country', 'idType'],
  asksAuthority: false,
  canUseEnrolledImage: true,
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
    idFields: ID_FIELDS,
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
} as const satisfies { [Name in ProductName]: Product & { readonly name: Name } };

export const PRODUCT_NAMES = Object.keys(PRODUCTS) as readonly ProductName[];

export function productOfWorkflowType(workflowType: string): Product | undefined {
  return Object.values(PRODUCTS).find((product) => product.workflowType === workflowType);
}
