import type { Results } from './result-row.ts';

/** SmartSelfie Authentication, job type 2. Codes and texts as documented, steps as in the recorded callbacks. */
export const authenticationResults: Results = {
  approved: {
    code: '0820',
    text: 'Authenticate User',
    confidence: '99',
    actions: {
      Liveness_Check: 'Passed',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Completed',
      Selfie_Check: 'Passed',
    },
  },
  rejected: {
    code: '0821',
    text: 'Failed Authentication',
    confidence: '99',
    actions: {
      Liveness_Check: 'Passed',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Failed',
      Selfie_Check: 'Passed',
    },
  },
  'poor-quality': {
    code: '0922',
    text: 'FAIL - Image Quality Judged Too Poor',
    confidence: '99',
    actions: { Selfie_Provided: 'Failed', Selfie_Check: 'Failed' },
  },
  'no-face': {
    code: '0921',
    text: 'FAIL - No Face Found',
    confidence: '99',
    actions: { Selfie_Provided: 'Failed', Selfie_Check: 'Failed' },
  },
  provisional: {
    code: '0822',
    text: 'Machine Judgement - PURE PROVISIONAL',
    confidence: '99',
    actions: {
      Human_Review_Compare: 'Under Review',
      Liveness_Check: 'Passed',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Under Review',
      Selfie_Check: 'Passed',
    },
  },
  'under-review': {
    code: '0824',
    text: 'Machine Judgement - PROVISIONAL - Possible Spoof',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Under Review',
      Liveness_Check: 'Under Review',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Completed',
      Selfie_Check: 'Under Review',
    },
  },
  'reviewer-approved': {
    code: '1220',
    text: 'Authenticated',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Passed',
      Liveness_Check: 'Passed',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Completed',
      Selfie_Check: 'Passed',
      Human_Review_Selfie_Check: 'Passed',
    },
  },
  'reviewer-rejected': {
    code: '1221',
    text: 'Failed Authentication',
    confidence: '0',
    actions: {
      Human_Review_Compare: 'Failed',
      Liveness_Check: 'Passed',
      Selfie_Provided: 'Passed',
      Selfie_To_Registered_Selfie_Compare: 'Failed',
      Selfie_Check: 'Passed',
    },
  },
  'reviewer-found-spoof': {
    code: '1222',
    text: 'Failed Authentication',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Failed',
      Liveness_Check: 'Failed',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Passed',
    },
  },
  unknown: {
    code: '0899',
    text: 'A Judgement Of The Future',
    confidence: '99',
    actions: { Selfie_Provided: 'Passed' },
  },
  'system-error': { code: '0001', text: 'System Error', confidence: '99', actions: {} },
  'bad-archive': { code: '0001', text: 'Data Invalid', confidence: '99', actions: { Selfie_Provided: 'Failed' } },
};
