/** Codes and texts of refusals, PROTOCOL 5.3 and 9.5. */
const refusalTexts = {
  '2201': 'System Error',
  '2203': 'Invalid JSON',
  '2204': 'A parameter is of the wrong data type',
  '2205': 'You are not authorized to do that.',
  '2207': 'Enrolled user is disabled',
  '2208': 'Enrolled user was deleted from the system',
  '2209': 'Wrong user id. This user is already enrolled with user_id',
  '2210': 'No enrolled user found',
  '2211': 'Enrolled user must complete re-enrollment',
  '2212': 'Invalid job type.',
  '2213': 'A required parameter is missing',
  '2214': 'Product not activated for this account',
  '2215': 'Job already exists. Did you mean to set the retry flag to true?',
  '2216': 'Enrolled user does not have a photo on file',
  '2217': 'Invalid product.',
  '2221': 'Invalid token',
  '2222':
    'This ID number has been blocked due to multiple submissions. Please use the designated endpoint to reactivate it.',
  '2301': 'System error',
  '2303': 'Invalid JSON',
  '2304': 'Job not found',
  '2305': 'Invalid sec_key',
  '2313': 'Missing required parameters',
  '2401': 'System error',
  '2405': 'You are not authorised to do that',
  '2403': 'Invalid JSON',
  '2404': 'A parameter is of the wrong data type',
  '2413': 'Missing or incorrect parameter',
} as const;

export type RefusalCode = keyof typeof refusalTexts;

/** Thrown where a request is refused; becomes the `{error, code}` envelope of PROTOCOL 5.3. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, text: string = refusalTexts[code]) {
    super(text);
    this.name = 'Refusal';
    this.code = code;
  }

  /** 400 for every refusal but system errors (U1) and the rate limit (18). */
  get httpStatus(): number {
    if (this.code === '2222') return 429;
    return ['2201', '2301', '2401'].includes(this.code) ? 500 : 400;
  }

  toBody(numericCode: boolean): { error: string; code: string | number } {
    return { error: this.message, code: numericCode ? Number(this.code) : this.code };
  }
}
