/** What differs between Smile ID's products, as data. */
export type ProductName = 'smartselfie-registration' | 'smartselfie-authentication';

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
  /** How long Smile ID's reviewers have before a person here is asked. */
  readonly defaultReviewMs: number;
  /** After this long the verification expires, whatever it waits for. */
  readonly defaultDeadlineMs: number;
}

const HOUR = 3_600_000;

export const PRODUCTS = {
  'smartselfie-registration': {
    name: 'smartselfie-registration',
    title: 'SmartSelfie Registration',
    workflowType: 'smartSelfieRegistration',
    jobType: 4,
    enrolment: 'creates',
    livenessCounts: [0, 8],
    defaultReviewMs: 24 * HOUR,
    defaultDeadlineMs: 72 * HOUR,
  },
  'smartselfie-authentication': {
    name: 'smartselfie-authentication',
    title: 'SmartSelfie Authentication',
    workflowType: 'smartSelfieAuthentication',
    jobType: 2,
    enrolment: 'requires',
    livenessCounts: [0, 8],
    defaultReviewMs: 24 * HOUR,
    defaultDeadlineMs: 72 * HOUR,
  },
} as const satisfies { [Name in ProductName]: Product & { readonly name: Name } };

export const PRODUCT_NAMES = Object.keys(PRODUCTS) as readonly ProductName[];

export function productOfWorkflowType(workflowType: string): Product | undefined {
  return Object.values(PRODUCTS).find((product) => product.workflowType === workflowType);
}
