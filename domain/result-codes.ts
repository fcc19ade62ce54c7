/**
 * What a result code means, by job type: the code alone is ambiguous (PROTOCOL 11). Only codes that arrive as a
 * `ResultCode`, in a callback or in job_status, are here; errors of a request are classified in smile-id/.
 */
export type ResultCategory =
  | 'approved'
  | 'approved-with-attention'
  | 'provisional'
  | 'under-review'
  | 'rejected'
  /** Something technical went wrong; it says nothing about the person and never rejects one. */
  | 'technical'
  /** The person's enrolment does not allow this now. */
  | 'user-state';

export type Remedy =
  | 'none'
  | 'new-attempt'
  | 'new-pictures'
  | 'enrol-user'
  | 'enable-user'
  | 're-enrol-user'
  | 'new-user-id-or-allow-new-enroll'
  | 'start-again'
  | 'fix-request'
  | 'contact-smile-id';

export interface ResultMeaning {
  readonly category: ResultCategory;
  readonly remedy: Remedy;
}

type Table = { readonly [code: string]: ResultMeaning };

const approved: ResultMeaning = { category: 'approved', remedy: 'none' };
const provisional: ResultMeaning = { category: 'provisional', remedy: 'none' };
const underReview: ResultMeaning = { category: 'under-review', remedy: 'none' };
const tryAgain: ResultMeaning = { category: 'rejected', remedy: 'new-attempt' };
const newPictures: ResultMeaning = { category: 'rejected', remedy: 'new-pictures' };

/** Codes that every upload product may report about the job itself (PROTOCOL 7.3, U9). */
const ANY_UPLOAD: Table = {
  '2201': { category: 'technical', remedy: 'start-again' },
  '2203': { category: 'technical', remedy: 'fix-request' },
  '2213': { category: 'technical', remedy: 'fix-request' },
};

const SMARTSELFIE_AUTHENTICATION: Table = {
  ...ANY_UPLOAD,
  // 0001 has three texts, all of them about the archive or Smile ID, none about the person.
  '0001': { category: 'technical', remedy: 'start-again' },
  '0820': approved,
  '0821': tryAgain,
  '0822': provisional,
  '0823': tryAgain,
  '0824': underReview,
  '0825': underReview,
  '0921': newPictures,
  '0922': newPictures,
  '1220': approved,
  '1221': tryAgain,
  '1222': tryAgain,
  '2207': { category: 'user-state', remedy: 'enable-user' },
  '2208': { category: 'user-state', remedy: 're-enrol-user' },
  '2210': { category: 'user-state', remedy: 'enrol-user' },
  '2211': { category: 'user-state', remedy: 're-enrol-user' },
  '2216': { category: 'user-state', remedy: 'enrol-user' },
};

const SMARTSELFIE_REGISTRATION: Table = {
  ...ANY_UPLOAD,
  '0001': { category: 'technical', remedy: 'start-again' },
  '0840': approved,
  '0841': tryAgain,
  '0842': provisional,
  '0843': tryAgain,
  '0844': underReview,
  '0846': underReview,
  '0941': newPictures,
  '0942': newPictures,
  '1240': approved,
  '1241': newPictures,
  '1242': tryAgain,
  '2209': { category: 'user-state', remedy: 'new-user-id-or-allow-new-enroll' },
};

const BY_JOB_TYPE: { readonly [jobType: number]: Table } = {
  2: SMARTSELFIE_AUTHENTICATION,
  4: SMARTSELFIE_REGISTRATION,
};

/** Undefined for a code that no table lists: such a code is a question for a person and never an approval. */
export function meaningOf(jobType: number, code: string): ResultMeaning | undefined {
  return BY_JOB_TYPE[jobType]?.[code];
}

/** Every (job type, code) pair of the tables, for tests that compare them with the vendor's list. */
export function knownCodes(jobType: number): readonly string[] {
  return Object.keys(BY_JOB_TYPE[jobType] ?? {});
}

export const REMEDY_SENTENCES: { readonly [R in Remedy]: string } = {
  none: '',
  'new-attempt': 'Let the person try again, as a new verification.',
  'new-pictures': 'Let the person take new pictures, and start a new verification with them.',
  'enrol-user': 'Register this user first (SmartSelfie Registration), then start a new verification.',
  'enable-user': 'Enable this user in the Smile ID portal, then start a new verification.',
  're-enrol-user': 'Register this user again, then start a new verification.',
  'new-user-id-or-allow-new-enroll':
    'Use another user id, or allow a new enrolment (allowNewEnroll) in a new verification.',
  'start-again': 'Start a new verification with the same pictures.',
  'fix-request': 'Report this as a defect of the integration: the request was not understood.',
  'contact-smile-id': 'Contact Smile ID.',
};
