import { isPartnerName } from './partner.ts';

/**
 * One verification has one id, chosen by the caller, and everything else that names it is derived from it here,
 * both directions. Ids stand in plain sight (Web UI, logs, URLs): they must not be personal.
 */
const VERIFICATION_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const WORKFLOW_PREFIX = 'verification-';
const NOTIFICATION_PREFIX = 'notification-';
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
export function correctionIdOf(verificationId: string, claimed: string): string {
  return correctionIdPrefixOf(verificationId) + claimed;
}

export function correctionIdPrefixOf(verificationId: string): string {
  return `correction-${verificationId}:`;
}

/**
 * Of the workflow that delivers one notification. `key` is its number, or `corrected-` and the code of the correction
 * that it is about.
 */
export function notificationIdOf(verificationId: string, key: string): string {
  return notificationIdPrefixOf(verificationId) + key;
}

export function notificationIdPrefixOf(verificationId: string): string {
  return `${NOTIFICATION_PREFIX}${verificationId}:`;
}

export function notificationKeyOf(correctedCode: string): string {
  return `corrected-${correctedCode}`;
}

/** A number, or what `notificationKeyOf` makes of a code. */
export function isNotificationKey(text: string): boolean {
  return /^([1-9]\d?|corrected-[A-Za-z0-9]{1,20})$/.test(text);
}

export interface NotificationAddress {
  readonly verificationId: string;
  readonly key: string;
}

export function addressOfNotification(workflowId: string): NotificationAddress | undefined {
  if (!workflowId.startsWith(NOTIFICATION_PREFIX)) return undefined;
  const [id = '', key = '', ...more] = workflowId.slice(NOTIFICATION_PREFIX.length).split(':');
  const verificationId = checked(id);
  return verificationId === undefined || !isNotificationKey(key) || more.length > 0
    ? undefined
    : { verificationId, key };
}

/** Smile ID's `partner_params.job_id`. The same for every attempt: a fresh job_id is a fresh bill. */
export function jobIdOf(verificationId: string): string {
  return verificationId;
}

export function verificationIdOfJob(jobId: string): string | undefined {
  return checked(jobId);
}

/**
 * Path of the gateway that receives the callbacks of this verification: `/callbacks/smile-id/<verification>`, or
 * `/callbacks/smile-id/<partner>/<verification>` where it names a partner profile.
 */
export function callbackPathOf(verificationId: string, partner?: string): string {
  return `${CALLBACK_PREFIX}${partner === undefined ? '' : `${partner}/`}${verificationId}`;
}

export interface CallbackAddress {
  readonly verificationId: string;
  /** Absent where the path names none: then it is the profile without a name. */
  readonly partner?: string;
}

export function addressOfCallbackPath(path: string): CallbackAddress | undefined {
  if (!path.startsWith(CALLBACK_PREFIX)) return undefined;
  const [last = '', partner, ...more] = path.slice(CALLBACK_PREFIX.length).split('/').reverse();
  const verificationId = checked(last);
  if (verificationId === undefined || more.length > 0) return undefined;
  if (partner === undefined) return { verificationId };
  return isPartnerName(partner) ? { verificationId, partner } : undefined;
}

function checked(text: string): string | undefined {
  return isVerificationId(text) ? text : undefined;
}
