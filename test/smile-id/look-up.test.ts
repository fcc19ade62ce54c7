import { describe, expect, it } from '@jest/globals';
import type { LookupAnswer, LookupRequest } from '../../smile-id/look-up.ts';
import { clientsAt } from './client.ts';
import { fixture } from './fixture.ts';
import { withServer, withSockets } from './server.ts';

const NOW = Date.UTC(2025, 4, 23, 11, 49, 58);
const { withAnswer, withClient } = clientsAt(NOW);

const KYC: LookupRequest = {
  service: 'id-verification',
  answer: 'result',
  jobType: 5,
  jobId: 'job_kyc_0001',
  userId: 'user_eve_0005',
  partnerParams: {},
  idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Eve', lastName: 'Bello' },
};
const BASIC: LookupRequest = {
  ...KYC,
  service: 'basic-kyc',
  jobId: 'job_bk_0001',
  idInfo: { ...KYC.idInfo, dateOfBirth: '1985-12-24', gender: 'F', phoneNumber: '08000000000' },
  callbackUrl: 'https://partner.example.com/webhooks/smile-id',
};
const BUSINESS: LookupRequest = {
  ...KYC,
  service: 'business-verification',
  jobType: 7,
  jobId: 'job_kyb_0001',
  userId: 'user_biz_0007',
  idInfo: { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' },
};
const BY_CALLBACK = { answer: 'callback', callbackUrl: 'https://partner.example.com/webhooks/smile-id' } as const;
const CALLED_BACK = { ...KYC, ...BY_CALLBACK };

/** What a fixture of another second was signed with says nothing about the form. */
function withoutProof({ timestamp: _, signature: __, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

describe('lookUp', () => {
  it.each([
    ['id-verification.request.json', KYC],
    ['async-id-verification.request.json', CALLED_BACK],
    ['basic-kyc.request.json', BASIC],
    ['business-verification.request.json', BUSINESS],
  ])('sends what is documented: %s', async (file, request) => {
    await withAnswer(200, { success: true }, async (client, seen) => {
      await client.lookUp({ ...request, ...BY_CALLBACK }).catch(() => undefined);
      const { callback_url: _, ...sent } = withoutProof(JSON.parse(seen[0]?.text ?? ''));
      const { callback_url: __, ...documented } = withoutProof(fixture(file));
      expect(sent).toEqual(documented);
    });
  });

  it("sends where the result is wanted, and the caller's own parameters, which cannot rename the job", async () => {
    const partnerParams = { branch: '7', job_id: 'another', user_id: 'another', job_type: '1' };
    await withAnswer(200, { success: true }, async (client, seen) => {
      await client.lookUp({ ...CALLED_BACK, partnerParams });
      expect(JSON.parse(seen[0]?.text ?? '')).toMatchObject({
        callback_url: BY_CALLBACK.callbackUrl,
        partner_params: { branch: '7', job_id: KYC.jobId, user_id: KYC.userId, job_type: 5 },
      });
    });
  });

  it('signs with the moment that it sends', async () => {
    await withAnswer(200, fixture('id-verification.response.1012.json'), async (client, seen) => {
      await client.lookUp(KYC);
      const { timestamp, signature } = JSON.parse(seen[0]?.text ?? '');
      expect(timestamp).toBe(new Date(NOW).toISOString());
      expect(signature).toBe(fixture('id-verification.request.json').signature);
    });
  });

  it.each([
    [KYC, '/v1/id_verification'],
    [{ ...KYC, ...BY_CALLBACK }, '/v1/async_id_verification'],
    [BASIC, '/v2/verify'],
    [{ ...BASIC, ...BY_CALLBACK }, '/v2/verify_async'],
    [BUSINESS, '/v1/business_verification'],
    [{ ...BUSINESS, ...BY_CALLBACK }, '/v1/async_business_verification'],
  ])('asks the right endpoint', async (request, url) => {
    await withAnswer(200, { success: true }, async (client, seen) => {
      await client.lookUp(request).catch(() => undefined);
      expect(seen.map((one) => [one.method, one.url])).toEqual([['POST', url]]);
    });
  });

  it.each(['1012', '1013', '1014', '1015', '1016'])('reads the recorded answer %s', async (code) => {
    await withAnswer(200, fixture(`id-verification.response.${code}.json`), async (client) => {
      const answer = await client.lookUp(KYC);
      expect(answer).toMatchObject({ kind: 'answered', message: { code, declaredFinal: true, fromReviewer: false } });
    });
  });

  it('reads what the authority says about a person, and nothing that is not available', async () => {
    await withAnswer(200, fixture('id-verification.response.1012.json'), async (client) => {
      const { raw, ...answer } = (await client.lookUp(KYC)) as Extract<LookupAnswer, { kind: 'answered' }>;
      expect(answer).toMatchObject({
        message: {
          idData: { fullName: 'Eve Bello', dateOfBirth: '1985-12-24', gender: 'Female' },
          smileJobId: '0000001105',
        },
        pictures: [],
      });
      expect(JSON.stringify(answer)).not.toContain('Not Available');
      expect(JSON.stringify(raw)).toContain('Not Available');
      expect(answer).not.toHaveProperty('message.businessData');
      expect(answer).not.toHaveProperty('message.fieldMatches');
    });
  });

  it('hands on the photo that the authority has', async () => {
    const answer = { ...fixture<object>('id-verification.response.1012.json'), Photo: 'AAAA' };
    await withAnswer(200, answer, async (client) => {
      expect(await client.lookUp(KYC)).toMatchObject({ pictures: [{ role: 'photo', base64: 'AAAA' }] });
    });
  });

  it('reads how the fields agree', async () => {
    await withAnswer(200, fixture('basic-kyc.response.1021.json'), async (client) => {
      expect(await client.lookUp(BASIC)).toMatchObject({
        message: {
          code: '1021',
          fieldMatches: {
            names: 'Transposed',
            dateOfBirth: 'Exact Match',
            gender: 'Exact Match',
            phoneNumber: 'No Match',
          },
        },
      });
    });
  });

  it('reads what the register says about a business', async () => {
    await withAnswer(200, fixture('business-verification.response.1012.json'), async (client) => {
      const answer = await client.lookUp(BUSINESS);
      expect(answer).toMatchObject({
        message: {
          businessData: {
            legalName: 'Sample Trading Ltd',
            registrationNumber: '0000000',
            directors: [{ name: 'Eve Bello', dateOfBirth: '1985-12-24' }],
            beneficialOwners: [{ name: 'Eve Bello', kind: 'Individual', share: '100' }],
          },
        },
      });
      expect(answer).not.toHaveProperty('message.businessData.email');
      expect(answer).not.toHaveProperty('message.businessData.proprietors');
    });
  });

  it.each([{ success: true }, { success: 'true' }])('takes %j for accepted', async (body) => {
    await withAnswer(200, body, async (client) => {
      expect(await client.lookUp(CALLED_BACK)).toEqual({ kind: 'accepted' });
    });
  });

  it.each([{ success: false }, {}, 'no JSON'])('takes %j for an unknown outcome, by callback', async (body) => {
    await withAnswer(200, body, async (client) => {
      await expect(client.lookUp(CALLED_BACK)).rejects.toMatchObject({ kind: 'outcome-unknown' });
    });
  });

  it('calls 2215 an existing job', async () => {
    await withAnswer(400, fixture('error.upload.2215.json'), async (client) => {
      expect(await client.lookUp(KYC)).toEqual({ kind: 'job-exists' });
    });
  });

  it('believes every key while one is being rotated', async () => {
    const answer = fixture('id-verification.response.1012.json');
    await withAnswer(200, answer, async (client) => expect((await client.lookUp(KYC)).kind).toBe('answered'), {
      apiKeys: 'the-new-key,a-test-api-key',
    });
  });

  it.each<[string, object]>([
    ['unsigned', { signature: undefined }],
    ['signed for another moment', { timestamp: '2025-05-23T11:49:59.011Z' }],
    ['about another job', { PartnerParams: { job_id: 'job_of_somebody', user_id: 'user_eve_0005' } }],
    ['about another user', { PartnerParams: { job_id: 'job_kyc_0001', user_id: 'user_of_somebody' } }],
    ['about no job in particular', { PartnerParams: undefined }],
    ['without a code', { ResultCode: undefined }],
  ])('does not know what became of a request whose answer is %s', async (_, change) => {
    await withAnswer(
      200,
      { ...fixture<object>('id-verification.response.1012.json'), ...(change as object) },
      async (client) => {
        await expect(client.lookUp(KYC)).rejects.toMatchObject({ kind: 'outcome-unknown' });
      },
    );
  });

  it.each([
    ['error.rate-limit.2222.json', 429, 'rate-limited', '2222'],
    ['error.upload.2205.json', 400, 'not-authorised', '2205'],
    ['error.upload.2214.json', 400, 'not-authorised', '2214'],
    ['error.upload.2204.json', 400, 'request-refused', '2204'],
    ['error.business-verification.2413.json', 400, 'request-refused', '2413'],
  ])('names who must act on %s', async (file, status, kind, code) => {
    await withAnswer(status, fixture(file), async (client) => {
      await expect(client.lookUp(KYC)).rejects.toMatchObject({ kind, code });
    });
  });

  it('tells a request that never left from one whose answer never came', async () => {
    await withSockets(
      (socket) => socket.once('data', () => socket.destroy()),
      (origin) =>
        withClient(origin, (client) => expect(client.lookUp(KYC)).rejects.toMatchObject({ kind: 'outcome-unknown' })),
    );
    const gone = await withServer(
      () => undefined,
      async (origin) => origin,
    );
    await withClient(gone, (client) => expect(client.lookUp(KYC)).rejects.toMatchObject({ kind: 'unavailable' }));
  });

  it('waits for an answer no longer than its time', async () => {
    await withServer(
      () => undefined,
      (origin) =>
        withClient(origin, (client) => expect(client.lookUp(KYC)).rejects.toMatchObject({ kind: 'outcome-unknown' }), {
          requestTimeoutMs: 200,
        }),
    );
  });
});
