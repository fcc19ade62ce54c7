import { expect } from '@jest/globals';
import { generateSignature } from '../../../smile-id/signature-pair.ts';
import type { Case } from '../case.ts';
import { DOCUMENT, REGISTRATION, testNumber } from '../pictures.ts';

const CALLBACK = 'https://partner.invalid/callback';

export const ACCOUNT_CASES: readonly Case[] = [
  {
    title: 'lists the types of ID that can be looked up, to anybody',
    async run({ connect }) {
      const { idTypes, hostedWeb, bankCodes } = await connect({ apiKey: 'nobody' }).services();
      expect(idTypes.NG?.NIN_V2).toEqual(expect.arrayContaining(['country', 'id_type', 'id_number']));
      expect(hostedWeb.enhanced_kyc?.NG?.NIN_V2?.requiredFields).toEqual(expect.arrayContaining(['id_number']));
      expect(bankCodes[0]).toMatchObject({ name: expect.any(String), code: expect.any(String) });
    },
  },
  {
    title: 'shows a certificate that the world trusts',
    needs: ['the public certificate'],
    async run({ config, smileId }) {
      expect(config.baseUrl).toMatch(/^https:/);
      await smileId.services();
    },
  },
  {
    title: 'gives a web token that expires',
    async run({ smileId, newId }) {
      const request = {
        jobId: newId('job'),
        userId: newId('user'),
        product: 'smartselfie',
        callbackUrl: CALLBACK,
      } as const;
      const { token, expiresAt } = await smileId.webToken(request);
      expect(token.split('.')).toHaveLength(3);
      // Recorded ones lived about 19 days, which no page promises (PROTOCOL 12.6).
      expect(expiresAt?.getTime()).toBeGreaterThan(Date.now());
    },
  },
  {
    title: 'refuses a web token for a product that does not exist',
    async run({ config, newId }) {
      // The library asks for no such thing, so the request is made by hand.
      const ids = { job_id: newId('job'), user_id: newId('user'), partner_id: config.partnerId };
      const request = { ...ids, product: 'nonsense', callback_url: CALLBACK, ...generateSignature(config) };
      const answer = await fetch(`${config.baseUrl}/v1/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const { code } = (await answer.json()) as { code: unknown };
      // As text or as a number (D2), with any prefix (PROTOCOL 2.6).
      expect({ ok: answer.ok, code: String(code) }).toEqual({ ok: false, code: expect.stringMatching(/^2[234]17$/) });
    },
  },
  {
    title: 'refuses what is signed with another key, at each endpoint',
    async run({ connect, newId }) {
      const stranger = connect({ apiKey: 'another-key', verificationKeys: ['another-key'] });
      const ids = () => ({ jobId: newId('job'), userId: newId('user') });
      const lookup = () => ({ ...ids(), idInfo: testNumber(0), skipIdCheck: true });
      const business = { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' };
      const { selfie, liveness } = REGISTRATION;
      const compared = { selfie, liveness, comparison: DOCUMENT.documentFront, comparisonType: 'DOCUMENT' } as const;
      const calls = [
        stranger.submitJob({ ...ids(), product: 'smartselfie-registration', selfie }),
        stranger.jobStatus(ids()),
        stranger.enhancedKyc(lookup()),
        stranger.basicKyc(lookup()),
        stranger.businessVerification({ ...ids(), idInfo: business }),
        stranger.compareSelfies({ ...ids(), ...compared }),
        stranger.webToken({ ...ids(), product: 'smartselfie', callbackUrl: CALLBACK }),
        stranger.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' }),
      ];
      // The status is not documented (U1), and any prefix may appear (PROTOCOL 2.6): the kind and the last digits tell.
      for (const outcome of await Promise.allSettled(calls))
        expect(outcome).toMatchObject({
          status: 'rejected',
          reason: { kind: 'not-authorised', code: expect.stringMatching(/^2[234]05$/) },
        });
    },
  },
];
