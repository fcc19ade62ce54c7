import { describe, expect, it } from '@jest/globals';
import { interpretJobStatus } from '../../smile-id/job-status-message.ts';
import { createServicesReader } from '../../smile-id/services-reader.ts';
import { clientsAt } from './client.ts';
import { fixture } from './fixture.ts';

const NOW = Date.UTC(2025, 4, 23, 11, 49, 58);
const { withAnswer } = clientsAt(NOW);

describe('readServices', () => {
  it('asks without a key or a body, and reads what the types need', async () => {
    await withAnswer(200, fixture('services.response.json'), async (client, seen, origin) => {
      const services = await client.readServices();
      expect(seen[0]).toMatchObject({ method: 'GET', url: '/v1/services' });
      expect(JSON.stringify(seen)).not.toContain('085');
      expect(services.idTypes.NG?.BANK_ACCOUNT).toContain('bank_code');
      expect(services.bankCodes).toEqual([{ name: 'Sample Bank', code: '044', nipCode: '000014' }]);
      expect(services.hostedWeb.biometric_kyc?.NG?.NIN_V2).toEqual({
        label: 'NIN',
        requiredFields: ['country', 'id_type', 'id_number', 'user_id', 'job_id'],
        idNumberRegex: '^[0-9]{11}$',
      });
      expect(await createServicesReader(origin)(AbortSignal.timeout(2_000))).toEqual(services);
    });
  });

  it.each([
    ['nothing but the types', { id_types: {} }, { idTypes: {}, hostedWeb: {}, bankCodes: [] }],
    [
      'odd parts',
      {
        id_types: { NG: { BVN: ['id_number', 7], NIN: null }, KE: 'soon' },
        hosted_web: { basic_kyc: { NG: null } },
        bank_codes: [null, { name: 'No code' }, { name: 'Bank', code: 44 }],
      },
      {
        idTypes: { NG: { BVN: ['id_number'], NIN: [] }, KE: {} },
        hostedWeb: { basic_kyc: { NG: {} } },
        bankCodes: [{ name: 'Bank', code: '44' }],
      },
    ],
  ])('puts up with %s', async (_, answer, expected) => {
    await withAnswer(200, answer, async (client) => expect(await client.readServices()).toEqual(expected));
  });

  it.each([
    [200, 'no JSON', 'untrusted-response'],
    [200, { services: [] }, 'untrusted-response'],
    [503, '', 'unavailable'],
  ])('fails on %d %j', async (status, answer, kind) => {
    await withAnswer(status, answer, async (client) => {
      await expect(client.readServices()).rejects.toMatchObject({ kind });
    });
  });
});

describe('fetchReceipt', () => {
  it('brings a PDF', async () => {
    await withAnswer(200, Buffer.from('%PDF-1.4 …'), async (client, _, origin) => {
      expect((await client.fetchReceipt(`${origin}/receipt`)).toString('latin1')).toMatch(/^%PDF-/);
    });
  });

  it.each([
    [200, '<html>', 'untrusted-response'],
    [403, '', 'request-refused'],
    [500, '', 'unavailable'],
  ])('fails on %d %j', async (status, answer, kind) => {
    await withAnswer(status, answer, async (client, _, origin) => {
      await expect(client.fetchReceipt(`${origin}/receipt`)).rejects.toMatchObject({ kind });
    });
  });

  it('follows no plain link to another machine', async () => {
    await withAnswer(200, '%PDF-', async (client) => {
      await expect(client.fetchReceipt('http://portal.example.com/receipt')).rejects.toMatchObject({
        kind: 'untrusted-response',
        message: expect.not.stringContaining('portal'),
      });
    });
  });
});

describe('the link to a receipt', () => {
  const job = { jobId: 'job-1', userId: 'user-1' };
  const result = { ResultCode: '0810', SmileJobID: '0000000001', PartnerParams: { job_id: 'job-1' } };
  const link = 'https://portal.example.com/receipt?signature=x';

  it.each([
    ['job_status', { kyc_receipt: link, result }],
    ['job_status of a business', { kyb_receipt: link, result }],
    ['the result itself', { result: { ...result, KYCReceipt: link } }],
  ])('is found in %s', (_, body) => {
    expect(interpretJobStatus(body, job)).toMatchObject({ kind: 'reported', receiptUrl: link });
  });

  it.each(['', 'Not Available', 'javascript:alert(1)', 7])('is none: %j', (text) => {
    expect(interpretJobStatus({ kyc_receipt: text, result }, job)).not.toHaveProperty('receiptUrl');
  });
});
