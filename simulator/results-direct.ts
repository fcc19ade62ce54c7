import type { Results } from './result-row.ts';

/** No archive is ever sent here; the row is what a product must have. */
const badArchive = { code: '0001', text: 'Data Invalid', confidence: '0', actions: {} } as const;

const verified = { Verify_ID_Number: 'Verified', Return_Personal_Info: 'Returned' } as const;
const notVerified = { Verify_ID_Number: 'Not Verified', Return_Personal_Info: 'Not Returned' } as const;
const notDone = { Verify_ID_Number: 'Not Done', Return_Personal_Info: 'Not Done' } as const;
const authorityAway = { Verify_ID_Number: 'Issuer Unavailable', Return_Personal_Info: 'Not Returned' } as const;

const notFound = { code: '1013', text: 'Unable to validate ID', confidence: '0' } as const;
const badNumber = { code: '1014', text: 'Unsupported ID number format', confidence: '0' } as const;
const unavailable = { code: '1015', text: 'Queried Database Unavailable', confidence: '0' } as const;
const notEnabled = {
  code: '1016',
  text: 'Unable to validate ID - This feature is not enabled for your Smile ID account.',
  confidence: '0',
} as const;
const unknown = { code: '1099', text: 'A Judgement Of The Future', confidence: '0' } as const;

/** Enhanced KYC, as recorded (PROTOCOL 12.1). */
export const enhancedKycResults: Results = {
  approved: { code: '1012', text: 'ID Number Validated', confidence: '100', actions: verified },
  rejected: { ...notFound, actions: notVerified },
  'id-not-found': { ...notFound, actions: notVerified },
  'bad-id-number': { ...badNumber, actions: notDone },
  'issuer-unavailable': { ...unavailable, actions: authorityAway },
  'issuer-down': { ...unavailable, actions: authorityAway },
  'not-enabled': { ...notEnabled, actions: notDone },
  unknown: { ...unknown, actions: verified },
  'bad-archive': badArchive,
};

const looked = { Verify_ID_Number: 'Verified', ID_Verification: 'Completed' } as const;
const agreeing = {
  ...looked,
  Names: 'Exact Match',
  DOB: 'Exact Match',
  Gender: 'Exact Match',
  Phone_Number: 'Exact Match',
} as const;
const disagreeing = {
  ...looked,
  Names: 'No Match',
  DOB: 'No Match',
  Gender: 'No Match',
  Phone_Number: 'No Match',
} as const;
const unread = { Verify_ID_Number: 'Not Verified', ID_Verification: 'Not Done' } as const;

/** Basic KYC (PROTOCOL 12.3). */
export const matchResults: Results = {
  approved: { code: '1020', text: 'Exact Match', confidence: '100', actions: agreeing },
  rejected: { code: '1022', text: 'No Match', confidence: '0', actions: disagreeing },
  'partial-match': {
    code: '1021',
    text: 'Partial Match',
    confidence: '50',
    actions: { ...agreeing, Names: 'Transposed', Phone_Number: 'No Match' },
  },
  'no-match': { code: '1022', text: 'No Match', confidence: '0', actions: disagreeing },
  'id-not-found': { code: '1023', text: 'Not Found', confidence: '0', actions: unread },
  'bad-id-number': { ...badNumber, actions: unread },
  'issuer-unavailable': { ...unavailable, actions: { ...unread, Verify_ID_Number: 'Issuer Unavailable' } },
  'issuer-down': { ...unavailable, actions: { ...unread, Verify_ID_Number: 'Issuer Unavailable' } },
  'not-enabled': { ...notEnabled, actions: unread },
  unknown: { ...unknown, actions: agreeing },
  'bad-archive': badArchive,
};

const registered = { Verify_Business: 'Verified', Return_Business_Info: 'Returned' } as const;
const unregistered = { Verify_Business: 'Not Verified', Return_Business_Info: 'Not Returned' } as const;

/** Business Verification (PROTOCOL 12.4). */
export const businessResults: Results = {
  approved: { code: '1012', text: 'Business Verified', confidence: '100', actions: registered },
  rejected: { ...notFound, actions: unregistered },
  'id-not-found': { ...notFound, actions: unregistered },
  'bad-id-number': { ...badNumber, actions: unregistered },
  'issuer-unavailable': { ...unavailable, actions: { ...unregistered, Verify_Business: 'Issuer Unavailable' } },
  'issuer-down': { ...unavailable, actions: { ...unregistered, Verify_Business: 'Issuer Unavailable' } },
  'not-enabled': { ...notEnabled, actions: unregistered },
  unknown: { ...unknown, actions: registered },
  'bad-archive': badArchive,
};

const passed = { Liveness_Check: 'Passed', Selfie_Check: 'Passed', Selfie_Provided: 'Passed' } as const;

/** SmartSelfie Compare (PROTOCOL 12.8). */
export const compareResults: Results = {
  approved: { code: '0840', text: 'Match', confidence: '99', actions: passed },
  rejected: { code: '0841', text: 'No Match - No Face Match', confidence: '2', actions: passed },
  'no-face': {
    code: '0941',
    text: 'No Match - No clear face was found in the selfie image. (1st image - selfie).',
    confidence: '0',
    actions: { ...passed, Selfie_Provided: 'Failed' },
  },
  'identical-pictures': {
    code: '0941',
    text: 'No Match - The compared images are identical.',
    confidence: '0',
    actions: passed,
  },
  unknown: { code: '0899', text: 'A Judgement Of The Future', confidence: '99', actions: passed },
  'system-error': { code: '0001', text: 'System Error', confidence: '0', actions: {} },
  'bad-archive': badArchive,
};
