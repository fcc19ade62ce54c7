import { PRODUCTS } from '../domain/product.ts';
import { isObject } from './json-body.ts';

/** PROTOCOL 3. */
const JOB_TYPES: readonly number[] = [...new Set(Object.values(PRODUCTS).map(({ jobType }) => jobType as number))].sort(
  (one, other) => one - other,
);

/**
 * What is wrong with `partner_params` in Smile ID's own form, for those who keep them so: `job_id` and `user_id` as texts,
 * `job_type` as a number or its text, whatever else as texts (PROTOCOL 3). All problems at once, none quotes a value; an
 * empty list where they are right. Never throws.
 */
export function validatePartnerParams(params: unknown): readonly string[] {
  if (!isObject(params)) return ['partner_params must be an object with job_id, user_id and job_type'];
  const { job_id: jobId, user_id: userId, job_type: jobType, ...others } = params;
  return [
    ...idProblem('job_id', jobId),
    ...idProblem('user_id', userId),
    ...(isJobType(jobType) ? [] : [`partner_params.job_type must be one of ${JOB_TYPES.join(', ')}`]),
    ...Object.entries(others)
      .filter(([, value]) => typeof value !== 'string')
      .map(([key]) => `partner_params.${key} must be text, as Smile ID asks for all that is your own`),
  ];
}

function idProblem(name: string, value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [`partner_params.${name} is missing`];
  if (typeof value !== 'string') return [`partner_params.${name} must be text: a number loses its leading zeros`];
  return value.trim() === value ? [] : [`partner_params.${name} begins or ends with a blank`];
}

function isJobType(value: unknown): boolean {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d{1,2}$/.test(value));
  return isNumber && JOB_TYPES.includes(Number(value));
}
