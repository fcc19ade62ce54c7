import { describe, expect, it } from '@jest/globals';
import { supportedDocuments } from '../../smile-id/smile-id.ts';
import { fixture, PARTNER } from './fixture.ts';
import { withSmileId } from './smile-id.ts';

describe('The library', () => {
  it('lists services, checks ID data against them once, and knows documents without asking', async () => {
    await withSmileId(async (smileId, simulator) => {
      expect((await smileId.services()).idTypes.NG?.NIN_V2).toContain('id_number');
      const claim = { product: 'enhanced-kyc', idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '1' } } as const;
      for (const _ of [1, 2, 3]) expect((await smileId.validateIdInfo(claim)).problems).not.toEqual([]);
      expect(simulator.journal().filter(({ kind }) => kind === 'services')).toHaveLength(2);
      expect(supportedDocuments().get('ZM')).toContain('REGISTRATION_CERTIFICATE');
    });
  });

  it('lifts the block of an ID number', async () => {
    await withSmileId(async (smileId, simulator) => {
      await smileId.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' });
      expect(simulator.journal()).toMatchObject([{ kind: 'rate-limit-reset', httpStatus: 200 }]);
    });
  });

  it('follows the links of a report', async () => {
    await withSmileId(async (smileId, simulator) => {
      const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
      const job = await smileId.enhancedKyc({ jobId: 'job-1', userId: 'user-1', idInfo });
      expect(simulator.bills()).toHaveLength(1);
      const { receiptUrl } = await smileId.jobStatus(job);
      if (receiptUrl !== undefined)
        expect((await smileId.fetchReceipt(receiptUrl)).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  it('asks for what was left out of a reading only where it is wanted', async () => {
    await withSmileId(async (smileId) => {
      const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
      const job = await smileId.enhancedKyc({ jobId: 'job-1', userId: 'user-1', idInfo });
      const bare = await smileId.jobStatus({ ...job, history: false, imageLinks: false });
      expect(bare.raw).not.toHaveProperty('history');
      expect((await smileId.jobStatus(job)).raw).toHaveProperty('history');
    });
  });

  it('authenticates by the legacy sec_key where that is asked for', async () => {
    const { apiKeyBase64OfPem: apiKey } = fixture<{ apiKeyBase64OfPem: string }>('legacy-sec-key.vector.json');
    const partners = [{ partnerId: PARTNER.partnerId, apiKey }];
    await withSmileId(
      async (smileId, simulator) => {
        await smileId.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' });
        expect(simulator.journal()).toMatchObject([{ kind: 'rate-limit-reset', httpStatus: 200 }]);
      },
      { partners },
      { authentication: 'sec-key', apiKey },
    );
  });
});
