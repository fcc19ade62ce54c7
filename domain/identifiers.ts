/**
 * One verification has one id, chosen by the caller, and everything else that names it is derived from it here,
 * both directions. Ids stand in plain sight (Web UI, logs, URLs): they must not be personal.
 */
const VERIFICATION_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const WORKFLOW_PREFIX = 'verification-';
const CALLBACK_PREFIX = '/callbacks/smile-id/';

export const VERIFICATION_ID_RULE =
  'a verification id has 1 to 100 characters out of letters, digits, ".", "_" and "-", and begins with a letter or digit';

export function isVerificationId(text: string): boolean {
  return VERIFICATION_ID.test(text);
}

export function workflowIdOf(verificationId: string): string {
  return WORKFLOW_PREFIX + verificationId;
}

export function verificationIdOfWorkflow(workflowId: string): string | undefined {
  return workflowId.startsWith(WORKFLOW_PREFIX) ? checked(workflowId.slice(WORKFLOW_PREFIX.length)) : undefined;
}

/** Of the workflow that looks into a result after the end. A verification id has no colon, so both parts stay apart. */
export function correctionIdOf(verificationId: string, code: string): string {
  return correctionIdPrefixOf(verificationId) + code;
}

export function correctionIdPrefixOf(verificationId: string): string {
  return `correction-${verificationId}:`;
}

/** Smile ID's `partner_params.job_id`. The same for every attempt: a fresh job_id is a fresh bill. */
export function jobIdOf(verificationId: string): string {
  return verificationId;
}

export function verificationIdOfJob(jobId: string): string | undefined {
  return checked(jobId);
}

/** Path of the gateway that receives the callbacks of this verification. */
export function callbackPathOf(verificationId: string): string {
  return CALLBACK_PREFIX + verificationId;
}

export function verificationIdOfCallbackPath(path: string): string | undefined {
  return path.startsWith(CALLBACK_PREFIX) ? checked(path.slice(CALLBACK_PREFIX.length)) : undefined;
}

function checked(text: string): string | undefined {
  return isVerificationId(text) ? text : undefined;
}
