import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isVerificationFailure } from '../../domain/failure.ts';
import { readNotificationKeys } from '../../notifications/notification-keys.ts';
import { FIRST_KEY, SECOND_KEY } from './keys.ts';

const read = (text: string | undefined) => readNotificationKeys({ SMILEFLOW_NOTIFICATION_KEYS: text });
const ofBytes = (count: number) => `whsec_${Buffer.alloc(count, 'secret').toString('base64')}`;

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (isVerificationFailure(error) && error.kind === 'invalid-request') return error.message;
    throw error;
  }
  throw new Error('the keys were accepted');
}

describe('The keys that sign notifications', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    [FIRST_KEY, 1],
    [`${FIRST_KEY},${SECOND_KEY}`, 2],
    [` ${FIRST_KEY} , ${SECOND_KEY},\n`, 2],
    [Array.from({ length: 20 }, () => FIRST_KEY).join(), 20],
    [ofBytes(24), 1],
    [ofBytes(64), 1],
    [ofBytes(32).replace(/=+$/, ''), 1],
  ])('are read from %p', (text, count) => {
    expect(read(text)).toHaveLength(count);
  });

  it.each([
    ['secret-without-prefix-0123456789', 1],
    ['whsec_', 1],
    ['whsec_not*base64*not*base64*not*base64', 1],
    [ofBytes(23), 1],
    [ofBytes(65), 1],
    [`${FIRST_KEY},whsec_c2hvcnQ=`, 2],
  ])('are refused where one is %p, which is not repeated', (text, place) => {
    const message = refusalOf(text);
    expect(message).toMatch(
      new RegExp(
        `^the ${place}\\. key of SMILEFLOW_NOTIFICATION_KEYS is not "whsec_" and the base64 of 24 to 64 bytes`,
      ),
    );
    for (const part of text.split(',')) if (part.length > 6) expect(message).not.toContain(part);
  });

  it('are no more than a receiver looks at', () => {
    expect(refusalOf(Array.from({ length: 21 }, () => FIRST_KEY).join())).toBe(
      'SMILEFLOW_NOTIFICATION_KEYS holds more than 20 keys: receivers look at no more signatures than that.',
    );
  });

  it('show nothing of themselves when they are logged', () => {
    const keys = read(`${FIRST_KEY},${SECOND_KEY}`);
    const secrets = [FIRST_KEY, SECOND_KEY].flatMap((key) => {
      const bytes = Buffer.from(key.slice(6), 'base64');
      return [key.slice(6, 20), bytes.toString('hex').slice(0, 12), bytes.toString('utf8').slice(0, 8)];
    });
    for (const text of [JSON.stringify({ keys }), inspect({ keys }, { depth: 9, showHidden: true }), String(keys)])
      for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
