import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { mac, messageIdOf, signedHeaders } from '../../notifications/sign-notification.ts';
import { type NotificationHeaders, verifyNotification } from '../../notifications/verify-notification.ts';
import { FIRST_KEY, keyOf, SECOND_KEY } from './keys.ts';

const NOW = Date.parse('2026-03-01T08:00:00.000Z');
const NOTIFICATION = {
  type: 'verification.ended',
  timestamp: '2026-03-01T07:59:59.000Z',
  data: { verificationId: 'v-1', product: 'basic-kyc', state: 'approved', sentence: 'Approved. Ünïcode, too.' },
};
const BODY = JSON.stringify(NOTIFICATION);
const ID = messageIdOf('default', 'notification-v-1:1', {
  type: 'verification.ended',
  timestamp: NOTIFICATION.timestamp,
});
const signed = (keys: readonly string[] = [FIRST_KEY], nowMs = NOW) =>
  signedHeaders({ id: ID, body: BODY }, keys.map(keyOf), nowMs);

describe('Verifying a notification', () => {
  it('keeps to the vector of Standard Webhooks', () => {
    const vector = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' };
    expect(mac(vector, keyOf(FIRST_KEY)).toString('base64')).toBe('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('gives what was sent, with the id by which doubles are known', () => {
    const expected = { kind: 'genuine', id: ID, notification: NOTIFICATION };
    expect(verifyNotification(BODY, signed(), FIRST_KEY, { nowMs: NOW })).toEqual(expected);
    expect(verifyNotification(Buffer.from(BODY), signed(), [FIRST_KEY], { nowMs: NOW })).toEqual(expected);
  });

  it('is done by the library of Standard Webhooks as well', () => {
    const headers = signed([SECOND_KEY, FIRST_KEY], Date.now());
    expect(new Webhook(FIRST_KEY).verify(BODY, headers)).toEqual(NOTIFICATION);
    expect(new Webhook(SECOND_KEY).verify(BODY, headers)).toEqual(NOTIFICATION);
    expect(() => new Webhook(SECOND_KEY).verify(`${BODY} `, headers)).toThrow('No matching signature');
  });

  it('takes what the library of Standard Webhooks signs', () => {
    const signature = new Webhook(FIRST_KEY).sign('msg_1', new Date(NOW), BODY);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(NOW / 1_000), 'webhook-signature': signature };
    expect(verifyNotification(BODY, headers, FIRST_KEY, { nowMs: NOW })).toMatchObject({
      kind: 'genuine',
      id: 'msg_1',
    });
  });

  it.each<[string, NotificationHeaders]>([
    ['the Headers of fetch', new Headers(signed())],
    ['names in other letters', Object.fromEntries(Object.entries(signed()).map(([k, v]) => [k.toUpperCase(), v]))],
    ['other headers beside', { ...signed(), 'set-cookie': ['a', 'b'], absent: undefined }],
    ['signatures by other keys', signed([SECOND_KEY, FIRST_KEY])],
    [
      'a header that came twice, merged, with the right signature behind',
      { ...signed(), 'webhook-signature': `v1,other, ${signed()['webhook-signature']}` },
    ],
    [
      'a header that came twice, merged, with the right signature before',
      { ...signed(), 'webhook-signature': `${signed()['webhook-signature']}, v1,other` },
    ],
    ['lists of one', Object.fromEntries(Object.entries(signed()).map(([k, v]) => [k, [v]]))],
    [
      'other versions of signatures',
      { ...signed(), 'webhook-signature': `v1a,xyz ${signed()['webhook-signature']} v2` },
    ],
  ])('takes %s', (_, headers) => {
    expect(verifyNotification(BODY, headers, FIRST_KEY, { nowMs: NOW }).kind).toBe('genuine');
  });

  it('takes what either key of a rotation has signed', () => {
    for (const key of [FIRST_KEY, SECOND_KEY])
      expect(verifyNotification(BODY, signed([key]), [FIRST_KEY, SECOND_KEY], { nowMs: NOW }).kind).toBe('genuine');
  });

  it.each([`${FIRST_KEY}\n`, ` ${FIRST_KEY} `, [`\t${FIRST_KEY}\r\n`]])('takes a key with blanks around it', (keys) => {
    expect(verifyNotification(BODY, signed(), keys, { nowMs: NOW }).kind).toBe('genuine');
  });

  it.each([NOTIFICATION, [NOTIFICATION], undefined, null, 7])('says of a body like %j that it must be raw', (body) => {
    expect(() => verifyNotification(body as never, signed(), FIRST_KEY, { nowMs: NOW })).toThrow(
      /^Give the raw bytes of the body, or their text, as they came: a parsed body has another signature\./,
    );
  });

  it.each([-300, -1, 0, 299, 300])('takes a message that is %i seconds old', (age) => {
    expect(verifyNotification(BODY, signed(), FIRST_KEY, { nowMs: NOW + age * 1_000 }).kind).toBe('genuine');
  });

  it.each<[string, NotificationHeaders, number, string]>([
    ['is older than five minutes', signed(), NOW + 301_000, 'the message is too old'],
    ['is from the future', signed(), NOW - 301_000, 'the message is from the future'],
    ['is signed by another key', signed([SECOND_KEY]), NOW, 'no signature matches'],
    ['has another id', { ...signed(), 'webhook-id': 'msg_other' }, NOW, 'no signature matches'],
    ['has a younger timestamp', { ...signed(), 'webhook-timestamp': '1772352060' }, NOW, 'no signature matches'],
    [
      'has a timestamp of words',
      { ...signed(), 'webhook-timestamp': 'now' },
      NOW,
      'the timestamp is no number of seconds',
    ],
    [
      'has a negative timestamp',
      { ...signed(), 'webhook-timestamp': '-1' },
      NOW,
      'the timestamp is no number of seconds',
    ],
    [
      'has an endless timestamp',
      { ...signed(), 'webhook-timestamp': '9'.repeat(400) },
      NOW,
      'the timestamp is no number of seconds',
    ],
    ['has no signature', { ...signed(), 'webhook-signature': '' }, NOW, 'a header of Standard Webhooks is missing'],
    ['has no id', { ...signed(), 'webhook-id': undefined }, NOW, 'a header of Standard Webhooks is missing'],
    ['has two ids', { ...signed(), 'webhook-id': [ID, ID] }, NOW, 'a header of Standard Webhooks is missing'],
    ['has no headers at all', {}, NOW, 'a header of Standard Webhooks is missing'],
    [
      'has a signature of garbage',
      { ...signed(), 'webhook-signature': 'v1,%%% v1, v1 ,' },
      NOW,
      'no signature matches',
    ],
    [
      'has a signature without its version',
      { ...signed(), 'webhook-signature': signed()['webhook-signature'].slice(3) },
      NOW,
      'no signature matches',
    ],
    [
      'has the right signature behind a thousand others',
      { ...signed(), 'webhook-signature': `${'v1,x '.repeat(1_000)}${signed()['webhook-signature']}` },
      NOW,
      'no signature matches',
    ],
  ])('refuses a message that %s', (_, headers, nowMs, reason) => {
    expect(verifyNotification(BODY, headers, FIRST_KEY, { nowMs })).toEqual({ kind: 'refused', reason });
  });

  it.each([`${BODY} `, BODY.replace('approved', 'rejected'), '', Buffer.from([0xff, 0xfe])])(
    'refuses an altered body, the %#.',
    (body) => {
      const verified = verifyNotification(body, signed(), FIRST_KEY, { nowMs: NOW });
      expect(verified).toEqual({ kind: 'refused', reason: 'no signature matches' });
    },
  );

  it.each(['{"type":', 'null', '[]', '7', '{"type":"verification.ended"}', '{"type":1,"timestamp":"x","data":{}}'])(
    'refuses %s, although it is signed',
    (body) => {
      const headers = signedHeaders({ id: ID, body }, [keyOf(FIRST_KEY)], NOW);
      const verified = verifyNotification(body, headers, FIRST_KEY, { nowMs: NOW });
      expect(verified).toEqual({ kind: 'refused', reason: 'the body is no notification' });
    },
  );

  it.each([[[]], [''], ['whsec_'], ['secret'], [[FIRST_KEY, 'secret']]])(
    'fails before it looks at anything where the keys are %j',
    (keys) => {
      expect(() => verifyNotification(BODY, signed(), keys, { nowMs: NOW })).toThrow(/^The \d\. key is not "whsec_"/);
    },
  );
});

describe('The id of a message', () => {
  it('stays for one notification, and differs from that of any other, of any other namespace, and of another content', () => {
    const { timestamp } = NOTIFICATION;
    const ended = { type: 'verification.ended', timestamp } as const;
    expect(ID).toBe(messageIdOf('default', 'notification-v-1:1', ended));
    expect(ID).toMatch(/^msg_[A-Za-z0-9_-]{27}$/);
    const others = [
      ID,
      messageIdOf('default', 'notification-v-1:2', ended),
      messageIdOf('other', 'notification-v-1:1', ended),
      messageIdOf('default', 'notification-v-1:1', { ...ended, timestamp: '2026-03-01T07:59:59.001Z' }),
      messageIdOf('default', 'notification-v-1:1', { ...ended, type: 'verification.first-answer' }),
    ];
    expect(new Set(others).size).toBe(5);
  });
});
