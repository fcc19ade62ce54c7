import type { ResultRow, Results } from './result-row.ts';

const verified = {
  Document_Check: 'Passed',
  Liveness_Check: 'Passed',
  Register_Selfie: 'Approved',
  Return_Personal_Info: 'Returned',
  Selfie_To_ID_Card_Compare: 'Completed',
  Verify_Document: 'Passed',
} as const;

const failed = {
  Document_Check: 'Failed',
  Liveness_Check: 'Passed',
  Register_Selfie: 'Rejected',
  Return_Personal_Info: 'Not Returned',
  Verify_Document: 'Failed',
} as const;

const failedByReviewer = {
  ...failed,
  Human_Review_Document_Check: 'Failed',
  Selfie_To_ID_Card_Compare: 'Completed',
} as const;

/** Liveness_Check stays Failed although the reviewer passed it: who decides by steps is wrong (PROTOCOL 10.4). */
const passedByReviewer = {
  ...verified,
  Human_Review_Document_Check: 'Passed',
  Human_Review_Liveness_Check: 'Passed',
  Liveness_Check: 'Failed',
} as const;

/**
 * Document Verification, job type 6. Codes and texts as documented, steps as in the recorded callbacks. There is no
 * code for "provisional" or "under review": until the reviewer has decided, nothing is reported (PROTOCOL 10.5).
 */
export const documentResults: Results = {
  approved: { code: '0810', text: 'Document Verified', confidence: '99', actions: verified },
  'approved-with-attention': {
    code: '0817',
    text: 'Approved with Attention - Document is Expired',
    confidence: '99',
    actions: verified,
    expirationDate: '2020-12-31',
  },
  rejected: {
    code: '0811',
    text: 'Unable to Verify Document - Selfie does not match the photo on the document',
    confidence: '0',
    actions: { ...verified, Register_Selfie: 'Rejected', Selfie_To_ID_Card_Compare: 'Failed' },
  },
  'poor-quality': {
    code: '0001',
    text: 'Unable to Verify Document - ID Card image unusable',
    confidence: '0',
    actions: failed,
  },
  'no-face': {
    code: '0001',
    text: 'Unable to Verify Document - Selfie unusable',
    confidence: '0',
    actions: { Register_Selfie: 'Rejected', Return_Personal_Info: 'Not Returned' },
  },
  unclassified: {
    code: '0812',
    text: 'Unable to verify Document - Document could not be classified',
    confidence: '0',
    actions: failed,
  },
  'unsupported-document': {
    code: '0816',
    text: 'Unable to verify Document - Unsupported Document',
    confidence: '0',
    actions: failed,
  },
  'unsupported-id-type': { code: '1014', text: 'Unsupported ID Type', confidence: '0', actions: {} },
  'reviewer-approved': {
    code: '0810',
    text: 'Document Verified After Human Review',
    confidence: '99',
    actions: passedByReviewer,
  },
  'reviewer-rejected': {
    code: '0811',
    text: 'Unable to Verify Document After Human Review (Unreadable Document)',
    confidence: '0',
    actions: failedByReviewer,
  },
  'reviewer-found-spoof': {
    code: '0811',
    text: 'Unable to Verify Document After Human Review (Potential Fraud Attempt)',
    confidence: '0',
    actions: failedByReviewer,
  },
  unknown: { code: '0899', text: 'A Judgement Of The Future', confidence: '99', actions: verified },
  'system-error': { code: '0001', text: 'System Error', confidence: '0', actions: {} },
  'bad-archive': { code: '0001', text: 'Data Invalid', confidence: '0', actions: {} },
};

/** Approvals of type 11 rest on the issuer's record as well. */
function confirmed(row: ResultRow): ResultRow {
  return { ...row, actions: { ...row.actions, Verify_ID_Number: 'Verified' }, tellsRegistrants: true };
}

const issuerDown: ResultRow = {
  code: '1015',
  text: 'Queried Database Unavailable',
  confidence: '0',
  actions: {
    ...verified,
    Register_Selfie: 'Not Applicable',
    Return_Personal_Info: 'Not Returned',
    Verify_ID_Number: 'Issuer Unavailable',
  },
};

const { approved, 'approved-with-attention': attention, 'reviewer-approved': reviewed } = documentResults;

/** Enhanced Document Verification, job type 11: as 6 (PROTOCOL U11), and what an issuer may answer. */
export const enhancedDocumentResults: Results = {
  ...documentResults,
  ...(approved && { approved: confirmed(approved) }),
  ...(attention && { 'approved-with-attention': confirmed(attention) }),
  ...(reviewed && { 'reviewer-approved': confirmed(reviewed) }),
  rejected: {
    code: '0811',
    text: 'Unable to Verify Document - Issuer record does not match the document',
    confidence: '0',
    actions: {
      ...failed,
      Document_Check: 'Passed',
      Selfie_To_ID_Card_Compare: 'Completed',
      Verify_ID_Number: 'Not Verified',
    },
  },
  'id-not-found': {
    code: '1013',
    text: 'Unable to validate ID',
    confidence: '0',
    actions: { ...failed, Document_Check: 'Passed', Verify_ID_Number: 'Not Verified' },
  },
  'issuer-unavailable': issuerDown,
  'issuer-down': issuerDown,
};
