import { credentials } from './partner.ts';

/** A request for Enhanced KYC of `user-1` in `job-1`, with other partner_params or by another partner. */
export function lookup(params: object = {}, { partnerId = '085', apiKey = 'a-test-api-key' } = {}) {
  return {
    ...credentials(undefined, partnerId, apiKey),
    partner_id: partnerId,
    country: 'NG',
    id_type: 'NIN_V2',
    id_number: '00000000000',
    partner_params: { job_id: 'job-1', user_id: 'user-1', job_type: 5, ...params },
  };
}
