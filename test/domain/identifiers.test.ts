import { describe, expect, it } from '@jest/globals';
import {
  addressOfCallbackPath,
  addressOfNotification,
  callbackPathOf,
  isVerificationId,
  jobIdOf,
  notificationIdOf,
  notificationKeyOf,
  verificationIdOfJob,
  verificationIdOfWorkflow,
  workflowIdOf,
} from '../../domain/identifiers.ts';

const GOOD = ['a', '7', 'order-4711', 'A.b_c-D', '0b9c2f4e-5a51-4b1e-9d0e-0d5f5f1f9a10', 'x'.repeat(100)];

const BAD = [
  '',
  '.',
  '..',
  '../etc',
  'a/b',
  '/a',
  'a\\b',
  '-a',
  '_a',
  ' a',
  'a ',
  'a b',
  'a\n',
  'a\0',
  'a%2Fb',
  'ä',
  'x'.repeat(101),
];

describe('Identifiers', () => {
  it.each(GOOD)('of the verification %s lead back to it from workflow, job and callback path', (id) => {
    expect(isVerificationId(id)).toBe(true);
    expect(verificationIdOfWorkflow(workflowIdOf(id))).toBe(id);
    expect(verificationIdOfJob(jobIdOf(id))).toBe(id);
    expect(addressOfCallbackPath(callbackPathOf(id))).toEqual({ verificationId: id });
    expect(addressOfCallbackPath(callbackPathOf(id, 'kenya'))).toEqual({ verificationId: id, partner: 'kenya' });
  });

  it('are derived in exactly this way, because running verifications and open callbacks know them by it', () => {
    expect(workflowIdOf('order-4711')).toBe('verification-order-4711');
    expect(jobIdOf('order-4711')).toBe('order-4711');
    expect(callbackPathOf('order-4711')).toBe('/callbacks/smile-id/order-4711');
    expect(callbackPathOf('order-4711', 'kenya')).toBe('/callbacks/smile-id/kenya/order-4711');
  });

  it('of notifications are derived in exactly this way, and lead back', () => {
    expect(notificationIdOf('order-4711', '2')).toBe('notification-order-4711:2');
    expect(notificationIdOf('order-4711', notificationKeyOf('1241'))).toBe('notification-order-4711:corrected-1241');
    for (const key of ['1', '8', notificationKeyOf('1241')])
      expect(addressOfNotification(notificationIdOf('order-4711', key))).toEqual({ verificationId: 'order-4711', key });
    for (const text of [
      'notification-a',
      'notification-a:',
      'notification-:1',
      'notification-a:1:2',
      'verification-a:1',
    ])
      expect(addressOfNotification(text)).toBeUndefined();
  });

  it.each(BAD.map((id) => [JSON.stringify(id), id]))('refuse %s in every direction', (_, id) => {
    expect(isVerificationId(id)).toBe(false);
    expect(verificationIdOfWorkflow(`verification-${id}`)).toBeUndefined();
    expect(verificationIdOfJob(id)).toBeUndefined();
    expect(addressOfCallbackPath(`/callbacks/smile-id/${id}`)?.verificationId).not.toBe(id);
  });

  it.each(['order-4711', 'Verification-order-4711', 'payout-order-4711'])(
    'do not take the workflow %s for a verification',
    (workflowId) => {
      expect(verificationIdOfWorkflow(workflowId)).toBeUndefined();
    },
  );

  it.each([
    '/callbacks/order-4711',
    '/callbacks/smile-id',
    '/callbacks/smile-id/A/b',
    '/callbacks/smile-id/a/b/c',
    '/callbacks/smile-id/a?b=c',
  ])('do not find a verification in the path %s', (path) => {
    expect(addressOfCallbackPath(path)).toBeUndefined();
  });
});
