/**
 * What a result code means, by job type: the code alone is ambiguous (PROTOCOL 11). Only codes that arrive as a
 * `ResultCode`, in a callback, in job_status or in a synchronous answer, are here; errors of a request are classified
 * in smile-id/.
 */
export type ResultCategory =
  | 'approved'
  | 'approved-with-attention'
  | 'provisional'
  | 'under-review'
  | 'rejected'
  /** Final, and no decision: Smile ID's reviewers could not make up their minds, so that a person here has to. */
  | 'needs-decision'
  /** Something technical went wrong; it says nothing about the person and never rejects one. */
  | 'technical'
  /** The person's enrolment does not allow this now. */
  | 'user-state';

export type Remedy =
  | 'none'
  | 'new-attempt'
  | 'new-pictures'
  | 'check-id-number'
  | 'check-personal-data'
  | 'choose-supported-id-type'
  | 'enrol-user'
  | 'enable-user'
  | 're-enrol-user'
  | 'new-user-id'
  | 'new-user-id-or-allow-new-enroll'
  | 'start-again'
  | 'retry-later'
  | 'reset-id-number-limit'
  | 'decide-by-hand'
  | 'fix-request'
  | 'contact-smile-id';

export interface ResultMeaning {
  readonly category: ResultCategory;
  readonly remedy: Remedy;
  /** A part of the job only: it never decides, whatever it says about being final (PROTOCOL 10.2). */
  readonly isLookup?: true;
  /** Says that the answer cannot be had now, and never that there will be none: it is asked again. */
  readonly passes?: true;
}

type Table = { readonly [code: string]: ResultMeaning };

const approved: ResultMeaning = { category: 'approved', remedy: 'none' };
const withAttention: ResultMeaning = { category: 'approved-with-attention', remedy: 'none' };
const provisional: ResultMeaning = { category: 'provisional', remedy: 'none' };
const underReview: ResultMeaning = { category: 'under-review', remedy: 'none' };
const tryAgain: ResultMeaning = { category: 'rejected', remedy: 'new-attempt' };
const newPictures: ResultMeaning = { category: 'rejected', remedy: 'new-pictures' };
const checkIdNumber: ResultMeaning = { category: 'rejected', remedy: 'check-id-number' };
const unsupported: ResultMeaning = { category: 'rejected', remedy: 'choose-supported-id-type' };
const startAgain: ResultMeaning = { category: 'technical', remedy: 'start-again' };
const retryLater: ResultMeaning = { category: 'technical', remedy: 'retry-later' };

/** Codes that every upload product may report about the job itself (PROTOCOL 7.3; 20, U9). */
const ANY_UPLOAD: Table = {
  '2201': startAgain,
  '2203': { category: 'technical', remedy: 'fix-request' },
  '2213': { category: 'technical', remedy: 'fix-request' },
};

/** What the authority's database says about an ID number, where no other meaning is given (PROTOCOL 11, 12.1). */
const ID_AUTHORITY: Table = {
  '1013': checkIdNumber,
  // Two texts, both about the input: the form of the number, or the type of the ID.
  '1014': checkIdNumber,
  '1015': retryLater,
  // Filed under "rejected", but it is the account that may not ask for this type of ID (PROTOCOL 13).
  '1016': { category: 'technical', remedy: 'contact-smile-id' },
};

const BIOMETRIC_KYC: Table = {
  ...ANY_UPLOAD,
  ...ID_AUTHORITY,
  // Three texts, all of them about pictures. No text decides, and the authority's missing photo rejects nobody.
  '0001': startAgain,
  '0810': approved,
  '0811': tryAgain,
  '0812': provisional,
  '0813': tryAgain,
  '0814': underReview,
  '0815': underReview,
  '0907': tryAgain,
  '0908': retryLater,
  '0911': newPictures,
  '0912': newPictures,
  // The authority knows the ID number. Whether the face is the same comes in a result of its own (PROTOCOL 10.2).
  '1012': { ...approved, isLookup: true },
  '1210': approved,
  '1211': tryAgain,
  '1212': tryAgain,
  // "PROVISIONAL - Liveness Unsure", listed as provisional and final: nothing follows, so waiting would be in vain.
  '1213': { category: 'needs-decision', remedy: 'decide-by-hand' },
  '1214': newPictures,
};

const SMARTSELFIE_AUTHENTICATION: Table = {
  ...ANY_UPLOAD,
  // 0001 has three texts, all of them about the archive or Smile ID, none about the person.
  '0001': startAgain,
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
  '0001': startAgain,
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

/** Not signed, without any job_status and without provisional results (PROTOCOL 12.8). */
const SMARTSELFIE_COMPARE: Table = {
  '0001': startAgain,
  '0840': approved,
  '0841': tryAgain,
  '0941': newPictures,
};

/** Enhanced KYC and Basic KYC: both are job type 5, and their codes do not overlap (PROTOCOL 12.1, 12.3). */
const ID_LOOKUP: Table = {
  ...ID_AUTHORITY,
  // Where nothing but the authority is asked, its absence is something to wait out (PROTOCOL 12.2).
  '1015': { ...retryLater, passes: true },
  '1012': approved,
  '1020': approved,
  // Listed as approved. But some of the person's data disagree with the authority's, so somebody has to look.
  '1021': withAttention,
  '1022': { category: 'rejected', remedy: 'check-personal-data' },
  '1023': checkIdNumber,
};

const BUSINESS_VERIFICATION: Table = {
  ...ID_AUTHORITY,
  '1015': { ...retryLater, passes: true },
  '1012': approved,
};

/** One table for both products with a document (PROTOCOL 14; 20, U11). */
const ANY_DOCUMENT: Table = {
  ...ANY_UPLOAD,
  // Six texts, from "Selfie unusable" to "System Error", one code: so it rejects nobody, and texts refine the remedy.
  '0001': startAgain,
  '0810': approved,
  // Machine and reviewer alike, a reviewer with "After Human Review" in the text (PROTOCOL 15).
  '0811': tryAgain,
  // Could not be classified: a rejection here, provisional for job type 1 (PROTOCOL 11).
  '0812': newPictures,
  // Never accepted, e.g. a SIM card: better pictures of it, which the vendor's list suggests, do not help.
  '0816': unsupported,
  '0817': withAttention,
  // "Zip Corrupt", filed under "rejected": it is about the archive (PROTOCOL 11).
  '0903': startAgain,
  '1014': unsupported,
};

const DOCUMENT_VERIFICATION: Table = {
  ...ANY_DOCUMENT,
  // The vendor names allow_new_enroll for job types 3 and 4 only.
  '2209': { category: 'user-state', remedy: 'new-user-id' },
};

const ENHANCED_DOCUMENT_VERIFICATION: Table = {
  ...ANY_DOCUMENT,
  '1013': checkIdNumber,
  '1015': retryLater,
};

const BY_JOB_TYPE: { readonly [jobType: number]: Table } = {
  1: BIOMETRIC_KYC,
  2: SMARTSELFIE_AUTHENTICATION,
  3: SMARTSELFIE_COMPARE,
  4: SMARTSELFIE_REGISTRATION,
  5: ID_LOOKUP,
  6: DOCUMENT_VERIFICATION,
  7: BUSINESS_VERIFICATION,
  11: ENHANCED_DOCUMENT_VERIFICATION,
};

interface Refinement {
  readonly jobTypes: readonly number[];
  readonly code: string;
  readonly text: RegExp;
  readonly remedy: Remedy;
}

/** Texts that tell apart what one code confuses. For the remedy only: texts vary, and decide nothing (PROTOCOL 11). */
const REFINEMENTS: readonly Refinement[] = [
  {
    jobTypes: [1, 6, 11],
    code: '0001',
    text: /(selfie|id card)( image)? (unusable|not provided)/i,
    remedy: 'new-pictures',
  },
  { jobTypes: [1], code: '0001', text: /authority image not available/i, remedy: 'decide-by-hand' },
  { jobTypes: [1, 5, 7], code: '1014', text: /unsupported id type/i, remedy: 'choose-supported-id-type' },
];

/**
 * Undefined for a code that no table lists: such a code is a question for a person and never an approval. The text may
 * refine the remedy, never the category.
 */
export function meaningOf(jobType: number, code: string, text = ''): ResultMeaning | undefined {
  const table = BY_JOB_TYPE[jobType];
  const meaning = table !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
  const refinement = REFINEMENTS.find(
    (other) => other.code === code && other.jobTypes.includes(jobType) && other.text.test(text),
  );
  return meaning === undefined || refinement === undefined ? meaning : { ...meaning, remedy: refinement.remedy };
}

/**
 * All that a code may mean, for whoever does not know the job type: the same text for codes that decide alike, and one for
 * all that no table lists. A dozen texts in all.
 */
export function meaningsOf(code: string): string {
  const meanings = Object.keys(BY_JOB_TYPE).flatMap((jobType) => {
    const meaning = meaningOf(Number(jobType), code);
    if (meaning === undefined) return [];
    return [`${meaning.category}${meaning.isLookup ? ' lookup' : ''}${meaning.passes ? ' for now' : ''}`];
  });
  return meanings.length === 0 ? 'unknown' : [...new Set(meanings)].sort().join(' or ');
}

/** Every code of a job type's table, for tests that compare them with the vendor's list. */
export function knownCodes(jobType: number): readonly string[] {
  return Object.keys(BY_JOB_TYPE[jobType] ?? {});
}

export const REMEDY_SENTENCES: { readonly [R in Remedy]: string } = {
  none: '',
  'new-attempt': 'Let the person try again, as a new verification.',
  'new-pictures': 'Let the person take new pictures, and start a new verification with them.',
  'check-id-number': 'Check the ID number, and start a new verification with the right one.',
  'check-personal-data': "Compare the person's data with the ID, and start a new verification with the right ones.",
  'choose-supported-id-type':
    'Choose a type of ID that Smile ID supports for the country, and start a new verification with it.',
  'enrol-user': 'Register this user first (SmartSelfie Registration), then start a new verification.',
  'enable-user': 'Enable this user in the Smile ID portal, then start a new verification.',
  're-enrol-user': 'Register this user again, then start a new verification.',
  'new-user-id': 'Use another user id in a new verification.',
  'new-user-id-or-allow-new-enroll':
    'Use another user id, or allow a new enrolment (allowNewEnroll) in a new verification.',
  'start-again': 'Start a new verification with the same pictures.',
  'retry-later': 'The issuing authority did not answer: start a new verification later.',
  'reset-id-number-limit': 'This ID number was used too often: reset its limit at Smile ID, or wait three days.',
  'decide-by-hand': 'Smile ID cannot decide this: let a person decide.',
  'fix-request': 'Report this as a defect of the integration: the request was not understood.',
  'contact-smile-id': 'Contact Smile ID.',
};
