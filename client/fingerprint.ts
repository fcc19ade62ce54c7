import { createHash, createHmac } from 'node:crypto';
import type { CheckedRequest } from './start-request.ts';

/**
 * Tells whether two requests for the same verification id are the same request. Keyed, so that it may stand in plain
 * sight in Temporal: nobody without the key can try out what somebody's data might be.
 */
export function fingerprintOf(request: CheckedRequest, key: string): string {
  const {
    product,
    userId,
    partnerParams = {},
    allowNewEnroll = false,
    deadlineMs,
    reviewMs,
    policy = {},
    idInfo = {},
    useEnrolledImage = false,
    comparisonType,
    answerByCallback,
    partner,
    notifyUrl,
    pictures,
  } = request;
  const content = [
    product,
    userId,
    inOrder(partnerParams),
    allowNewEnroll,
    deadlineMs ?? null,
    reviewMs ?? null,
    inOrder(policy),
    inOrder(idInfo),
    useEnrolledImage,
    pictures.map(({ role, bytes }) => [role, createHash('sha256').update(bytes).digest('hex')]),
    // Fields that came later change nothing where they are not used, so that older verifications are still recognised.
    ...(comparisonType === undefined ? [] : [{ comparisonType }]),
    ...(answerByCallback === true ? [{ answerByCallback }] : []),
    ...(partner === undefined ? [] : [{ partner }]),
    ...(notifyUrl === undefined ? [] : [{ notifyUrl }]),
  ];
  return createHmac('sha256', key).update(JSON.stringify(content)).digest('base64url');
}

/** What is undefined is left out, as it is when it is sent. */
function inOrder(members: object): [string, unknown][] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
