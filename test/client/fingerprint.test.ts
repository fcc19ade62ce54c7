import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from '../../client/fingerprint.ts';
import type { CheckedRequest } from '../../client/start-request.ts';
import { sample } from '../media/pictures.ts';

const KEY = 'a key of the tests with 32 letters';
const FIRST = sample('registration/liveness-1.jpg');
const SECOND = sample('registration/liveness-2.jpg');

const REQUEST: CheckedRequest = {
  product: 'smartselfie-registration',
  verificationId: 'order-4711',
  userId: 'user-17',
  partnerParams: { branch: 'Lagos', campaign: 'spring' },
  allowNewEnroll: false,
  deadlineMs: 60_000,
  reviewMs: 30_000,
  warnings: [],
  pictures: [
    { role: 'selfie', bytes: sample() },
    { role: 'liveness', bytes: FIRST },
    { role: 'liveness', bytes: SECOND },
  ],
};

const [SELFIE] = REQUEST.pictures;

/** The request without one of its fields. */
function without(field: keyof CheckedRequest): CheckedRequest {
  const { [field]: _, ...rest } = REQUEST;
  return rest as CheckedRequest;
}

describe('The fingerprint of a request', () => {
  it('is the same for the same request, made again', () => {
    const copy = { ...structuredClone(REQUEST), pictures: REQUEST.pictures.map((one) => ({ ...one })) };
    expect(fingerprintOf(copy, KEY)).toBe(fingerprintOf(REQUEST, KEY));
  });

  it('does not depend on the order in which parameters were written down', () => {
    const partnerParams = { campaign: 'spring', branch: 'Lagos' };
    expect(fingerprintOf({ ...REQUEST, partnerParams }, KEY)).toBe(fingerprintOf(REQUEST, KEY));
  });

  it('takes what is left out for its default', () => {
    expect(fingerprintOf(without('allowNewEnroll'), KEY)).toBe(fingerprintOf(REQUEST, KEY));
    const idInfo = { ...REQUEST.idInfo, middleName: undefined };
    expect(fingerprintOf({ ...REQUEST, idInfo, partner: undefined }, KEY)).toBe(fingerprintOf(REQUEST, KEY));
    expect(fingerprintOf({ ...REQUEST, answerByCallback: false }, KEY)).toBe(fingerprintOf(REQUEST, KEY));
    const bare = without('partnerParams');
    expect(fingerprintOf(bare, KEY)).toBe(fingerprintOf({ ...bare, partnerParams: {} }, KEY));
  });

  it.each<[string, Partial<CheckedRequest>]>([
    ['the product', { product: 'smartselfie-authentication' }],
    ['the user', { userId: 'user-18' }],
    ['a parameter', { partnerParams: { branch: 'Abuja', campaign: 'spring' } }],
    ['the name of a parameter', { partnerParams: { branch: 'Lagos', Campaign: 'spring' } }],
    ['one parameter more', { partnerParams: { branch: 'Lagos', campaign: 'spring', more: '' } }],
    ['the enrolment', { allowNewEnroll: true }],
    ['the deadline', { deadlineMs: 60_001 }],
    ['the review time', { reviewMs: 30_001 }],
    ['the kind of picture to compare with', { comparisonType: 'PORTRAIT' }],
    ['the way of the answer', { answerByCallback: true }],
    ['the URL to notify', { notifyUrl: 'https://backend.example.com/hooks' }],
    ['the selfie', { pictures: [{ role: 'selfie', bytes: FIRST }, ...REQUEST.pictures.slice(1)] }],
    ['a liveness picture', { pictures: [...REQUEST.pictures.slice(0, 2), { role: 'liveness', bytes: FIRST }] }],
    ['one picture less', { pictures: REQUEST.pictures.slice(0, 2) }],
    ['the role of a picture', { pictures: [...REQUEST.pictures.slice(0, 2), { role: 'selfie', bytes: SECOND }] }],
    [
      'the order of the pictures',
      {
        pictures: [
          SELFIE as CheckedRequest['pictures'][number],
          { role: 'liveness', bytes: SECOND },
          { role: 'liveness', bytes: FIRST },
        ],
      },
    ],
  ])('changes with %s', (_, change) => {
    expect(fingerprintOf({ ...REQUEST, ...change }, KEY)).not.toBe(fingerprintOf(REQUEST, KEY));
  });

  it.each(['deadlineMs', 'reviewMs'] as const)('changes where %s is left out', (field) => {
    expect(fingerprintOf(without(field), KEY)).not.toBe(fingerprintOf(REQUEST, KEY));
  });

  it('cannot be led to confuse two requests by shifting text from one field into another', () => {
    const one = fingerprintOf({ ...REQUEST, userId: 'a', partnerParams: { b: 'c' } }, KEY);
    const other = fingerprintOf({ ...REQUEST, userId: 'a","b', partnerParams: { c: '' } }, KEY);
    expect(one).not.toBe(other);
  });

  it('changes with the key', () => {
    expect(fingerprintOf(REQUEST, `${KEY}.`)).not.toBe(fingerprintOf(REQUEST, KEY));
  });

  it('is a plain 256-bit hash, in which nothing of the request can be read', () => {
    expect(fingerprintOf(REQUEST, KEY)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(fingerprintOf({ ...REQUEST, userId: 'x'.repeat(200) }, KEY)).toHaveLength(43);
  });
});
