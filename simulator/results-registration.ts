import type { Results } from './result-row.ts';

/** SmartSelfie Registration, job type 4. Codes and texts as documented, steps as in the recorded callbacks. */
export const registrationResults: Results = {
  approved: {
    code: '0840',
    text: 'Enroll User',
    confidence: '99',
    actions: {
      Liveness_Check: 'Passed',
      Register_Selfie: 'Approved',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Passed',
    },
  },
  rejected: {
    code: '0841',
    text: 'Failed Enroll',
    confidence: '99',
    actions: {
      Liveness_Check: 'Failed',
      Register_Selfie: 'Rejected',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Passed',
    },
  },
  'poor-quality': {
    code: '0942',
    text: 'FAIL - Image Quality Judged Too Poor',
    confidence: '99',
    actions: { Register_Selfie: 'Rejected', Selfie_Provided: 'Failed', Selfie_Check: 'Failed' },
  },
  'no-face': {
    code: '0941',
    text: 'FAIL - No Face Found',
    confidence: '99',
    actions: { Register_Selfie: 'Rejected', Selfie_Provided: 'Failed', Selfie_Check: 'Failed' },
  },
  provisional: {
    code: '0842',
    text: 'PROVISIONAL - Machine - Pure Provisional',
    confidence: '99',
    actions: {
      Liveness_Check: 'Passed',
      Register_Selfie: 'Provisionally Approved',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Passed',
    },
  },
  'under-review': {
    code: '0844',
    text: 'PROVISIONAL - Possible Spoof - Machine Judgement',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Under Review',
      Liveness_Check: 'Under Review',
      Register_Selfie: 'Provisionally Approved',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Under Review',
    },
  },
  // Liveness_Check stays Failed although the reviewer passed it: who decides by steps is wrong (PROTOCOL 10.4).
  'reviewer-approved': {
    code: '1240',
    text: 'Enroll User',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Passed',
      Liveness_Check: 'Failed',
      Register_Selfie: 'Approved',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Passed',
    },
  },
  'reviewer-rejected': {
    code: '1241',
    text: 'Failed Enroll',
    confidence: '99',
    actions: {
      Liveness_Check: 'Passed',
      Register_Selfie: 'Rejected',
      Selfie_Provided: 'Passed',
      Selfie_Check: 'Failed',
      Human_Review_Selfie_Check: 'Failed',
    },
  },
  'reviewer-found-spoof': {
    code: '1242',
    text: 'Failed Enroll',
    confidence: '99',
    actions: {
      Human_Review_Liveness_Check: 'Failed',
      Liveness_Check: 'Failed',
      Register_Selfie: 'Rejected',
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
  'bad-archive': {
    code: '0001',
    text: 'Data Invalid',
    confidence: '99',
    actions: { Register_Selfie: 'Rejected', Selfie_Provided: 'Failed' },
  },
};
