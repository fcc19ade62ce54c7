/** Everything of the real service that is served here, by the names of journal, hooks and fault rules. */
export const endpoints = [
  'prep-upload',
  'upload',
  'job-status',
  'picture',
  'receipt',
  'rate-limit-reset',
  'token',
  'services',
  'id-verification',
  'basic-kyc',
  'business-verification',
  'compare',
  'async-id-verification',
  'async-basic-kyc',
  'async-business-verification',
] as const;

export type Endpoint = (typeof endpoints)[number];
