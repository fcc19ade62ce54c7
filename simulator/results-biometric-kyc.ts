import type { Results } from './result-row.ts';

/** Found at the authority, and a usable selfie with it. */
const usual = {
  Liveness_Check: 'Passed',
  Return_Personal_Info: 'Returned',
  Selfie_Provided: 'Passed',
  Selfie_To_ID_Authority_Compare: 'Completed',
  Verify_ID_Number: 'Verified',
  Selfie_Check: 'Passed',
} as const;

const badSelfie = {
  Register_Selfie: 'Rejected',
  Return_Personal_Info: 'Returned',
  Selfie_Provided: 'Failed',
  Verify_ID_Number: 'Verified',
  Selfie_Check: 'Failed',
} as const;

/** The authority did not give a photo to compare with. */
const notFound = {
  Return_Personal_Info: 'Not Returned',
  Selfie_To_ID_Authority_Compare: 'ID Authority Photo Not Available',
  Verify_ID_Number: 'Not Verified',
} as const;

const unavailable = {
  Return_Personal_Info: 'Not Returned',
  Selfie_To_ID_Authority_Compare: 'Issuer Unavailable',
  Verify_ID_Number: 'Issuer Unavailable',
} as const;

/** Biometric KYC, job type 1. Codes and texts of PROTOCOL 13 and U10, steps as in the recorded callbacks. */
export const biometricKycResults: Results = {
  'id-validated': {
    code: '1012',
    text: 'ID Validated',
    confidence: '99',
    actions: { Verify_ID_Number: 'Verified', Return_Personal_Info: 'Returned' },
  },
  'lookup-unavailable': {
    code: '1015',
    text: 'Queried Database Unavailable',
    confidence: '0',
    actions: { Verify_ID_Number: 'Issuer Unavailable', Return_Personal_Info: 'Not Returned' },
  },
  approved: {
    code: '0810',
    text: 'Enroll User',
    confidence: '99',
    actions: { ...usual, Register_Selfie: 'Approved' },
    tellsRegistrants: true,
  },
  rejected: {
    code: '0811',
    text: 'Failed Enroll',
    confidence: '2',
    actions: { ...usual, Register_Selfie: 'Rejected', Selfie_To_ID_Authority_Compare: 'Failed' },
  },
  'poor-quality': {
    code: '0912',
    text: 'FAIL - Image Quality Judged Too Poor',
    confidence: '0',
    actions: badSelfie,
  },
  'no-face': { code: '0911', text: 'FAIL - No Face Found', confidence: '0', actions: badSelfie },
  provisional: {
    code: '0812',
    text: 'PROVISIONAL - Pure Provisional',
    confidence: '99',
    actions: {
      ...usual,
      Register_Selfie: 'Provisionally Approved',
      Return_Personal_Info: 'Not Returned',
      Selfie_To_ID_Authority_Compare: 'Provisionally Approved',
      Verify_ID_Number: 'Not Verified',
    },
  },
  'under-review': {
    code: '0814',
    text: 'Provisional Enroll - Under Review',
    confidence: '99',
    actions: {
      ...usual,
      Human_Review_Liveness_Check: 'Under Review',
      Liveness_Check: 'Under Review',
      Register_Selfie: 'Provisionally Approved',
    },
  },
  // Liveness_Check stays Failed although the reviewer passed it: who decides by steps is wrong (PROTOCOL 10.4).
  'reviewer-approved': {
    code: '1210',
    text: 'Enroll User',
    confidence: '100',
    actions: {
      ...usual,
      Human_Review_Compare: 'Passed',
      Human_Review_Liveness_Check: 'Passed',
      Liveness_Check: 'Failed',
      Register_Selfie: 'Approved',
    },
  },
  'reviewer-rejected': {
    code: '1211',
    text: 'Failed Enroll',
    confidence: '0',
    actions: {
      ...usual,
      Human_Review_Compare: 'Failed',
      Register_Selfie: 'Rejected',
      Selfie_To_ID_Authority_Compare: 'Failed',
    },
  },
  'reviewer-found-spoof': {
    code: '1212',
    text: 'Failed Enroll',
    confidence: '0',
    actions: {
      ...usual,
      Human_Review_Liveness_Check: 'Failed',
      Liveness_Check: 'Failed',
      Register_Selfie: 'Rejected',
    },
  },
  spoof: {
    code: '0813',
    text: 'FAIL - Possible Spoof',
    confidence: '0',
    actions: { ...usual, Liveness_Check: 'Failed', Register_Selfie: 'Rejected' },
  },
  'strict-spoof': {
    code: '0907',
    text: 'FAIL - Possible Spoof - Strict Setting',
    confidence: '0',
    actions: { ...usual, Liveness_Check: 'Failed', Register_Selfie: 'Rejected' },
  },
  'no-authority-photo': {
    code: '0001',
    text: 'ID Authority image not available',
    confidence: '0',
    actions: { ...usual, Selfie_To_ID_Authority_Compare: 'ID Authority Photo Not Available' },
  },
  'machine-unsure': {
    code: '0815',
    text: 'PROVISIONAL - Machine Compare Unsure',
    confidence: '50',
    actions: { ...usual, Human_Review_Compare: 'Under Review', Register_Selfie: 'Provisionally Approved' },
  },
  'reviewer-unsure': {
    code: '1213',
    text: 'PROVISIONAL - Liveness Unsure',
    confidence: '50',
    actions: {
      ...usual,
      Human_Review_Liveness_Check: 'Unable To Determine',
      Register_Selfie: 'Provisionally Approved',
    },
  },
  'reviewer-rejected-card': {
    code: '1214',
    text: 'FAIL - ID Card Check Failed',
    confidence: '0',
    actions: { ...usual, Human_Review_Compare: 'Failed', Register_Selfie: 'Rejected' },
  },
  'id-not-found': { code: '1013', text: 'Unable to validate ID', confidence: '0', actions: notFound },
  'bad-id-number': { code: '1014', text: 'Unsupported ID number format', confidence: '0', actions: notFound },
  'not-enabled': {
    code: '1016',
    text: 'Unable to validate ID - This feature is not enabled for your Smile ID account.',
    confidence: '0',
    actions: notFound,
  },
  'issuer-unavailable': {
    code: '0908',
    text: 'Issuer not available',
    confidence: '0',
    actions: { ...unavailable, Liveness_Check: 'Passed', Selfie_Provided: 'Passed', Selfie_Check: 'Passed' },
  },
  'issuer-down': { code: '1015', text: 'Queried Database Unavailable', confidence: '0', actions: unavailable },
  'id-number-blocked': {
    code: '2222',
    text: 'This ID number has been blocked due to multiple submissions. Please use the designated endpoint to reactivate it.',
    confidence: '0',
    actions: { Return_Personal_Info: 'Not Returned', Verify_ID_Number: 'Not Done' },
  },
  unknown: {
    code: '0899',
    text: 'A Judgement Of The Future',
    confidence: '99',
    actions: { ...usual, Register_Selfie: 'Approved' },
  },
  'system-error': { code: '0001', text: 'System Error', confidence: '0', actions: {} },
  'bad-archive': {
    code: '0001',
    text: 'Data Invalid',
    confidence: '0',
    actions: { Register_Selfie: 'Rejected', Selfie_Provided: 'Failed' },
  },
};
