import { describe, expect, it } from '@jest/globals';
import { clientsAt } from './client.ts';
import { fixture } from './fixture.ts';

const { withAnswer } = clientsAt(Date.UTC(2025, 4, 23, 11, 55));
const REQUEST = {
  userId: 'user_ada_0001',
  jobId: 'job_web_0001',
  product: 'biometric_kyc',
  callbackUrl: 'https://partner.example.com/webhooks/smile-id',
} as const;

describe('requestWebToken', () => {
  it('sends what is documented, and tells until when the token is good', async () => {
    const answer = fixture<{ token: string }>('web-token.response.json');
    await withAnswer(200, answer, async (client, seen) => {
      const given = await client.requestWebToken(REQUEST);
      expect(given).toEqual({ token: answer.token, expiresAt: new Date(1_749_668_170_000) });
      expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/token' });
      expect(JSON.parse(seen[0]?.text ?? '')).toEqual(fixture('web-token.request.json'));
    });
  });

  it.each(['opaque', 'a.b.c', `a.${Buffer.from('{"exp":"soon"}').toString('base64url')}.c`])(
    'takes the token %s, which does not tell its end',
    async (token) => {
      await withAnswer(200, { success: true, token }, async (client) => {
        expect(await client.requestWebToken(REQUEST)).toEqual({ token, expiresAt: undefined });
      });
    },
  );

  it.each([
    [400, fixture('error.token.2217.json'), { kind: 'request-refused', code: '2217', httpStatus: 400 }],
    [400, { error: 'You are not authorized to do that.', code: '2405' }, { kind: 'not-authorised', code: '2405' }],
    [200, { success: false, error: 'no' }, { kind: 'untrusted-response' }],
    [200, '<html>', { kind: 'untrusted-response' }],
    [502, '<html>', { kind: 'unavailable' }],
  ])('fails on %d %j', async (status, answer, failure) => {
    await withAnswer(status, answer, async (client) => {
      await expect(client.requestWebToken(REQUEST)).rejects.toMatchObject(failure);
    });
  });
});

describe('resetIdNumberLimit', () => {
  const BLOCKED = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' };
  const { withAnswer: withAnswerLater } = clientsAt(Date.UTC(2025, 4, 23, 11, 56));

  it('sends what is documented', async () => {
    await withAnswerLater(200, fixture('rate-limit-reset.response.json'), async (client, seen) => {
      await client.resetIdNumberLimit(BLOCKED);
      expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/id_number_rate_limit_reset' });
      expect(JSON.parse(seen[0]?.text ?? '')).toEqual(fixture('rate-limit-reset.request.json'));
    });
  });

  it.each([
    [400, fixture('error.rate-limit-reset.2401.json'), { kind: 'unavailable', code: '2401' }],
    [200, { message: 'no', success: 'false' }, { kind: 'untrusted-response' }],
    [200, 'done', { kind: 'untrusted-response' }],
    [500, '', { kind: 'unavailable' }],
  ])('fails on %d %j, and quotes no number', async (status, answer, failure) => {
    await withAnswerLater(status, answer, async (client) => {
      const failed = await client.resetIdNumberLimit(BLOCKED).catch((error: Error) => error);
      expect(failed).toMatchObject(failure);
      expect(String(failed)).not.toContain('00000000000');
    });
  });
});
