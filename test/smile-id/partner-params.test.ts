import { describe, expect, it } from '@jest/globals';
import { validatePartnerParams } from '../../smile-id/partner-params.ts';

const GOOD = { job_id: 'job-1', user_id: 'user-1', job_type: 1 };

describe('validatePartnerParams', () => {
  it.each([
    ['what is needed', GOOD],
    ['the job type as text', { ...GOOD, job_type: '11' }],
    ['texts of your own', { ...GOOD, branch: 'Lagos', note: '' }],
  ])('takes %s', (_, params) => expect(validatePartnerParams(params)).toEqual([]));

  it.each([undefined, null, 'job-1', [GOOD]])('wants an object instead of %j', (params) => {
    expect(validatePartnerParams(params)).toEqual([
      'partner_params must be an object with job_id, user_id and job_type',
    ]);
  });

  it('says everything that is wrong at once, and quotes no value', () => {
    expect(validatePartnerParams({ job_id: 4711, user_id: ' ada', job_type: 8, branch: 7 })).toEqual([
      'partner_params.job_id must be text: a number loses its leading zeros',
      'partner_params.user_id begins or ends with a blank',
      'partner_params.job_type must be one of 1, 2, 3, 4, 5, 6, 7, 11',
      'partner_params.branch must be text, as Smile ID asks for all that is your own',
    ]);
    expect(validatePartnerParams({ job_type: true })).toEqual([
      'partner_params.job_id is missing',
      'partner_params.user_id is missing',
      'partner_params.job_type must be one of 1, 2, 3, 4, 5, 6, 7, 11',
    ]);
  });
});
